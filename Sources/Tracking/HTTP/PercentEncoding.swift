/// The encoding of text within an address or a form (RFC 3986, section 2.1).
enum PercentEncoding {
  private static let plain = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// Encodes what is no letter, digit, `-`, `.`, `_` or `~`, byte by byte.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - kept: other characters that stay.
  static func encoded(_ text: String, keeping kept: String = "") -> String {
    let plain = plain.union(kept.utf8)
    return String(
      decoding: text.utf8.flatMap { byte in
        plain.contains(byte)
          ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }, as: UTF8.self)
  }
}
