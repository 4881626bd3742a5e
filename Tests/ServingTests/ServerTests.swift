import Basics
import Foundation
import Serving
import TestSupport
import Testing

/// The server as its clients find it, on a free port of this machine.
@Suite struct ServerTests {
  /// A server with one run of three steps; it ends with the test.
  private final class Fixture {
    let folder: TemporaryFolder
    let server: RunServer
    var port: Int { server.port }

    init(_ limits: ServerLimits = ServerLimits(), token: String? = nil) throws {
      folder = try TemporaryFolder()
      try Folder.create(folder("runs/a b/figures"))
      try Folder.create(folder("runs/a b/report_files"))
      try DurableFile.write("training:\n  epochs: 2\n", to: folder("runs/a b/config.yaml"))
      try DurableFile.write(
        (1...3).map { LogTests.line($0) + "\n" }.joined(), to: folder("runs/a b/metrics.jsonl"))
      try DurableFile.write("<svg/>", to: folder("runs/a b/figures/loss.svg"))
      try DurableFile.write("<p>report</p>", to: folder("runs/a b/report.html"))
      try DurableFile.write("sheet()", to: folder("runs/a b/report_files/sheet.js"))
      try DurableFile.write("secret", to: folder("secret.svg"))
      symlink(folder("secret.svg"), folder("runs/a b/figures/link.svg"))
      server = try RunServer(RunCatalogue(folder("runs")), port: 0, limits: limits) { port in
        token.map { .open(names: [], port: port, token: $0) } ?? .loopback(port: port)
      }
    }

    deinit { server.stop() }

    func get(
      _ target: String, host: String = "localhost", _ field: String? = nil, method: String = "GET"
    )
      throws -> String
    {
      try field.map { try Client.get(target, port: port, host: host, $0, method: method) }
        ?? Client.get(target, port: port, host: host, method: method)
    }
  }

  @Test func thePageAndItsDataAreServed() throws {
    let fixture = try Fixture()
    let page = try fixture.get("/")
    #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
    for field in [
      "Content-Security-Policy: default-src 'none'; script-src 'self';",
      "X-Content-Type-Options: nosniff",
      "Referrer-Policy: no-referrer", "X-Frame-Options: DENY",
      "Cross-Origin-Opener-Policy: same-origin",
      "Cross-Origin-Resource-Policy: same-origin",
    ] { #expect(page.contains(field), "\(field)") }
    #expect(try fixture.get("/api/runs").contains("\"run\":\"a b\""))
    let curves = try fixture.get("/api/curves?run=a%20b")
    #expect(
      curves.contains("\"loss\":{\"mean\":[0.5,0.5,0.5]}") && curves.contains("application/json"))
    #expect(try fixture.get("/api/details?run=a+b").contains("figures/loss.svg"))
    #expect(try fixture.get("/page/Main.js").contains("text/javascript"))
    #expect(try fixture.get("/style.css").contains("--accent"))
    let figure = try fixture.get("/figure?run=a%20b&file=figures/loss.svg")
    #expect(figure.hasSuffix("\r\n\r\n<svg/>") && figure.contains("sandbox"))
    let head = try fixture.get("/", method: "HEAD")
    #expect(head.hasPrefix("HTTP/1.1 200 OK") && head.hasSuffix("\r\n\r\n"))
  }

