import Foundation

/// The facts about LibTorch's build, read from its description of itself.
struct LibTorchBuild: Sendable {
  private let description: String

  /// Keeps a description, which has for example `USE_CUDA=OFF` among `Build settings`.
  init(_ description: String) {
    self.description = description
  }

  /// Returns a build setting, such as `OFF` for `USE_CUDA`, or nil if the description has none.
  func setting(_ name: String) -> String? {
    value(after: name + "=", until: [",", "\n"])
  }

  /// The version of oneDNN, such as `2.6.3`, or nil if LibTorch was built without it.
  fileprivate var oneDNN: String? {
    value(after: "MKL-DNN v", until: [" ", "\n"]) ?? value(after: "oneDNN v", until: [" ", "\n"])
  }

  /// The vector instructions that LibTorch uses on this processor, such as `AVX2`, or nil.
  fileprivate var vectors: String? { value(after: "CPU capability usage: ", until: ["\n"]) }

  private func value(after start: String, until ends: Set<Character>) -> String? {
    guard let found = description.range(of: start) else { return nil }
    return String(description[found.upperBound...].prefix { !ends.contains($0) })
  }
}

extension Check {
  /// Describes why LibTorch can't be used.
  ///
  /// - Parameter error: the error of loading it or of starting its threads; it says what to do after
  ///   its last semicolon.
  package static func missing(_ error: any Error) -> Finding {
    let parts = "\(error)".components(separatedBy: "; ")
    return Finding(
      "LibTorch",
      .broken(
        because: parts.count > 1 ? parts.dropLast().joined(separator: "; ") : parts[0],
        mend: parts.count > 1 ? parts[parts.count - 1] : "apt-get install libtorch-dev libgloo-dev"),
      "cannot be used")
  }

  /// Checks LibTorch's version and its use of vector instructions.
  ///
  /// - Parameters:
  ///   - version: LibTorch's version.
  ///   - description: LibTorch's description of its build.
  ///   - threads: the number of threads that LibTorch uses.
  ///   - machine: the machine.
  /// - Returns: slow if an environment variable limits the vector instructions.
  package static func libTorch(
    version: String, description: String, threads: Int, on machine: Machine
  ) -> Finding {
    let vectors = LibTorchBuild(description).vectors ?? "unknown"
    let detail =
      "\(version), \(threads == 1 ? "1 thread" : "\(threads) threads"), \(vectors) vectors"
    if let limit = machine.environment["ATEN_CPU_CAPABILITY"] {
      return Finding(
        "LibTorch",
        .slow(
          because: "ATEN_CPU_CAPABILITY=\(limit) limits the vector instructions",
          mend: "unset ATEN_CPU_CAPABILITY"), detail)
    }
    return Finding("LibTorch", .ok, detail)
  }

  /// Checks oneDNN, which computes convolutions on the processor.
  ///
  /// - Parameters:
  ///   - description: LibTorch's description of its build.
  ///   - isEnabled: whether LibTorch uses oneDNN.
  ///   - machine: the machine.
  /// - Returns: slow if LibTorch does not use it, or if an environment variable limits its instructions.
  package static func oneDNN(
    description: String, isEnabled: Bool, on machine: Machine
  ) -> Finding {
    guard isEnabled else {
      return Finding(
        "oneDNN",
        .slow(
          because: "LibTorch computes convolutions without it",
          mend: "apt-get install libtorch-dev, then make build without LIBTORCH"), "not used")
    }
    let version = LibTorchBuild(description).oneDNN ?? "of unknown version"
    if let name = oneDNNLimit(on: machine) {
      let limit = machine.environment[name] ?? ""
      return Finding(
        "oneDNN",
        .slow(because: "\(name)=\(limit) limits its instructions", mend: "unset \(name)"), version)
    }
    return Finding("oneDNN", .ok, version)
  }

  /// Finds the environment variable that limits oneDNN's instructions, if one is set.
  private static func oneDNNLimit(on machine: Machine) -> String? {
    ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"].first { machine.environment[$0] != nil }
  }

  /// The speed in floating-point operations per second below which bfloat16 is emulated.
  ///
  /// With avx512_bf16, one core does 200 × 10⁹.
  private static let slowestBFloat16 = 8e9

  /// Checks whether the processor computes in bfloat16, and how fast.
  ///
  /// - Parameters:
  ///   - machine: the machine.
  ///   - speed: measures a product on one thread, in floating-point operations per second.
  /// - Returns: slow if bfloat16 is emulated or fails; training then uses 32-bit floats.
  package static func bfloat16(on machine: Machine, speed: () throws -> Double) -> Finding {
    let instructions = bfloat16Instructions(of: machine)
    let kind = instructions.isEmpty ? "emulated" : instructions.joined(separator: ", ")
    func slow(_ because: String, _ detail: String) -> Finding {
      let mend = oneDNNLimit(on: machine).map { "unset \($0)" }
      return Finding(
        "bf16",
        .slow(
          because: because, mend: mend ?? "leave --precision at auto, which chooses fp32 here"),
        detail)
    }
    do {
      let measured = try speed()
      let detail = "\(kind), \(speedText(measured)) on one thread"
      if instructions.isEmpty {
        return slow("this processor has neither avx512_bf16 nor amx_bf16", detail)
      }
      guard measured >= slowestBFloat16 else {
        return slow("LibTorch does not use these instructions", detail)
      }
      return Finding("bf16", .ok, detail)
    } catch {
      return slow("\(error)", "\(kind), fails")
    }
  }

  /// Reads the processor's bfloat16 instructions: the names of Intel and AMD, and that of Arm.
  private static func bfloat16Instructions(of machine: Machine) -> [String] {
    let lines = (machine.read("/proc/cpuinfo") ?? "").split(separator: "\n")
    let line = lines.first { $0.hasPrefix("flags") || $0.hasPrefix("Features") } ?? ""
    let flags = line.split(whereSeparator: \.isWhitespace)
    return ["avx512_bf16", "amx_bf16", "bf16"].filter { flags.contains($0[...]) }
  }

  /// A library that LibTorch uses to exchange numbers between processes.
  package enum Backend: String, Sendable {
    /// Gloo connects machines.
    case gloo = "Gloo"
    /// NCCL connects GPUs.
    case nccl = "NCCL"
  }

  /// Checks whether a backend is there.
  ///
  /// - Parameters:
  ///   - backend: the backend.
  ///   - description: LibTorch's description of its build.
  ///   - machine: the machine.
  /// - Returns: always ok, because Unreel trains on one machine and at most one GPU.
  package static func backend(
    _ backend: Backend, description: String, on machine: Machine
  ) -> Finding {
    let name = backend.rawValue
    // LibTorch writes 1 for NCCL and ON for the others.
    let setting = LibTorchBuild(description).setting("USE_\(name.uppercased())")
    let state =
      machine.loadedLibrary("lib\(name.lowercased())").map { "loaded from \($0)" }
      ?? (["1", "ON"].contains(setting) ? "part of LibTorch" : "not built in")
    return Finding(name, .ok, state + "; nothing in Unreel uses it yet")
  }
}
