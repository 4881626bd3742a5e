import CTorch

/// Where tensors live and operations run.
public struct Device: Equatable, Sendable {
  /// LibTorch's name for it: `cpu`, `cuda:0`.
  public let name: String

  /// The machine's processor and memory.
  public static let cpu = Device(name: "cpu")

  /// The first GPU if LibTorch can use one, else the processor.
  public static var best: Device { ct_cuda_is_available() ? Device(name: "cuda:0") : .cpu }
}
