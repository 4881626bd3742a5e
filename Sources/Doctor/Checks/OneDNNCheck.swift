/// oneDNN, which computes convolutions on the processor.
package struct OneDNNCheck: Check {
  private let build: LibTorchBuild
  private let isEnabled: Bool
  private let machine: Machine

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - description: LibTorch's own words on how it was built.
  ///   - isEnabled: whether LibTorch uses it.
  ///   - machine: where it runs.
  package init(description: String, isEnabled: Bool, on machine: Machine) {
    build = LibTorchBuild(description)
    self.isEnabled = isEnabled
    self.machine = machine
  }

  /// Slow where LibTorch does without it, or it may not use the processor's instructions.
  package func callAsFunction() -> Finding {
    guard isEnabled else {
      return Finding(
        "oneDNN",
        .slow(
          because: "LibTorch computes convolutions without it",
          mend: "apt-get install libtorch-dev, then make build without LIBTORCH"), "not used")
    }
    let version = build.oneDNN ?? "of unknown version"
    if let name = Self.limit(in: machine.environment) {
      let limit = machine.environment[name] ?? ""
      return Finding(
        "oneDNN",
        .slow(
          because: "\(name)=\(limit) keeps it from better instructions", mend: "unset \(name)"),
        version)
    }
    return Finding("oneDNN", .ok, version)
  }

  /// The variable that keeps oneDNN from instructions, where one is set.
  static func limit(in environment: [String: String]) -> String? {
    ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"].first { environment[$0] != nil }
  }
}
