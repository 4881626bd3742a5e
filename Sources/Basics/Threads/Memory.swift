import Foundation

/// Memory that a limit of the system will not give.
public struct MemoryError: ExplainedError, Equatable {
  /// The work that needs the memory, as a phrase: `extracting frames with 2 threads`.
  public var work: String
  /// The bytes that the work needs at least; nil if the work failed for another reason than their number.
  public var need: Int?
  /// The limit, and what to do.
  public var advice: String

  /// Describes work that lacks memory under this process's limits.
  ///
  /// - Parameters:
  ///   - work: the work, as a phrase.
  ///   - need: the bytes that it needs at least, if they are known.
  package init(_ work: String, need: Int? = nil) {
    self.init(work, need: need, limits: .own)
  }

  /// Describes work that lacks memory under given limits.
  init(_ work: String, need: Int?, limits: ResourceLimits) {
    (self.work, self.need) = (work, need)
    advice = limits.memoryAdvice
  }

  /// Always ``Blame/execution``.
  public var blame: Blame { .execution }

  /// For example `extracting frames with 2 threads needs 256 MB of memory; the process may have 307 MB
  /// of memory (ulimit -v); raise the limit`.
  public var description: String {
    "\(work) needs \(need.map { "\(ByteCount.text($0)) of" } ?? "more") memory; \(advice)"
  }
}

/// Checks that the limits of the process leave some memory.
///
/// C libraries crash or wait for ever where memory ends, so this is asked before they are used.
package enum Memory {
  /// Throws an error if a limit leaves too little memory.
  ///
  /// - Parameters:
  ///   - addressSpace: the bytes of address space that the work needs at least (`ulimit -v`).
  ///   - resident: the bytes that it fills at least (the control group's limit).
  ///   - work: the work, as a phrase.
  ///   - read: reads a file of the system.
  /// - Throws: ``MemoryError``.
  package static func require(
    addressSpace: Int, resident: Int, for work: String,
    read: ControlGroup.Read = BoundedFile.systemText
  ) throws {
    let limits = ResourceLimits(read: read)
    if limits.addressSpace != nil, !canReserve(addressSpace) {
      throw MemoryError(work, need: addressSpace, limits: limits)
    }
    if let free = limits.group.freeMemory, free < resident {
      throw MemoryError(work, need: resident, limits: limits)
    }
  }

  /// The bytes that the system, the control group and the process's own limit leave; nil if none of them is known.
  ///
  /// - Parameter read: reads a file of the system.
  package static func available(read: ControlGroup.Read = BoundedFile.systemText) -> Int? {
    let limits = ResourceLimits(read: read)
    return [inSystem(read: read), limits.group.freeMemory, limits.addressSpaceLeft]
      .compactMap { $0 }.min()
  }

  /// The bytes that the system can give without swapping; nil if it doesn't say.
  private static func inSystem(read: ControlGroup.Read) -> Int? {
    let lines = (read("/proc/meminfo") ?? "").split(separator: "\n")
    let line = lines.first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  /// Tells whether the process may have so many more bytes of address space.
  package static func canReserve(_ bytes: Int) -> Bool {
    let found = mmap(
      nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let found, found != MAP_FAILED else { return false }
    munmap(found, bytes)
    return true
  }
}
