import Foundation
import TestSupport
import Testing
import Tracking

/// A server on this machine that answers one connection after the other with what it is told.
private final class SmallServer: @unchecked Sendable {
  // Unchecked: what it got is read after the client has its answer, under the lock.

  let port: Int
  private let listener: Int32
  private let lock = NSLock()
  private var got: [String] = []
  private var open: [Int32] = []

  /// Starts the server.
  ///
  /// - Parameter serve: gets the connection after the request's head and body were read.
  init(_ serve: @escaping @Sendable (Int32) -> Void) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, pointer, &length) == 0
      }
    }
    try #require(bound)
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        lock.withLock { open.append(connection) }
        Thread.detachNewThread { [self] in
          read(connection)
          serve(connection)
        }
      }
    }
  }

  deinit { close(listener) }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    lock.withLock { for connection in open { shutdown(connection, Int32(SHUT_RDWR)) } }
  }

  /// The requests, as they came.
  var requests: [String] { lock.withLock { got } }

  private func read(_ connection: Int32) {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let end = text.range(of: "\r\n\r\n") {
        let length = text.components(separatedBy: "Content-Length: ").dropFirst().first
          .flatMap { Int($0.prefix { $0.isNumber }) }
        if text[end.upperBound...].utf8.count >= length ?? 0 { break }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    lock.withLock { got.append(text) }
  }
}

private func say(_ text: String, _ connection: Int32) {
  let bytes = Array(text.utf8)
  _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
}

/// Libcurl on a real socket.
@Suite struct CurlClientTests {
  private func client() -> CurlClient {
    var limits = CurlClient.Limits()
    (limits.connecting, limits.withoutProgress, limits.whole, limits.answer) = (5, 1, 60, 1000)
    return CurlClient(limits: limits)
  }

