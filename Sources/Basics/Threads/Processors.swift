import Foundation

/// How many cores this process may keep busy; on shared machines fewer than there are.
package enum Processors {
  /// Cores that the system lets this process run on: not those that `taskset`, a batch system or a
  /// container keeps it from, which Foundation counts as well.
  package static var allowed: Int {
    allowed(of: ProcessInfo.processInfo.activeProcessorCount, read: BoundedFile.systemText)
  }

  /// Cores that a thread each has use of: those allowed, and no more than a control group grants the
  /// time of, as `docker run --cpus=2` does.
  package static var usable: Int { usable(of: allowed, read: BoundedFile.systemText) }

  /// Cores that a process may run on, on a machine told of.
  ///
  /// - Parameters:
  ///   - online: cores that are at work.
  ///   - read: the text of the system's files.
  /// - Returns: at least 1.
  package static func allowed(of online: Int, read: ControlGroup.Read) -> Int {
    // `Cpus_allowed:   00000000,0000ffff`: a bit for each core that there could be.
    let lines = (read("/proc/self/status") ?? "").split(separator: "\n")
    let mask = lines.first { $0.hasPrefix("Cpus_allowed:") }?.drop { $0 != ":" } ?? ""
    let cores = mask.compactMap(\.hexDigitValue).reduce(0) { $0 + $1.nonzeroBitCount }
    return cores > 0 ? min(cores, online) : online
  }

  /// Cores that a thread each has use of, on a machine told of.
  ///
  /// - Parameters:
  ///   - allowed: cores that the process may run on.
  ///   - read: the text of the system's files.
  /// - Returns: at least 1.
  package static func usable(of allowed: Int, read: ControlGroup.Read) -> Int {
    let granted = ControlGroup(read: read).cores ?? .infinity
    return granted < Double(allowed) ? max(Int(granted), 1) : allowed
  }
}
