/// bfloat16: whether the processor computes with it, and how fast.
public struct BrainFloatCheck: Check {
  private let machine: Machine
  private let speeds: () throws -> (single: Double, brain: Double)

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - machine: where it runs.
  ///   - speeds: measures products of 32-bit and of 16-bit floats, in operations a second.
  public init(on machine: Machine, speeds: @escaping () throws -> (single: Double, brain: Double)) {
    self.machine = machine
    self.speeds = speeds
  }

  /// Slow where it is emulated; training is in 32-bit floats unless told otherwise.
  public func callAsFunction() -> Finding {
    do {
      let (single, brain) = try speeds()
      let measured = "\(Printed.speed(brain)), \(Printed.speed(single)) in 32-bit floats"
      let found = instructions
      guard !found.isEmpty else {
        return Finding(
          "bf16",
          .slow(
            because: "this processor has neither avx512_bf16 nor amx_bf16",
            mend: "leave training in 32-bit floats, as it is"), "emulated, \(measured)")
      }
      let detail = "\(found.joined(separator: ", ")), \(measured)"
      guard brain < single / 2 else { return Finding("bf16", .ok, detail) }
      return Finding(
        "bf16",
        .slow(
          because: "LibTorch does not use these instructions",
          mend: "leave training in 32-bit floats, as it is"), detail)
    } catch {
      return Finding(
        "bf16",
        .broken(because: "\(error)", mend: "apt-get install --reinstall libtorch-dev"), "")
    }
  }

  /// What the processor says it has, of Intel's and AMD's kinds and of Arm's.
  private var instructions: [String] {
    let lines = (machine.read("/proc/cpuinfo") ?? "").split(separator: "\n")
    let flags = lines.first { $0.hasPrefix("flags") || $0.hasPrefix("Features") } ?? ""
    return ["avx512_bf16", "amx_bf16", "bf16"].filter {
      flags.split(separator: " ").contains($0[...])
    }
  }
}
