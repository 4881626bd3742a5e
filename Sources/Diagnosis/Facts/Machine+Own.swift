import Basics
import Foundation
import Tensors

extension Machine {
  /// The machine that this process runs on.
  public static var own: Machine {
    Machine(
      read: { try? wholeText($0) },
      list: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] },
      resolve: { path in
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
      },
      provider: { LibTorch.provider(of: $0) },
      environment: ProcessInfo.processInfo.environment,
      cores: ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Reads until the end; the system hands out its own files a page at a time, where Foundation
  /// stops.
  private static func wholeText(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var page = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(descriptor, &page, page.count)
      guard count >= 0 else { throw SystemCallError(action: "reading", path: path) }
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += page[..<count]
    }
  }
}
