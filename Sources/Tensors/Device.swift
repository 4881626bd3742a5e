import CTorch

/// Where tensors live and operations run.
package struct Device: Equatable, Sendable {
  /// LibTorch's name for it: `cpu`, `cuda:0`.
  package let name: String

  /// The machine's processor and memory.
  package static let cpu = Device(name: "cpu")

  /// The first GPU if LibTorch can use one, else the processor.
  package static var best: Device { ct_cuda_is_available() ? Device(name: "cuda:0") : .cpu }
}
