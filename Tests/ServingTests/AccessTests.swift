import Foundation
import Serving
import TestSupport
import Testing

/// Who may read the page.
@Suite struct AccessTests {
  private static func request(
    _ target: String = "/", host: String? = "localhost:7700", _ fields: (String, String)...
  ) throws -> Request {
    let all = (host.map { [("Host", $0)] } ?? []) + fields
    return try #require(
      Request(method: "GET", target: target, fields: all.map { (name: $0.0, value: $0.1) }))
  }

  @Test(
    arguments: [
      ("localhost:7700", nil), ("LOCALHOST", nil), ("localhost.:7700", nil), ("127.0.0.1:80", nil),
      ("127.5.0.1", nil), ("[::1]:7700", nil), ("box:7700", nil),
      ("evil.example", 421), ("localhost.evil.example", 421), ("192.168.1.5:7700", 421),
      ("[fe80::1]", 421), ("", 400), ("a b", 400), ("localhost:x", 400), ("[::1", 400),
      ("[::1]x", 400),
    ] as [(String, Int?)])
  func namesOfStrangersAreRefused(host: String, status: Int?) throws {
    let access = Access.loopback(names: ["box"], port: 7700)
    #expect(access.refusal(of: try Self.request(host: host), hasKey: false)?.status == status)
    // The key of a report does not help a stranger's name.
    #expect(access.refusal(of: try Self.request(host: host), hasKey: true)?.status == status)
  }

  @Test func oneHostIsNeeded() throws {
    let access = Access.loopback(port: 7700)
    #expect(access.refusal(of: try Self.request(host: nil), hasKey: false)?.status == 400)
    #expect(
      access.refusal(
        of: try Self.request("/", host: "localhost", ("host", "localhost")), hasKey: false)?
        .status == 400)
  }

  @Test(
    arguments: [
      ("Sec-Fetch-Site", "same-origin", nil), ("Sec-Fetch-Site", "none", nil),
      ("Sec-Fetch-Site", "cross-site", 403), ("Sec-Fetch-Site", "same-site", 403),
      ("Origin", "http://localhost:7700", nil), ("Origin", "http://localhost:7701", 403),
      ("Origin", "https://evil.example", 403), ("Origin", "null", 403),
    ] as [(String, String, Int?)])
  func otherSitesAreRefused(field: String, value: String, status: Int?) throws {
    let request = try Self.request("/", host: "localhost:7700", (field, value))
    #expect(Access.loopback(port: 7700).refusal(of: request, hasKey: false)?.status == status)
  }

  @Test func aTokenBecomesACookie() throws {
    let access = Access.open(names: ["box"], port: 7700, token: "secret")
    // An address can't be a stranger's name.
    #expect(
      access.refusal(of: try Self.request(host: "192.168.1.5:7700"), hasKey: false)?.status == 401)
    #expect(
      access.refusal(of: try Self.request(host: "evil.example"), hasKey: false)?.status == 421)
    for wrong in ["/?token=secreT", "/?token=", "/?token=secret2", "/api/runs?token=secret"] {
      #expect(
        access.refusal(of: try Self.request(wrong, host: "box"), hasKey: false)?.status == 401)
    }
    let welcome = try #require(
      access.refusal(of: try Self.request("/?token=secret", host: "box:7700"), hasKey: false))
    #expect(welcome.status == 303)
    let cookie = try #require(welcome.headers.first { $0.0 == "Set-Cookie" }?.1)
    #expect(cookie.hasPrefix("unreel-7700=secret; "))
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
    for field in [("Cookie", "a=b; unreel-7700=secret"), ("Authorization", "Bearer secret")] {
      #expect(access.refusal(of: try Self.request("/", host: "box", field), hasKey: false) == nil)
    }
    #expect(
      access.refusal(
        of: try Self.request("/", host: "box", ("Cookie", "unreel-7700=other")), hasKey: false)?
        .status == 401)
  }

  @Test func tokensAreLongAndDiffer() {
    let tokens = Set((0..<100).map { _ in Access.randomToken() })
    // 32 bytes in base 64, without the sign that fills up.
    #expect(tokens.count == 100 && tokens.allSatisfy { $0.count == 43 })
  }

  @Test(arguments: [
    "http://evil.example/", "*", "", "/%", "/%00", "/a%0Ab", "/%FF", "/a\\..\\b", "/?run=%ZZ",
    "/" + String(repeating: "a", count: 5000),
  ])
  func oddAddressesAreNone(target: String) {
    #expect(Request(method: "GET", target: target, fields: []) == nil)
  }

  @Test func filesStayBelowTheFolder() throws {
    let folder = try TemporaryFolder()
    for name in ["runs", "runs/a", "runs/a/figures"] {
      try FileManager.default.createDirectory(
        atPath: folder(name), withIntermediateDirectories: true)
    }
    try Data("inside".utf8).write(to: URL(fileURLWithPath: folder("runs/a/figures/loss.svg")))
    try Data("outside".utf8).write(to: URL(fileURLWithPath: folder("secret")))
    symlink(folder("secret"), folder("runs/a/figures/link.svg"))
    symlink(folder(""), folder("runs/a/up"))
    mkfifo(folder("runs/a/pipe"), 0o644)
    let root = folder("runs")
    let file = try #require(OpenFile(below: root, ["a", "figures", "loss.svg"]))
    #expect(
      file.size == 6
        && file.piece(at: 2, count: 4).map { String(decoding: $0, as: UTF8.self) } == "side")
    #expect(file.piece(at: 4, count: 4) == nil)
    for path in [
      ["..", "secret"], ["a", "..", "..", "secret"], ["a", "figures", "link.svg"],
      ["a", "up", "secret"],
      ["a"], ["a", "pipe"], [], [""], ["a/figures/loss.svg"], ["a", "figures", "loss.svg", "x"],
    ] {
      #expect(OpenFile(below: root, path) == nil, "\(path)")
    }
    #expect(Request.components("a/../b") == nil && Request.components("a//b") == nil)
    #expect(Request.components("a/b") == ["a", "b"])
  }
}
