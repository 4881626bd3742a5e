import Basics
import Foundation
import Tensors

extension Machine {
  /// The machine that this process runs on.
  package static var own: Machine {
    Machine(
      read: BoundedFile.systemText,
      list: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] },
      resolve: { path in
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
      },
      provider: { LibTorch.provider(of: $0) },
      environment: ProcessInfo.processInfo.environment,
      cores: Processors.allowed)
  }
}
