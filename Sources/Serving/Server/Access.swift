import Foundation

/// Decides who may read the page.
///
/// A browser of the user also runs pages of strangers. They may not read the runs: not through a name of theirs that
/// points to this machine (DNS rebinding), and not by requests from their page (cross-site).
package struct Access: Sendable {
  /// The names that the page answers to, in lower case.
  private let names: Set<String>
  /// Whether every address is accepted as a name: no stranger's name is an address.
  private let acceptsAddresses: Bool
  /// What a reader must know; nil if only this machine can reach the page.
  package let token: String?
  /// The name of the cookie that holds the token; the browser shares cookies between the ports of a host.
  let cookie: String

  /// Decides for a page that only this machine can reach.
  ///
  /// - Parameters:
  ///   - names: further names to answer to.
  ///   - port: the port of the page.
  package static func loopback(names: [String] = [], port: Int) -> Access {
    Access(names: names, acceptsAddresses: false, token: nil, port: port)
  }

  /// Decides for a page that others can reach too: they need a token.
  ///
  /// - Parameters:
  ///   - names: the names to answer to, besides addresses.
  ///   - port: the port of the page.
  ///   - token: what a reader must know.
  package static func open(names: [String], port: Int, token: String = Access.randomToken())
    -> Access
  {
    Access(names: names, acceptsAddresses: true, token: token, port: port)
  }

  private init(names: [String], acceptsAddresses: Bool, token: String?, port: Int) {
    self.names = Set(["localhost", "127.0.0.1", "::1"] + names.map { $0.lowercased() })
    (self.acceptsAddresses, self.token, cookie) = (acceptsAddresses, token, "unreel-\(port)")
  }

  /// Draws a token of 256 bits from the system, in letters that an address may have.
  package static func randomToken() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
  }

  /// Checks where a request comes from.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - hasKey: whether the path itself is a secret of this page, as for reports.
  /// - Returns: the refusal; nil if the request may be answered.
  package func refusal(of request: Request, hasKey: Bool) -> Answer? {
    let hosts = request.all("host")
    guard hosts.count == 1, let host = Self.name(ofHost: hosts[0]) else {
      return .text(400, "The request names no host, or several.")
    }
    guard answers(to: host) else {
      return .text(
        421,
        "This page does not answer to the name \(host.prefix(100)). Open it by the address that "
          + "unreel serve printed. If you gave this machine that name, add it with --name.")
    }
    if hasKey { return nil }
    let origins = request.all("origin")
    guard origins.allSatisfy({ Self.host(ofOrigin: $0) == hosts[0].lowercased() }),
      request.all("sec-fetch-site").allSatisfy({ $0 == "same-origin" || $0 == "none" })
    else {
      return .text(
        403, "Another site asked for this page. Type its address, or paste it, into the browser.")
    }
    guard let token else { return nil }
    if let given = request.query["token"]?.first, request.path == "/", Self.equal(given, token) {
      var answer = Answer.text(303, "Signed in.")
      answer.headers.append(("Location", "/"))
      answer.headers.append(
        ("Set-Cookie", "\(cookie)=\(token); Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000"))
      return answer
    }
    guard
      request.cookies(named: cookie).contains(where: { Self.equal($0, token) })
        || request.all("authorization").contains(where: { Self.equal($0, "Bearer " + token) })
    else {
      return .text(
        401,
        "This page needs its key. Open the whole address that unreel serve printed, with token=.")
    }
    return nil
  }

  private func answers(to host: String) -> Bool {
    if names.contains(host) { return true }
    var four = in_addr()
    if inet_pton(AF_INET, host, &four) == 1 {
      return acceptsAddresses || UInt32(bigEndian: four.s_addr) >> 24 == 127
    }
    var six = in6_addr()
    return acceptsAddresses && inet_pton(AF_INET6, host, &six) == 1
  }

  /// The name in a `Host` field, without port, in lower case; nil if it is none.
  static func name(ofHost field: String) -> String? {
    var host = field.lowercased()
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return nil }
      let rest = host[host.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      host = String(host[host.index(after: host.startIndex)..<end])
    } else if let colon = host.firstIndex(of: ":") {
      guard host[host.index(after: colon)...].allSatisfy(\.isNumber) else { return nil }
      host = String(host[..<colon])
    }
    if host.hasSuffix(".") { host.removeLast() }
    let isPlain = host.allSatisfy {
      ($0.isASCII && ($0.isLetter || $0.isNumber)) || ".-_:".contains($0)
    }
    return isPlain && !host.isEmpty ? host : nil
  }

  /// The host and port of an origin such as `http://localhost:7700`; nil for others, `null` too.
  private static func host(ofOrigin origin: String) -> String? {
    guard let range = origin.range(of: "://") else { return nil }
    return origin[range.upperBound...].lowercased()
  }

  /// Compares two texts in a time that does not depend on where they differ.
  private static func equal(_ given: String, _ secret: String) -> Bool {
    let (given, secret) = (Array(given.utf8), Array(secret.utf8))
    guard given.count == secret.count else { return false }
    return zip(given, secret).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
