/// bfloat16: whether the processor computes with it, and how fast.
package struct BFloat16Check: Check {
  /// Operations a second below which products are computed number by number: with avx512_bf16 one
  /// core does 200 × 10⁹.
  private static let slowest = 8e9

  private let machine: Machine
  private let speed: () throws -> Double

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - machine: where it runs.
  ///   - speed: measures a product on one thread, in floating-point operations a second.
  package init(on machine: Machine, speed: @escaping () throws -> Double) {
    self.machine = machine
    self.speed = speed
  }

  /// Slow where it is emulated, or fails: training is in 32-bit floats then.
  package func callAsFunction() -> Finding {
    let found = instructions
    let kind = found.isEmpty ? "emulated" : found.joined(separator: ", ")
    do {
      let measured = try speed()
      let detail = "\(kind), \(Printed.speed(measured)) on one thread"
      if found.isEmpty {
        return slow("this processor has neither avx512_bf16 nor amx_bf16", detail)
      }
      return measured < Self.slowest
        ? slow("LibTorch does not use these instructions", detail) : Finding("bf16", .ok, detail)
    } catch {
      return slow("\(error)", "\(kind), fails")
    }
  }

  private func slow(_ because: String, _ detail: String) -> Finding {
    let limit = OneDNNCheck.limit(in: machine.environment)
    let mend = limit.map { "unset \($0)" } ?? "leave --precision to auto, which takes fp32 here"
    return Finding("bf16", .slow(because: because, mend: mend), detail)
  }

  /// What the processor says it has, of Intel's and AMD's kinds and of Arm's.
  private var instructions: [String] {
    let lines = (machine.read("/proc/cpuinfo") ?? "").split(separator: "\n")
    let line = lines.first { $0.hasPrefix("flags") || $0.hasPrefix("Features") } ?? ""
    let flags = line.split(whereSeparator: \.isWhitespace)
    return ["avx512_bf16", "amx_bf16", "bf16"].filter { flags.contains($0[...]) }
  }
}
