import Basics

/// The lists that UCF101 comes with, those of its first split.
enum Lists {
  /// Writes `classInd.txt`, `trainlist01.txt` and `testlist01.txt` with the line ends of UCF101's own.
  ///
  /// Groups 1 to 7 of each category are tested on, as in the original.
  ///
  /// - Throws: `SystemCallError`.
  static func write(to folder: String) throws {
    try Folder.create(folder)
    func write(_ lines: [String], _ name: String) throws {
      try DurableFile.write(lines.map { $0 + "\r\n" }.joined(), to: folder + "/" + name)
    }
    let clips = Catalogue.clips
    try write(Catalogue.categories.enumerated().map { "\($0 + 1) \($1)" }, "classInd.txt")
    try write(
      clips.filter { $0.group > testGroups }.map { "\($0.path) \($0.category + 1)" },
      "trainlist01.txt")
    try write(clips.filter { $0.group <= testGroups }.map(\.path), "testlist01.txt")
  }

  private static let testGroups = 7
}
