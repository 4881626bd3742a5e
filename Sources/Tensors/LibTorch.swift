import CTorch
import Foundation

/// The LibTorch library on this machine.
public enum LibTorch {
  /// The version, such as `1.13.1`.
  public static var version: String { String(cString: ct_version()) }

  /// LibTorch's own report of how it was built and what it found here.
  ///
  /// It has several lines.
  public static var description: String {
    guard let text = ct_describe() else { return "" }
    defer { free(text) }
    return String(cString: text)
  }

  /// Whether oneDNN, which computes convolutions on processors, is built in and turned on.
  public static var usesOneDNN: Bool { ct_onednn_is_enabled() }

  /// Reads the CUDA and cuDNN versions that LibTorch was built for, and counts the GPUs it sees.
  ///
  /// - Returns: CUDA's version, such as 12040; cuDNN's, such as 90100, or 0 without cuDNN; the
  ///   number of GPUs.
  /// - Throws: ``TensorError`` if LibTorch was built without CUDA.
  public static func cudaVersions() throws -> (cuda: Int, cuDNN: Int, devices: Int) {
    var (cuda, cuDNN, devices): (Int64, Int64, Int32) = (0, 0, 0)
    try check(ct_cuda_versions(&cuda, &cuDNN, &devices), "asking for CUDA's versions")
    return (Int(cuda), Int(cuDNN), Int(devices))
  }

  /// Finds the library file that provides a C function when LibTorch calls it.
  ///
  /// - Returns: the file's path, or nil if the function is not found.
  public static func provider(of function: String) -> String? {
    ct_provider(function).map { String(cString: $0) }
  }

  /// The number of threads that share one operation.
  public static var threads: Int { Int(ct_threads()) }

  /// Sets the number of threads that share one operation.
  ///
  /// The setting holds for the whole process, so the program sets it once, at its start. The same
  /// number gives the same results, bit for bit.
  public static func setThreads(_ threads: Int) throws {
    try check(ct_set_threads(Int32(threads)), "setting the number of threads")
  }

  /// Tells the process to keep freed memory for later allocations.
  ///
  /// Without this setting, the system takes freed memory back and fills it with zeros again at
  /// every training step. The setting holds for the whole process.
  public static func keepMemory() { ct_keep_memory() }

  /// Gives all free memory back to the system now.
  public static func giveMemoryBack() { ct_give_memory_back() }

  /// Measures how fast the processor multiplies two square matrices.
  ///
  /// - Parameters:
  ///   - side: rows and columns of each matrix.
  ///   - inBrainFloats: whether the elements are bfloat16 instead of 32-bit floats.
  /// - Returns: floating-point operations per second, for the fastest product in a quarter of a
  ///   second.
  /// - Throws: ``TensorError``.
  public static func productSpeed(side: Int = 512, inBrainFloats: Bool = false) throws -> Double {
    var speed = 0.0
    try check(ct_product_speed(Int64(side), inBrainFloats, &speed), "measuring a matrix product")
    return speed
  }
}
