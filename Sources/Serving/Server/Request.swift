import Foundation

/// A request for a part of the page.
package struct Request: Sendable {
  /// The method: `GET`.
  let method: String
  /// The path, decoded: `/api/runs`.
  let path: String
  /// The values of the query by their names, decoded.
  let query: [String: [String]]

  private let fields: [(name: String, value: String)]

  /// Reads a request.
  ///
  /// - Parameters:
  ///   - method: the method.
  ///   - target: the target as it was sent.
  ///   - fields: the header.
  /// - Returns: nil if the target is none that this server has: another form, bytes that are no text.
  package init?(method: String, target: String, fields: [(name: String, value: String)]) {
    guard target.hasPrefix("/"), target.utf8.count <= 4096 else { return nil }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = Self.decoded(parts[0]), !path.contains("\\") else { return nil }
    var query: [String: [String]] = [:]
    for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&").prefix(400) {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0]),
        let value = Self.decoded(sides.count > 1 ? sides[1].replacing("+", with: "%20") : "")
      else { return nil }
      query[name, default: []].append(value)
    }
    (self.method, self.path, self.query, self.fields) = (method, path, query, fields)
  }

  /// All values of a header field, which is named in lower case.
  func all(_ name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name }.map(\.value)
  }

  /// The values of a cookie.
  func cookies(named name: String) -> [String] {
    all("cookie").flatMap { $0.split(separator: ";") }.compactMap { pair in
      let pair = pair.trimmingCharacters(in: .whitespaces)
      return pair.hasPrefix(name + "=") ? String(pair.dropFirst(name.count + 1)) : nil
    }
  }

  /// The names of a path's folders and file; nil if one of them leads elsewhere.
  package static func components(_ path: String) -> [String]? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let isPlain = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    return isPlain && parts.count <= 32 ? parts : nil
  }

  /// Decodes `%20`, once; nil if the result is no text or holds control characters.
  private static func decoded(_ text: some StringProtocol) -> String? {
    guard let plain = String(text).removingPercentEncoding,
      !plain.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else { return nil }
    return plain
  }
}
