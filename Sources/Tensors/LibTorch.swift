import CTorch

/// LibTorch as it is on this machine.
public enum LibTorch {
  /// Its version, such as `1.13.1`.
  public static var version: String { String(cString: ct_version()) }

  /// How many threads one operation is divided among.
  public static var threads: Int { Int(ct_threads()) }

  /// Sets how many threads one operation is divided among.
  ///
  /// The number is the process's, not a caller's, so the program sets it once, at its start. The
  /// same number gives the same bits.
  public static func setThreads(_ threads: Int) throws {
    try check(ct_set_threads(Int32(threads)), "setting the number of threads")
  }
}
