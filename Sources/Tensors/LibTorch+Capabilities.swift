import CTorch
import Foundation

extension LibTorch {
  /// How it was built and what it found here, several lines in its own words.
  package static var description: String {
    guard let text = ct_describe() else { return "" }
    defer { free(text) }
    return String(cString: text)
  }

  /// Whether oneDNN, which computes convolutions on processors, is built in and not turned off.
  package static var usesOneDNN: Bool { ct_onednn_is_enabled() }

  /// Whether it can use a GPU here.
  package static var usesGPU: Bool { ct_cuda_is_available() }

  /// What it was built for: CUDA's version, such as 12040, cuDNN's, such as 90100 and 0 for none;
  /// and how many GPUs it sees.
  ///
  /// - Throws: ``TensorError`` where it was built without CUDA.
  package static func cudaVersions() throws -> (cuda: Int, cuDNN: Int, devices: Int) {
    var (cuda, cuDNN, devices): (Int64, Int64, Int32) = (0, 0, 0)
    try check(ct_cuda_versions(&cuda, &cuDNN, &devices), "asking for CUDA's versions")
    return (Int(cuda), Int(cuDNN), Int(devices))
  }

  /// The file of the library that a C function comes from where LibTorch calls it, or nil.
  package static func provider(of function: String) -> String? {
    ct_provider(function).map { String(cString: $0) }
  }

  /// Measures the product of two square matrices on the processor.
  ///
  /// - Parameters:
  ///   - side: rows and columns of each.
  ///   - inBrainFloats: whether elements are bfloat16 instead of 32-bit floats.
  /// - Returns: floating-point operations a second, of the fastest product in a quarter of a second.
  /// - Throws: ``TensorError``.
  package static func productSpeed(side: Int = 512, inBrainFloats: Bool = false) throws -> Double {
    var speed = 0.0
    try check(ct_product_speed(Int64(side), inBrainFloats, &speed), "measuring a matrix product")
    return speed
  }
}
