import Basics
import CTorch
import Foundation

/// The LibTorch library on this machine.
///
/// It is loaded by the first use of a tensor or of a function below. If it can't be loaded, functions
/// throw ``LibTorchMissing``; properties have the values of a machine without LibTorch.
public enum LibTorch {
  /// Loads LibTorch, if it is not loaded yet.
  ///
  /// - Throws: ``LibTorchMissing`` if it can't be loaded.
  public static func load() throws { _ = try torch }

  /// The version, such as `1.13.1`; `missing` if LibTorch can't be loaded.
  public static var version: String {
    (try? torch)?.version().map { String(cString: $0) } ?? "missing"
  }

  /// LibTorch's own report of how it was built and what it found here.
  ///
  /// It has several lines.
  public static var description: String {
    guard let text = (try? torch)?.describe() else { return "" }
    defer { free(text) }
    return String(cString: text)
  }

  /// Whether oneDNN, which computes convolutions on processors, is built in and turned on.
  public static var usesOneDNN: Bool { (try? torch)?.onednn_is_enabled() ?? false }

  /// Reads the CUDA and cuDNN versions that LibTorch was built for, and counts the GPUs it sees.
  ///
  /// - Returns: CUDA's version, such as 12040; cuDNN's, such as 90100, or 0 without cuDNN; the
  ///   number of GPUs.
  /// - Throws: ``TensorError`` if LibTorch was built without CUDA.
  public static func cudaVersions() throws -> (cuda: Int, cuDNN: Int, devices: Int) {
    var (cuda, cuDNN, devices): (Int64, Int64, Int32) = (0, 0, 0)
    try check(torch.cuda_versions(&cuda, &cuDNN, &devices), "asking for CUDA's versions")
    return (Int(cuda), Int(cuDNN), Int(devices))
  }

  /// Finds the library file that provides a C function when LibTorch calls it.
  ///
  /// - Returns: the file's path, or nil if the function is not found.
  public static func provider(of function: String) -> String? {
    (try? torch)?.provider(function).map { String(cString: $0) }
  }

  /// OpenBLAS's name for the kernels that fit this processor, such as `SKYLAKEX`; nil if any fit.
  ///
  /// The program asks OpenBLAS for them. A program that is linked with LibTorch can't, because OpenBLAS chooses while
  /// it is loaded; there the variable `OPENBLAS_CORETYPE` does it.
  public static var fittingOpenBLASKernels: String? {
    ct_openblas_kernels().map { String(cString: $0) }
  }

  /// The number of threads that share one operation.
  public static var threads: Int { (try? torch).map { Int($0.threads()) } ?? 1 }

  /// Sets the number of threads that share one operation.
  ///
  /// The setting holds for the whole process, so the program sets it once, at its start. The same
  /// number gives the same results, bit for bit.
  ///
  /// - Throws: `ThreadError` if the system refuses so many threads, ``LibTorchMissing``, or
  ///   ``TensorError``.
  public static func setThreads(_ threads: Int) throws {
    try checkThreads(threads)
    try check(torch.set_threads(Int32(threads)), "setting the number of threads")
  }

  /// Tells the process to keep freed memory for later allocations.
  ///
  /// Without this setting, the system takes freed memory back and fills it with zeros again at
  /// every training step. The setting holds for the whole process.
  public static func keepMemory() { (try? torch)?.keep_memory() }

  /// Gives all free memory back to the system now.
  public static func giveMemoryBack() { (try? torch)?.give_memory_back() }

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
    try check(torch.product_speed(Int64(side), inBrainFloats, &speed), "measuring a matrix product")
    return speed
  }
}

// The choice of kernels, for tests.
extension LibTorch {
  /// The implementations of the operations that exist more than once.
  ///
  /// Convolution, fully connected layers in bfloat16 without a gradient, max pooling, batch and local response normalisation,
  /// products with few vectors, largest products, nearest rows, the forces of points, and the optimiser's norm and step exist in
  /// LibTorch and in `Sources/CTorchFunctions/kernels`.
  package enum Kernels: String, CaseIterable, Sendable {
    /// The fastest that is known for this processor.
    case automatic
    /// LibTorch's operations.
    case libTorch
    /// This project's loops without extensions of the instruction set; convolutions by LibTorch.
    case baseline
    /// This project's loops for AVX2, and its convolutions, also where oneDNN is faster.
    case avx2
    /// This project's loops and convolutions for AVX-512; where those can't, the convolutions for AVX2.
    case avx512

    /// The kernels that this processor can run.
    package static var available: [Kernels] {
      guard let torch = try? torch else { return [] }
      return allCases.filter { torch.has_kernels($0.choice) }
    }

    fileprivate var choice: ct_kernels {
      switch self {
      case .automatic: CT_KERNELS_AUTOMATIC
      case .libTorch: CT_KERNELS_LIBTORCH
      case .baseline: CT_KERNELS_BASELINE
      case .avx2: CT_KERNELS_AVX2
      case .avx512: CT_KERNELS_AVX512
      }
    }
  }

  /// Runs a function whose tensor operations use the given kernels.
  ///
  /// The choice holds for the operations that the function calls on this thread, ``Tensor/backward()`` included, and
  /// for LibTorch's threads that compute them. Other threads are not affected. Operations that the kernels can't
  /// compute, for example in 64-bit floats, are LibTorch's.
  ///
  /// - Parameters:
  ///   - kernels: the kernels to use.
  ///   - body: the function.
  /// - Returns: what the body returns.
  /// - Throws: ``TensorError`` if the processor can't run the kernels, or what the body throws.
  package static func withKernels<Result>(
    _ kernels: Kernels, _ body: () throws -> Result
  ) throws -> Result {
    var before = CT_KERNELS_AUTOMATIC
    try check(torch.force_kernels(kernels.choice, &before), "choosing kernels")
    defer {
      var replaced = CT_KERNELS_AUTOMATIC
      _ = loadedTorch.force_kernels(before, &replaced)
    }
    return try body()
  }
}
