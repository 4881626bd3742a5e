/// A file that a scan found, and what it is to be called.
struct FoundFile {
  /// The path to open it with.
  let path: String
  /// What it is called in every table.
  var name: String
  /// Why it can't be opened, nil if it can.
  var trouble: String?

  /// States a file.
  init(path: String, name: String, trouble: String? = nil) {
    (self.path, self.name, self.trouble) = (path, name, trouble)
  }

  /// A file or folder whose name is not UTF-8, which no text can name.
  init(in folder: String, named bytes: [UInt8], below name: String) {
    let shown = name + Self.escaped(bytes, all: false)
    self.init(path: folder + "/" + shown, name: shown, trouble: "its name is not UTF-8; rename it")
  }

  /// Sorts files by the bytes of their names, each name different from all others.
  ///
  /// Linux tells `e` with an acute accent in one letter from the same in two; Swift, and whoever reads
  /// a table, does not. The second of two such names is written with the numbers of its bytes.
  static func distinct(_ files: [FoundFile]) -> [FoundFile] {
    var names: Set<String> = []
    let sorted = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let distinct = sorted.compactMap { file -> FoundFile? in
      var file = file
      if !names.insert(file.name).inserted {
        file.name = escaped(Array(file.name.utf8), all: true)
        // A file that is called like another one's numbers is left out: nobody's is.
        guard names.insert(file.name).inserted else { return nil }
      }
      return file
    }
    return distinct.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Writes bytes as text: those that are not ASCII, or only those that are not UTF-8, as `\xE9`.
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
