import Foundation

/// What limits the memory and the threads of this process, in words for errors.
package struct ResourceLimits: Sendable {
  /// The largest number of processes and threads that the user may have; nil if there is no limit.
  var processes: Int?
  /// The largest address space in bytes; nil if there is no limit.
  var addressSpace: Int?
  /// The bytes of the address space that are in use.
  var addressSpaceUsed: Int
  /// The limits of the control group.
  var group: ControlGroup

  /// The address space that a thread or a library needs, at least.
  private static let leastSpace = 64 << 20

  /// The limits of this process.
  package static var own: ResourceLimits { ResourceLimits(read: BoundedFile.systemText) }

  /// Reads the limits from the system's files.
  ///
  /// - Parameter read: reads a file of the system.
  package init(read: ControlGroup.Read) {
    // `Max address space         800000000            unlimited            bytes`: the first number
    // counts; `unlimited` is none.
    let lines = (read("/proc/self/limits") ?? "").split(separator: "\n")
    func limit(_ name: String) -> Int? {
      lines.first { $0.hasPrefix(name) }?.dropFirst(name.count)
        .split(separator: " ").first.flatMap { Int($0) }
    }
    (processes, addressSpace) = (limit("Max processes"), limit("Max address space"))
    let pages = (read("/proc/self/statm") ?? "").split(separator: " ").first.flatMap { Int($0) }
    addressSpaceUsed = (pages ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    group = ControlGroup(read: read)
  }

  /// The bytes of address space that are left; nil if there is no limit.
  package var addressSpaceLeft: Int? { addressSpace.map { max($0 - addressSpaceUsed, 0) } }

  /// Why no thread can be started, and what to do.
  package var threadAdvice: String {
    if let sentence = addressSpaceSentence { return sentence }
    if let (limit, used) = group.processes, used >= limit {
      return "the control group allows \(limit) processes and threads (pids.max); raise the limit"
    }
    if let processes {
      return
        "the user may have \(processes) processes and threads (ulimit -u); raise the limit or give "
        + "fewer --threads"
    }
    return "the system allows no more threads or memory; end other programs"
  }

  /// Why memory is short, and what to do.
  package var memoryAdvice: String {
    if let sentence = addressSpaceSentence { return sentence }
    if let limit = group.memory {
      return
        "the control group allows \(ByteCount.text(limit)) of memory (memory.max); raise the limit"
    }
    if let addressSpace {
      return "the process may have \(ByteCount.text(addressSpace)) of memory (ulimit -v); "
        + "raise the limit"
    }
    return "memory is short; end other programs"
  }

  /// The limit of the address space, if it is nearly used up.
  private var addressSpaceSentence: String? {
    guard let addressSpace, let left = addressSpaceLeft, left < Self.leastSpace else { return nil }
    return
      "the process may have \(ByteCount.text(addressSpace)) of memory (ulimit -v), of which "
      + "\(ByteCount.text(addressSpaceUsed)) are in use; raise the limit"
  }
}

/// A thread that the system refused to start.
public struct ThreadError: ExplainedError, Equatable {
  /// The system's error number.
  public var code: Int32
  /// The limit that was reached, and what to do.
  public var advice: String

  /// Describes a refusal by this process's limits.
  ///
  /// - Parameter code: the system's error number.
  package init(code: Int32) { self.init(code: code, limits: .own) }

  /// Describes a refusal by given limits.
  init(code: Int32, limits: ResourceLimits) {
    self.code = code
    advice = limits.threadAdvice
  }

  /// Always ``Blame/execution``.
  public var blame: Blame { .execution }

  /// For example `starting a thread: Resource temporarily unavailable; the user may have 5 processes
  /// and threads (ulimit -u); raise the limit or give fewer --threads`.
  public var description: String {
    "starting a thread: \(String(cString: strerror(code))); \(advice)"
  }
}
