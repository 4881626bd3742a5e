import Foundation

/// What the checks are told of a machine: its files, environment and loaded libraries.
package struct Machine: Sendable {
  /// A file's text, or nil where it can't be read.
  package var read: @Sendable (_ path: String) -> String?
  /// The names in a folder, none where it can't be read.
  package var list: @Sendable (_ folder: String) -> [String]
  /// A path with every link followed, or nil where there is nothing.
  package var resolve: @Sendable (_ path: String) -> String?
  /// The file that a C function of this process comes from, or nil.
  package var provider: @Sendable (_ function: String) -> String?
  /// Environment variables.
  package var environment: [String: String]
  /// How many cores this process may run on.
  package var cores: Int

  /// Describes a machine.
  package init(
    read: @escaping @Sendable (String) -> String? = { _ in nil },
    list: @escaping @Sendable (String) -> [String] = { _ in [] },
    resolve: @escaping @Sendable (String) -> String? = { _ in nil },
    provider: @escaping @Sendable (String) -> String? = { _ in nil },
    environment: [String: String] = [:],
    cores: Int = 1
  ) {
    self.read = read
    self.list = list
    self.resolve = resolve
    self.provider = provider
    self.environment = environment
    self.cores = cores
  }

  /// The files that are mapped into this process, each once.
  var loadedLibraries: [String] {
    let lines = (read("/proc/self/maps") ?? "").split(separator: "\n")
    let paths = lines.compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }
    return Array(Set(paths)).sorted()
  }

  /// A loaded library whose file name begins so, or nil.
  func loadedLibrary(_ prefix: String) -> String? {
    loadedLibraries.first { $0.split(separator: "/").last?.hasPrefix(prefix) ?? false }
  }
}
