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

/// The answer to a request.
package struct Answer: Sendable {
  /// What follows the header.
  enum Body: Sendable {
    case bytes([UInt8])
    case file(OpenFile)
    /// Events, as long as the reader stays.
    case events(RunWatcher.Interest)
  }

  /// The status: 200.
  package var status: Int
  /// The header fields that differ between answers.
  package var headers: [(String, String)]
  /// What follows.
  var body: Body

  /// What the page itself may load: only what this server has.
  static let pagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  /// What other files may do: nothing.
  static let filePolicy =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
  /// What a report may do: run its own scripts, as a page of its own that can't read this one.
  static let reportPolicy =
    "default-src 'none'; script-src 'unsafe-inline' 'self'; style-src 'unsafe-inline'; "
    + "img-src data: blob: 'self'; media-src 'self'; connect-src 'none'; base-uri 'none'; "
    + "form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-downloads allow-modals"

  /// An answer with bytes.
  static func bytes(_ bytes: [UInt8], type: String, policy: String = filePolicy, cache: String = "no-store")
    -> Answer
  {
    Answer(
      status: 200,
      headers: [
        ("Content-Type", type), ("Content-Security-Policy", policy), ("Cache-Control", cache),
      ], body: .bytes(bytes))
  }

  /// An answer with JSON.
  static func json(_ text: String) -> Answer {
    bytes(Array(text.utf8), type: "application/json")
  }

  /// An answer with a sentence for people.
  static func text(_ status: Int, _ text: String) -> Answer {
    Answer(
      status: status,
      headers: [
        ("Content-Type", "text/plain; charset=utf-8"), ("Content-Security-Policy", filePolicy),
        ("Cache-Control", "no-store"),
      ], body: .bytes(Array((text + "\n").utf8)))
  }
}

/// A file that is open for reading; it is closed when nothing refers to it.
package final class OpenFile: Sendable {
  /// The file's descriptor.
  let descriptor: Int32
  /// Its size in bytes when it was opened.
  package let size: Int

  deinit { close(descriptor) }

  /// Opens a file below a folder; symbolic links are not followed, at no level.
  ///
  /// Each folder is opened from the one above it. So nobody can exchange one for a link between a check and the opening.
  ///
  /// - Parameters:
  ///   - root: the folder, absolute.
  ///   - components: the names of folders and of the file.
  /// - Returns: nil if there is no such file.
  package init?(below root: String, _ components: [String]) {
    guard !components.isEmpty, !components.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." || $0.contains("/") })
    else { return nil }
    var folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    for name in components.dropLast() {
      let next = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      close(folder)
      guard next >= 0 else { return nil }
      folder = next
    }
    defer { close(folder) }
    let file = openat(folder, components[components.count - 1], O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    var information = stat()
    guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      close(file)
      return nil
    }
    (descriptor, size) = (file, Int(information.st_size))
  }

  /// Reads a piece; nil if the file ends before, because something has changed it.
  package func piece(at offset: Int, count: Int) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let read = buffer.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress! + done, count - done, off_t(offset + done))
      }
      guard read > 0 else { return nil }
      done += read
    }
    return buffer
  }
}
