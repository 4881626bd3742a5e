/// The aliases of a YAML text, `*name`, each of which stands for a value that was given elsewhere.
///
/// They are counted before Yams sees them: it hashes the keys of every mapping while it reads, and a
/// key of forty aliases, each of two of the next, takes it a trillion steps.
enum Aliases {
  /// So many can't make much of a file, however they are nested: 3 × 3 × 2 of each value.
  static let most = 8

  /// Whether a text may have more than ``most``; comments of a line of their own do not count.
  static func areMany(in text: String) -> Bool {
    var count = 0
    for line in text.utf8.split(whereSeparator: { $0 == newline || $0 == carriageReturn }) {
      guard line.first(where: { $0 != space && $0 != tab }) != hash else { continue }
      count += zip(line, line.dropFirst()).count { $0 == asterisk && isName($1) }
      if count > most { return true }
    }
    return false
  }

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let space = UInt8(ascii: " ")
  private static let tab = UInt8(ascii: "\t")
  private static let hash = UInt8(ascii: "#")
  private static let asterisk = UInt8(ascii: "*")

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