  @Test func aReportIsAPageOfItsOwn() throws {
    let fixture = try Fixture()
    let sent = try fixture.get("/report?run=a%20b")
    #expect(sent.hasPrefix("HTTP/1.1 303"))
    let place = try #require(
      sent.firstMatch(of: /Location: (\/open\/[A-Za-z0-9_-]{43}\/)report\.html/))
    let report = try fixture.get("\(place.1)report.html")
    #expect(report.hasSuffix("<p>report</p>"))
    #expect(report.contains("sandbox allow-scripts") && !report.contains("allow-same-origin"))
    // For the browser its files are asked for by another site.
    #expect(
      try fixture.get("\(place.1)report_files/sheet.js", "Sec-Fetch-Site: cross-site").hasSuffix(
        "sheet()"))
    for other in ["config.yaml", "report_files/../config.yaml", "figures/loss.svg", "%2e%2e/x.svg"]
    {
      #expect(try fixture.get("\(place.1)\(other)").hasPrefix("HTTP/1.1 404"), "\(other)")
    }
    let key = String(place.1).replacing("/open/", with: "/open/x")
    #expect(try fixture.get("\(key)report.html").hasPrefix("HTTP/1.1 404"))
  }

  @Test(arguments: [
    "/../secret.svg", "/%2e%2e/secret.svg", "/figure?run=a%20b&file=../../secret.svg",
    "/figure?run=a%20b&file=figures/../../../secret.svg", "/figure?run=a%20b&file=figures/link.svg",
    "/figure?run=..&file=secret.svg", "/figure?run=a%20b&file=config.yaml", "/page/../secret.svg",
    "/figure?run=a%20b&file=figures/%2e%2e/config.yaml",
    "/figure?run=a%20b/../a%20b&file=figures/loss.svg",
    "/figure?run=/etc&file=figures/passwd", "/api/curves?run=../runs/a%20b", "/report?run=..",
    "/etc/passwd",
  ])
  func noPathLeavesTheFolder(target: String) throws {
    let answer = try Fixture().get(target)
    #expect(answer.hasPrefix("HTTP/1.1 404") && !answer.hasSuffix("secret"), "\(answer)")
  }

  @Test func strangersAreRefused() throws {
    let fixture = try Fixture()
    #expect(try fixture.get("/api/runs", host: "evil.example").hasPrefix("HTTP/1.1 421"))
    #expect(try fixture.get("/api/runs", "Sec-Fetch-Site: cross-site").hasPrefix("HTTP/1.1 403"))
    #expect(try fixture.get("/", "Origin: https://evil.example").hasPrefix("HTTP/1.1 403"))
    #expect(try fixture.get("/", method: "DELETE").hasPrefix("HTTP/1.1 405"))
    let locked = try Fixture(token: "secret-of-the-test")
    #expect(try locked.get("/api/runs").hasPrefix("HTTP/1.1 401"))
    #expect(
      try locked.get("/?token=secret-of-the-test").contains("Set-Cookie: unreel-\(locked.port)="))
    #expect(
      try locked.get("/api/runs", "Cookie: unreel-\(locked.port)=secret-of-the-test").contains(
        "\"a b\""))
    #expect(!(try locked.get("/api/runs").contains("secret-of-the-test")))
  }

  @Test func largeAndBrokenRequestsAreRefused() throws {
    let fixture = try Fixture()
    let long = String(repeating: "a", count: 20_000)
    #expect(try fixture.get("/", "X-Long: \(long)").hasPrefix("HTTP/1.1 431"))
    #expect(try fixture.get("/\(long)").hasPrefix("HTTP/1.1 4"))
    #expect(try fixture.get("/", "Content-Length: 5").hasPrefix("HTTP/1.1 413"))
    #expect(try fixture.get("/", "Transfer-Encoding: chunked").hasPrefix("HTTP/1.1 413"))
    for text in ["nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n"] {
      let client = try Client(port: fixture.port)
      client.send(text)
      #expect(client.readAll().hasPrefix("HTTP/1.1 400"), "\(text)")
    }
    // Many fields are as large as one.
    let many = try Client(port: fixture.port)
    many.send("GET / HTTP/1.1\r\nHost: localhost\r\n")
    for number in 0..<2000 { many.send("X-\(number): 1234567890\r\n") }
    #expect(many.readAll().hasPrefix("HTTP/1.1 431"))
    #expect(try fixture.get("/").hasPrefix("HTTP/1.1 200"))
  }

  @Test func aSlowClientIsLeft() throws {
    var limits = ServerLimits()
    limits.requestTime = .milliseconds(200)
    let fixture = try Fixture(limits)
    // One that sends nothing, and one that sends half of a request.
    #expect(try Client(port: fixture.port).readAll() == "")
    let half = try Client(port: fixture.port)
    half.send("GET / HTTP/1.1\r\nHost: loc")
    #expect(half.readAll().hasPrefix("HTTP/1.1 408"))
    // A letter now and then does not give more time.
    let drop = try Client(port: fixture.port)
    let sender = Thread { for _ in 0..<1000 { drop.send("G"); usleep(20_000) } }
    sender.start()
    #expect(drop.readAll().hasPrefix("HTTP/1.1 4"))
  }

  @Test func aCrowdGetsAnAnswerAndReadersStay() throws {
    var limits = ServerLimits()
    limits.connections = 20
    let fixture = try Fixture(limits)
    let reader = try Client(port: fixture.port)
    reader.send("GET /api/events?run=a%20b HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(reader.read(until: "event: curves"))
    let crowd = try (0..<60).map { _ in try Client(port: fixture.port) }
    // The newest come in; those that waited longest are told to leave.
    #expect(try fixture.get("/").hasPrefix("HTTP/1.1 200"))
    let answer = try #require(crowd.first).readAll()
    #expect(answer.hasPrefix("HTTP/1.1 503") && answer.contains("Retry-After: 5"))
    let handle = try FileHandle(
      forWritingTo: URL(fileURLWithPath: fixture.folder("runs/a b/metrics.jsonl")))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data((LogTests.line(4, loss: "0.125") + "\n").utf8))
    #expect(reader.read(until: "\"mean\":[0.5,0.125]"))
    withExtendedLifetime(crowd) {}
  }

  @Test func whereAllAreReadersTheNextIsRefused() throws {
    var limits = ServerLimits()
    (limits.connections, limits.eventStreams) = (16, 3)
    let fixture = try Fixture(limits)
    let readers = try (0..<3).map { _ in try Client(port: fixture.port) }
    for reader in readers {
      reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(reader.read(until: "event: runs"))
    }
    let next = try withExtendedLifetime(readers) { try fixture.get("/api/events") }
    #expect(next.hasPrefix("HTTP/1.1 503") && next.contains("Too many pages are open."))
  }

  @Test func requestsMayFollowEachOther() throws {
    let fixture = try Fixture()
    let client = try Client(port: fixture.port)
    let request = "GET /api/runs HTTP/1.1\r\nHost: localhost\r\n\r\n"
    client.send(
      request + request + "GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    let answers = client.readAll().components(separatedBy: "HTTP/1.1 ").dropFirst().map {
      $0.prefix(3)
    }
    #expect(answers == ["200", "200", "404"])
  }

  @Test func aPortInUseIsNamed() throws {
    let fixture = try Fixture()
    let error = #expect(throws: ServingError.self) {
      try RunServer(RunCatalogue(fixture.folder("runs")), port: fixture.port) {
        .loopback(port: $0)
      }
    }
    #expect(
      error?.description.contains("Address already in use; choose another with --port") == true)
  }
}