  @Test func anAnswerComesWhole() throws {
    let server = try SmallServer { connection in
      say("HTTP/1.1 201 Created\r\nX-Thing: a: b \r\nContent-Length: 5\r\n\r\nhello", connection)
    }
    defer { server.stop() }
    let response = try client().send(
      HTTPRequest(
        "PUT", "http://127.0.0.1:\(server.port)/a?b=c", headers: ["X-Key": "k"],
        body: Data("body".utf8)))
    #expect(
      response
        == HTTPResponse(
          201, headers: ["x-thing": "a: b", "content-length": "5"], body: Data("hello".utf8)))
    let request = try #require(server.requests.first)
    #expect(request.hasPrefix("PUT /a?b=c HTTP/1.1\r\n") && request.hasSuffix("\r\n\r\nbody"))
    #expect(request.contains("\r\nX-Key: k\r\n") && request.contains("\r\nContent-Length: 4\r\n"))
    #expect(!request.contains("Expect") && !request.contains("Content-Type"))
  }

  @Test func oneClientServesManyThreads() throws {
    let server = try SmallServer { connection in
      say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", connection)
      close(connection)
    }
    defer { server.stop() }
    let client = client()
    DispatchQueue.concurrentPerform(iterations: 40) { _ in
      let response = try? client.send(HTTPRequest("GET", "http://127.0.0.1:\(server.port)/"))
      #expect(response?.body == Data("ok".utf8))
    }
    #expect(server.requests.count == 40)
  }

  @Test func redirectsAreNotFollowed() throws {
    let server = try SmallServer { connection in
      say(
        "HTTP/1.1 307 Moved\r\nLocation: http://example.com/\r\nContent-Length: 0\r\n\r\n",
        connection)
    }
    defer { server.stop() }
    let request = HTTPRequest(
      "POST", "http://127.0.0.1:\(server.port)/", headers: ["Authorization": "Bearer secret-token"],
      body: Data())
    let response = try client().send(request)
    #expect(response.status == 307 && server.requests.count == 1)
    #expect(throws: DeliveryError.self) { try response.succeeded(request, at: "x") }
  }

  /// What a server can do, and what libcurl says of it.
  @Test(arguments: [
    // It hangs; it drips a byte a second; it cuts; it says nothing of HTTP; it never ends.
    ("", true, "Timeout was reached"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nab", true, "Timeout was reached"),
    (
      "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nab", false,
      "Transferred a partial file"
    ),
    ("", false, "Server returned nothing (no headers, no data)"),
    ("SSH-2.0-OpenSSH_9.2\r\n", false, "Received HTTP/0.9 when not allowed"),
    (
      "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + String(repeating: "x", count: 2000), true,
      "answered more than 1000 bytes"
    ),
  ]) func aBadServerIsUnavailable(text: String, isOpen: Bool, message: String) throws {
    let server = try SmallServer { connection in
      say(text, connection)
      if !isOpen { shutdown(connection, Int32(SHUT_RDWR)) }
    }
    defer { server.stop() }
    let begin = Date()
    let error = #expect(throws: DeliveryError.self) {
      _ = try client().send(
        HTTPRequest(
          "GET", "http://127.0.0.1:\(server.port)/secret?key=secret",
          headers: ["Authorization": "Bearer secret"]))
    }
    guard case .unavailable(let reason, nil) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains(message) || (text.hasPrefix("SSH") && !reason.isEmpty), "\(reason)")
    #expect(!reason.contains("secret"))
    #expect(Date().timeIntervalSince(begin) < 50, "before the limit of the whole")
  }

  @Test func aSlowDripIsGivenUp() throws {
    let server = try SmallServer { connection in
      // It would be whole after nine seconds.
      say("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n", connection)
      for _ in 0..<30 {
        say("x", connection)
        usleep(300_000)
      }
    }
    defer { server.stop() }
    let error = #expect(throws: DeliveryError.self) {
      _ = try client().send(HTTPRequest("GET", "http://127.0.0.1:\(server.port)/"))
    }
    #expect(error.map { "\($0)" } == "127.0.0.1: Timeout was reached")
  }

  @Test func wrongAddressesAreTold() throws {
    func problem(_ request: HTTPRequest) throws -> String {
      let error = #expect(throws: DeliveryError.self) { _ = try client().send(request) }
      return error.map { "\($0)" } ?? ""
    }
    // Port 1 is the one of tcpmux, which nothing listens at.
    let refused = try problem(HTTPRequest("GET", "http://127.0.0.1:1/"))
    // In the words of Debian 12's libcurl, and of Debian 13's.
    #expect(
      ["Couldn't connect to server", "Could not connect to server"].contains {
        refused == "127.0.0.1: \($0): Connection refused"
      }, "\(refused)")
    #expect(try problem(HTTPRequest("GET", "file:///etc/passwd")).hasSuffix("Unsupported protocol"))
    let broken = HTTPRequest(
      "GET", "http://127.0.0.1:1/", headers: ["X": "secret\r\nY: z"])
    #expect(try !problem(broken).contains("secret") && problem(broken).contains("line break"))
  }

  /// A certificate that nobody vouches for.
  @Test func certificatesAreVerified() throws {
    let folder = try TemporaryFolder()
    func openssl(_ arguments: [String]) throws -> Process {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
      process.arguments = arguments
      (process.standardOutput, process.standardError) = (Pipe(), Pipe())
      process.standardInput = Pipe()
      try process.run()
      return process
    }
    try openssl([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder("key.pem"), "-out",
      folder("cert.pem"), "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
      "subjectAltName=IP:127.0.0.1",
    ]).waitUntilExit()
    // A port that is free now: another program could take it only in between.
    let free = try SmallServer { _ in }
    let port = free.port
    free.stop()
    let server = try openssl([
      "s_server", "-accept", "127.0.0.1:\(port)", "-key", folder("key.pem"), "-cert",
      folder("cert.pem"), "-www", "-quiet",
    ])
    // It may inherit a mask that keeps SIGTERM from it.
    defer { kill(server.processIdentifier, SIGKILL) }
    var problem = ""
    for _ in 0..<100 where problem.isEmpty || problem.contains("refused") {
      usleep(50_000)
      let error = #expect(throws: DeliveryError.self) {
        _ = try client().send(
          HTTPRequest("GET", "https://127.0.0.1:\(port)/", headers: ["Authorization": "secret"]))
      }
      problem = error.map { "\($0)" } ?? "none"
    }
    #expect(problem == "127.0.0.1: SSL peer certificate or SSH remote key was not OK")
  }

  @Test func secretsAreCutOutOfWhatAServerSays() {
    var request = HTTPRequest("GET", "https://x/", headers: ["authorization": "Bearer abcdefgh"])
    request.secrets = ["key-1"]
    #expect(
      request.cleaned("no \u{1B}[31m abcdefgh\n and key-1, \(String(repeating: "y", count: 400))")
        .hasPrefix("no [31m … and …, yyy"))
  }
}
