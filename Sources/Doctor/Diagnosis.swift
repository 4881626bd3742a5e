import Basics
import Foundation
import Tensors

/// The diagnosis of `unreel doctor`: all checks of this machine, one after the other.
package enum Diagnosis {
  /// Checks this machine.
  ///
  /// - Parameters:
  ///   - folder: the folder for the results; if it does not exist, the nearest existing one above it.
  ///   - threads: the number of threads that training will use.
  /// - Returns: the findings, in the order in which the user should fix them.
  package static func findings(for folder: String, threads: Int) -> [Finding] {
    let folder = Folder.nearest(URL(fileURLWithPath: folder).standardizedFileURL.path)
    let machine = Machine.own
    let output = Check.durableWrite(in: folder)
    // HDF5 is tried elsewhere if the folder takes no files, because that is already a finding.
    let scratch = output.isBroken ? NSTemporaryDirectory() : folder
    return computation(on: machine, threads: threads) + [
      Check.ffmpeg(.own), Check.turboJPEG(),
      Check.hdf5(in: scratch, environment: machine.environment),
      Check.cores(of: machine, threads: threads), Check.memory(of: machine),
      Check.space(in: folder) { try Volume(of: folder) }, output,
    ]
  }

  private static func computation(on machine: Machine, threads: Int) -> [Finding] {
    do {
      try LibTorch.setThreads(threads)
    } catch {
      return [Check.missing(error)]
    }
    let description = LibTorch.description
    return [
      Check.libTorch(
        version: LibTorch.version, description: description, threads: LibTorch.threads, on: machine),
      Check.blas(.own, description: description, threads: threads, on: machine) {
        try LibTorch.productSpeed()
      },
      Check.oneDNN(description: description, isEnabled: LibTorch.usesOneDNN, on: machine),
      Check.bfloat16(on: machine) {
        // OpenMP's threads wait for each other, so on a busy machine only one thread measures well.
        try LibTorch.setThreads(1)
        defer { try? LibTorch.setThreads(threads) }
        return try LibTorch.productSpeed(inBrainFloats: true)
      },
      Check.gpu(.own, environment: machine.environment),
      Check.backend(.gloo, description: description, on: machine),
      Check.backend(.nccl, description: description, on: machine),
    ]
  }
}

/// The checks, a function for each.
///
/// Each examines one thing that Unreel needs.
///
/// A check gets its facts about the machine as arguments, so a test can describe another machine. An
/// error during a check becomes its finding.
package enum Check {}

/// The result of a check: one line of the output of `unreel doctor`.
package struct Finding: Equatable, Sendable {
  /// Whether something is wrong, why, and the command that fixes it.
  package enum State: Equatable, Sendable {
    /// Nothing is wrong.
    case ok
    /// Everything works, but more slowly than necessary.
    case slow(because: String, mend: String)
    /// Something does not work.
    case broken(because: String, mend: String)
  }

  /// The name of the thing that was checked, such as `BLAS`.
  package var name: String
  /// Whether something is wrong with it.
  package var state: State
  /// The facts, as text: versions and measured numbers.
  package var detail: String

  /// Makes a finding.
  package init(_ name: String, _ state: State, _ detail: String) {
    self.name = name
    self.state = state
    self.detail = detail
  }

  /// Whether something does not work.
  package var isBroken: Bool {
    if case .broken = state { true } else { false }
  }

  /// The finding as one line, such as
  /// `slow    BLAS: the reference BLAS, because …; mend: apt-get install …`.
  package var line: String {
    let subject = detail.isEmpty ? name : "\(name): \(detail)"
    return switch state {
    case .ok:
      "ok      \(subject)"
    case .slow(let because, let mend):
      "slow    \(subject), because \(because); mend: \(mend)"
    case .broken(let because, let mend):
      "broken  \(subject), because \(because); mend: \(mend)"
    }
  }
}

extension Finding: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name, state, detail, because, mend
  }

  /// Writes `name`, `state` (`ok`, `slow` or `broken`), `detail`, and for the last two states `because`
  /// and `mend`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(detail, forKey: .detail)
    switch state {
    case .ok:
      try container.encode("ok", forKey: .state)
    case .slow(let because, let mend):
      try container.encode("slow", forKey: .state)
      try container.encode(because, forKey: .because)
      try container.encode(mend, forKey: .mend)
    case .broken(let because, let mend):
      try container.encode("broken", forKey: .state)
      try container.encode(because, forKey: .because)
      try container.encode(mend, forKey: .mend)
    }
  }
}
