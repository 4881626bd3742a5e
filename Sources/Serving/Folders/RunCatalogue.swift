import Basics
import Foundation

/// Finds the runs below a folder.
package struct RunCatalogue: Sendable {
  /// The folder, without symbolic links.
  package let root: String

  /// How deep runs are looked for.
  private static let deepest = 5
  /// The most runs that are listed.
  package static let mostRuns = 2000
  /// The most folders that are looked into, so that a home folder does not take minutes.
  private static let mostFolders = 20_000

  /// Names a folder.
  ///
  /// - Throws: ``ServingError/notAFolder(path:)``.
  package init(_ path: String) throws {
    guard Folder.isFolder(path), let root = Folder.resolved(path) else {
      throw ServingError.notAFolder(path: path)
    }
    self.root = root
  }

  /// Returns the path of a run's folder.
  ///
  /// - Parameter name: the name that ``runs()`` gave.
  func path(of name: String) -> String { name == "." ? root : root + "/" + name }

  /// Lists the runs, sorted by their names.
  ///
  /// A run is a folder with `config.yaml`. Symbolic links and hidden folders are not followed, and of the folders in a run only its
  /// fine-tunings are looked into.
  ///
  /// - Returns: their paths below the folder; `.` for the folder itself.
  package func runs() -> [String] {
    var (found, waiting, looked) = ([String](), [("", 0)], 0)
    while let (name, depth) = waiting.popLast(), found.count < Self.mostRuns,
      looked < Self.mostFolders
    {
      looked += 1
      let path = name.isEmpty ? root : root + "/" + name
      let isRun = Self.isPlain(path + "/config.yaml", S_IFREG)
      if isRun { found.append(name.isEmpty ? "." : name) }
      // A frame store has thousands of folders, and no runs.
      guard depth < Self.deepest, !Self.isPlain(path + "/store.json", S_IFREG) else { continue }
      let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      for entry in entries where !entry.hasPrefix(".") {
        guard !isRun || entry.hasPrefix("finetuning") else { continue }
        guard Self.isPlain(path + "/" + entry, S_IFDIR) else { continue }
        waiting.append((name.isEmpty ? entry : name + "/" + entry, depth + 1))
      }
    }
    return found.sorted()
  }

  /// Tells whether a path is of a kind, and not a link to one.
  private static func isPlain(_ path: String, _ kind: mode_t) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0 && information.st_mode & S_IFMT == kind
  }
}

/// An error of watching or serving runs.
public enum ServingError: ExplainedError, Equatable {
  /// The path is no folder.
  case notAFolder(path: String)
  /// The folder is no run.
  case notARun(path: String)
  /// The address can't be listened at.
  case address(host: String, port: Int, reason: String)
  /// The host's name has no address.
  case unknownHost(host: String)

  /// The request is to blame.
  public var blame: Blame { .usage }

  /// Says what is wrong, and what to do.
  public var description: String {
    switch self {
    case .notAFolder(let path):
      "\(path) is not a folder; give the folder that your runs are in"
    case .notARun(let path):
      "\(path) is not a run; give the folder that -o named, the one with config.yaml"
    case .address(let host, let port, let reason):
      "listening at \(host), port \(port): \(reason); choose another with --port or --host"
    case .unknownHost(let host):
      "--host \(host): no such address; give an address of this machine, such as 0.0.0.0 for all of them"
    }
  }
}
