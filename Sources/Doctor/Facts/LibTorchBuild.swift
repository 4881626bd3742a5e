import Foundation

/// How LibTorch was built, read from its own description.
struct LibTorchBuild: Sendable {
  private let description: String

  /// Takes LibTorch's words, such as `USE_CUDA=OFF` among `Build settings`.
  init(_ description: String) {
    self.description = description
  }

  /// A build setting, such as `OFF` for `USE_CUDA`, or nil where it is not named.
  func setting(_ name: String) -> String? {
    value(after: name + "=", until: [",", "\n"])
  }

  /// oneDNN's version, such as `2.6.3`, or nil where it was built without.
  var oneDNN: String? {
    value(after: "MKL-DNN v", until: [" ", "\n"]) ?? value(after: "oneDNN v", until: [" ", "\n"])
  }

  /// The vector instructions that it uses here, such as `AVX2`, or nil.
  var vectors: String? { value(after: "CPU capability usage: ", until: ["\n"]) }

  private func value(after start: String, until ends: Set<Character>) -> String? {
    guard let found = description.range(of: start) else { return nil }
    return String(description[found.upperBound...].prefix { !ends.contains($0) })
  }
}
