/// Decides where each video's frames go within a frame store.
enum FrameFolders {
  /// What the store's own files are called, which no video's folder may be.
  static let reserved: Set<String> = [
    FrameStore.settingsName, FrameStore.ledgerName, FrameStore.partialLedgerName,
  ]

  /// Drops every name's extension where that leaves each video a folder of its own.
  ///
  /// `a.avi` and `a.mp4` would share one, and the frames of `b.avi` would lie among the folders of
  /// `b/c.avi`'s; such names keep their extension.
  ///
  /// - Parameter names: the videos' names, all different.
  /// - Returns: their folders, in the same order.
  /// - Complexity: O(n) for names of bounded length, but for the rare ones that must be changed.
  static func assign(_ names: [String]) -> [String] {
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
      // Every round gives at least one extension back, and names with theirs can't clash.
      guard !clashing.isEmpty else { return folders }
      for index in clashing { folders[index] = names[index] }
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
