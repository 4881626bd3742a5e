import Foundation

/// Sends requests to a server; tests stand in for it.
public protocol HTTPClient: Sendable {
  /// Sends a request and waits for the whole answer.
  ///
  /// - Parameter request: the request.
  /// - Returns: the answer, whatever its status; redirects are answers too.
  /// - Throws: ``DeliveryError/unavailable(_:after:)`` if no whole answer came. It is not known then whether the
  ///   server did what the request asked for.
  func send(_ request: HTTPRequest) throws -> HTTPResponse
}

/// A request to a server.
public struct HTTPRequest: Equatable, Sendable {
  /// The method: `GET`, `PUT`.
  public var method: String
  /// The address, with its query.
  public var url: String
  /// The headers' values by their names.
  public var headers: [String: String]
  /// The body; nil for none.
  public var body: Data?
  /// Words that no message may show, beside those of the header `Authorization`.
  public var secrets: [String]

  /// Describes a request.
  ///
  /// - Parameters:
  ///   - method: the method.
  ///   - url: the address.
  ///   - headers: the headers.
  ///   - body: the body.
  ///   - secrets: words that no message may show.
  public init(
    _ method: String, _ url: String, headers: [String: String] = [:], body: Data? = nil,
    secrets: [String] = []
  ) {
    (self.method, self.url, self.headers, self.body) = (method, url, headers, body)
    self.secrets = secrets
  }

  /// The server, for messages: the address's path and query can have secrets.
  public var host: String { URLComponents(string: url)?.host ?? "the server" }

  /// Makes a server's text fit for a message: one short line without this request's secrets.
  ///
  /// - Parameter text: the text.
  public func cleaned(_ text: String) -> String {
    let hidden =
      secrets
      + (headers.first { $0.key.lowercased() == "authorization" }?.value
      .split(whereSeparator: { " ,;=".contains($0) }).map(String.init) ?? []).filter {
        $0.count > 7
      }
    var clean = text
    for secret in hidden where !secret.isEmpty {
      clean = clean.replacing(secret, with: "…")
    }
    let words = clean.split { $0.isWhitespace || $0.isNewline || !$0.isPrintable }
    let line = words.joined(separator: " ")
    return line.count > 300 ? line.prefix(299) + "…" : line
  }
}

extension Character {
  /// Whether the character does no harm in a terminal.
  fileprivate var isPrintable: Bool {
    unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned: false
      default: true
      }
    }
  }
}

/// A server's answer.
public struct HTTPResponse: Equatable, Sendable {
  /// The status: 200 is success.
  public var status: Int
  /// The headers' values by their names in small letters.
  public var headers: [String: String]
  /// The body.
  public var body: Data

  /// Describes an answer.
  ///
  /// - Parameters:
  ///   - status: the status.
  ///   - headers: the headers; capitals in their names don't matter.
  ///   - body: the body.
  public init(_ status: Int, headers: [String: String] = [:], body: Data = Data()) {
    (self.status, self.body) = (status, body)
    self.headers = Dictionary(
      headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { _, last in last })
  }

  /// Whether the server did what was asked.
  public var isSuccess: Bool { (200..<300).contains(status) }
}
