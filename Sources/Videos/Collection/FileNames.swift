import Basics

/// A file that a scan found, with its name in all tables.
struct FoundFile {
  /// The path to open the file with.
  let path: String
  /// The name in every table.
  var name: String
  /// Why the file cannot be opened; nil if it can.
  var problem: String?

  /// Describes a file.
  ///
  /// - Parameters:
  ///   - path: the path to open it with.
  ///   - name: the name in every table.
  ///   - problem: why it cannot be opened; nil if it can.
  init(path: String, name: String, problem: String? = nil) {
    (self.path, self.name, self.problem) = (path, name, problem)
  }

  /// Describes a file or folder whose name is not UTF-8, so that it cannot be opened by name.
  ///
  /// - Parameters:
  ///   - folder: the path of the folder that holds it.
  ///   - bytes: its name.
  ///   - name: the path of the folder relative to the collection, with a slash at the end.
  init(in folder: String, named bytes: [UInt8], below name: String) {
    let shown = name + Self.escaped(bytes, all: false)
    self.init(path: folder + "/" + shown, name: shown, problem: "its name is not UTF-8; rename it")
  }

  /// Sorts files by the bytes of their names, and makes all names different for Swift.
  ///
  /// Linux distinguishes "é" as one character from "e" with a combining accent. Swift treats the
  /// two as equal, and readers of a table cannot tell them apart. The second of two such names is
  /// written with its bytes as numbers.
  ///
  /// - Parameter files: the files, in any order.
  /// - Returns: the sorted files.
  /// - Complexity: O(n log n).
  static func distinct(_ files: [FoundFile]) -> [FoundFile] {
    var names: Set<String> = []
    let sorted = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let distinct = sorted.compactMap { file -> FoundFile? in
      var file = file
      if !names.insert(file.name).inserted {
        file.name = escaped(Array(file.name.utf8), all: true)
        // If another file already has that written-out name, this file is left out.
        guard names.insert(file.name).inserted else { return nil }
      }
      return file
    }
    return distinct.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Writes bytes as text, some of them as `\xE9`.
  ///
  /// - Parameters:
  ///   - bytes: the bytes of a name.
  ///   - all: whether to write out all bytes that are not ASCII, or only those that are not UTF-8.
  private static func escaped(_ bytes: [UInt8], all: Bool) -> String {
    var text = ""
    var rest = bytes[...]
    while let byte = rest.first {
      let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
      if byte < 0x80 || (!all && length != nil) {
        text += String(decoding: rest.prefix(length ?? 1), as: UTF8.self)
        rest = rest.dropFirst(length ?? 1)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "\\x" + digits
        rest = rest.dropFirst()
      }
    }
    return text
  }
}

/// Assigns each video a folder for its frames within a frame store.
enum FrameFolders {
  /// The names of the store's own files, also while they are written, which no folder may have.
  static let reserved: Set<String> = Set(
    [FrameStore.settingsName, FrameStore.ledgerName, FrameStore.partialLedgerName, "views.png"]
      .flatMap { [$0, $0 + DurableFile.suffix] })

  /// Drops the extension of every name, if each video then has a folder of its own.
  ///
  /// `a.avi` and `a.mp4` would share the folder `a`. The frames of `b.avi` would lie beside the
  /// folders of `b/c.avi`. Such names keep their extension. A name that begins with one of the
  /// store's own files, as `ledger.csv/a.avi`, gets underscores: `ledger.csv_/a`.
  ///
  /// - Parameter names: the names of the videos, all different.
  /// - Returns: their folders, in the same order.
  /// - Complexity: O(n) for n names of bounded length, if few of them clash.
  static func assign(_ names: [String]) -> [String] {
    let names = beside(reserved, names)
    var folders = names.map(withoutExtension)
    while true {
      var owners: [String: Int] = [:]
      for folder in folders { owners[folder, default: 0] += 1 }
      let parents = Set(folders.flatMap(ancestors))
      let clashing = folders.indices.filter { index in
        folders[index] != names[index]
          && (owners[folders[index], default: 0] > 1 || parents.contains(folders[index])
            || reserved.contains(folders[index]))
      }
      // Every round restores at least one extension, and full names cannot clash.
      guard !clashing.isEmpty else { return folders }
      for index in clashing { folders[index] = names[index] }
    }
  }

  /// Adds underscores to the first part of every name that is one of some taken names.
  ///
  /// As many are added as make it different from all first parts.
  private static func beside(_ taken: Set<String>, _ names: [String]) -> [String] {
    func first(_ name: String) -> Substring { name.prefix { $0 != "/" } }
    let firsts = Set(names.map { String(first($0)) })
    guard !firsts.isDisjoint(with: taken) else { return names }
    var others: [String: String] = [:]
    for name in firsts.intersection(taken) {
      var other = name + "_"
      while firsts.contains(other) || taken.contains(other) { other += "_" }
      others[name] = other
    }
    return names.map { name in
      let first = first(name)
      return (others[String(first)] ?? String(first)) + name.dropFirst(first.count)
    }
  }

  private static func withoutExtension(_ name: String) -> String {
    let file = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    guard let dot = name[file...].lastIndex(of: "."), dot > file else { return name }
    return String(name[..<dot])
  }

  private static func ancestors(_ folder: String) -> [String] {
    folder.indices.filter { folder[$0] == "/" }.map { String(folder[..<$0]) }
  }
}
