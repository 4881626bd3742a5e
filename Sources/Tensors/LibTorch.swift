import CTorch

/// LibTorch as it is on this machine.
package enum LibTorch {
  /// Its version, such as `1.13.1`.
  package static var version: String { String(cString: ct_version()) }

  /// How many threads one operation is divided among.
  package static var threads: Int { Int(ct_threads()) }

  /// Sets how many threads one operation is divided among.
  ///
  /// The number is the process's, not a caller's, so the program sets it once, at its start. The
  /// same number gives the same bits.
  package static func setThreads(_ threads: Int) throws {
    try check(ct_set_threads(Int32(threads)), "setting the number of threads")
  }

  /// Keeps memory that is freed for what is allocated next, instead of giving it back to the system,
  /// which would have to fill it with zeros again at every step.
  ///
  /// The setting is the process's.
  package static func keepMemory() { ct_keep_memory() }

  /// Gives the system what is free now.
  package static func giveMemoryBack() { ct_give_memory_back() }
}
