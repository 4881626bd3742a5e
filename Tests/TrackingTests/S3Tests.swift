import Basics
import Foundation
import TestSupport
import Testing
import Tracking

/// Copies of a run's files in a bucket, while much goes wrong.
@Suite struct S3Tests {
  private let place: TemporaryFolder
  private let run: VirtualRun
  private let secret = "wJalrXUtnFEMI/K7MDENG"
  private let token = "IQoJb3JpZ2luX2Vj"
  private let large = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }

  init() throws {
    place = try TemporaryFolder()
    run = try VirtualRun(place("my-run"))
    try run.write(large, "checkpoints/epoch-1.h5")
    try run.write(Array("<html>".utf8), "report.html")
    try run.record(
      run.file("checkpoints/epoch-1.h5", .checkpoint, epoch: 1), run.file("report.html", .report))
  }

  private func sink(_ http: any HTTPClient) throws -> CopySink {
    CopySink("s3", to: try sinkStore(http), files: CopiedFiles(of: run.folder))
  }

  private func sinkStore(_ http: any HTTPClient) throws -> S3Store {
    let bucket = try S3Bucket(
      "films", region: "eu-west-1", endpoint: "http://store.example:9000/", prefix: "a/b")
    // Parts of 20 000 bytes: the checkpoint has four.
    return S3Store(
      bucket, http: http, partSize: 20_000, now: { Date(timeIntervalSince1970: 1_800_000_000) },
      credentials: { [secret, token] in
        AWSCredentials(id: "AKIAEXAMPLE", secret: secret, sessionToken: token)
      })
  }

  private let checkpointKey = "a/b/my-run/checkpoints/epoch-1.h5"

  /// Everything is there once and whole, and no message has a secret.
  private func check(
    _ store: S3StandIn, _ problems: [String], _ comment: Comment,
    source: SourceLocation = #_sourceLocation
  ) {
    #expect(
      store.keys == [checkpointKey, "a/b/my-run/report.html", "a/b/my-run/unreel-run.txt"], comment,
      sourceLocation: source)
    let isWhole = store[checkpointKey] == large
    #expect(isWhole, comment, sourceLocation: source)
    #expect(
      store["a/b/my-run/report.html"] == Array("<html>".utf8), comment, sourceLocation: source)
    #expect(store.openUploads == 0, comment, sourceLocation: source)
    #expect(store.content.withLock(\.damaged) == 0, comment, sourceLocation: source)
    for problem in problems {
      #expect(!problem.contains(secret) && !problem.contains(token), sourceLocation: source)
      #expect(problem.allSatisfy { !$0.isNewline }, sourceLocation: source)
    }
  }

  @Test func filesAreSentOnce() throws {
    let store = S3StandIn(bucket: "films")
    let http = Troubled(store)
    let result = try #require(try run.deliver { try sink(http) })
    check(store, result.problems, "")
    // The mark of the run; list of uploads, begin, four parts, end; a HEAD for each file, and one PUT.
    #expect(
      http.requests.map(\.method) == [
        "HEAD", "PUT", "HEAD", "GET", "POST", "PUT", "PUT", "PUT", "PUT", "POST", "HEAD", "PUT",
      ])
    #expect(http.requests.allSatisfy { $0.url.hasPrefix("http://store.example:9000/films/") })
    // The same files again: only looked at.
    try run.record(
      run.file("checkpoints/epoch-1.h5", .checkpoint, epoch: 1), run.file("report.html", .report))
    _ = try run.deliver { try sink(http) }
    #expect(http.requests.suffix(2).map(\.method) == ["HEAD", "HEAD"])
    #expect(http.requests.count == 14)
  }

  /// Two runs of one name have folders of their own, and the second finds its own again.
  @Test func anotherRunOfThatNameHasItsOwnFolder() throws {
    let store = S3StandIn(bucket: "films")
    _ = try run.deliver { try sink(store) }
    for _ in 1...2 {
      let other = try VirtualRun(place("elsewhere/my-run"))
      try other.write([7], "report.html")
      try other.record(other.file("report.html", .report))
      _ = try other.deliver {
        CopySink(
          "s3", to: try sinkStore(store), files: CopiedFiles(of: place("elsewhere/my-run")))
      }
    }
    #expect(store["a/b/my-run/report.html"] == Array("<html>".utf8))
    #expect(store["a/b/my-run (2)/report.html"] == [7])
    #expect(store.keys.count == 5)
  }

  /// Troubles with each request, and after it another process.
  @Test(arguments: Trouble.allCases) func troubles(_ trouble: Trouble) throws {
    for number in trouble.requests(of: 12) {
      try Folder.remove(run.tracking + "/s3.json")
      let store = S3StandIn(bucket: "films")
      let http = Troubled(store)
      http.fail(number, with: trouble)
      let result = try #require(try run.deliver { try sink(http) })
      check(store, result.problems, "\(trouble) at request \(number)")
      #expect(result.problems.count <= 1)
      if trouble == .tooMany, let problem = result.problems.first {
        #expect(problem.contains("429") && result.seconds > 77)
      }
      #expect(
        store.content.withLock(\.partBytes) <= large.count + 20_000, "parts are not sent again")
    }
  }

  @Test func anHourOffline() throws {
    let store = S3StandIn(bucket: "films")
    let http = Troubled(store)
    let result = try #require(
      try run.deliver(
        isKilled: false,
        atTime: { now in
          // The network goes when half of the checkpoint is there.
          http.isOffline = now < 3600 && http.requests.count > 4
          if now == 0 { http.fail(4, with: .cutBefore) }
        }
      ) { try sink(http) })
    check(store, result.problems, "")
    #expect(Set(result.problems) == ["the connection was reset", "could not resolve the name"])
    #expect((3600...3901).contains(result.seconds), "five minutes are the longest pause")
    #expect(store.content.withLock(\.partBytes) == large.count)
  }

  @Test func anUploadThatTheStoreForgotIsBegunAnew() throws {
    let store = S3StandIn(bucket: "films")
    let http = Troubled(store)
    http.fail(5, with: .cutBefore)
    let result = try #require(
      try run.deliver(atTime: { now in
        if now > 0, now < 2 { store.content.withLock { $0.uploads = [:] } }
      }) { try sink(http) })
    check(store, result.problems, "")
    #expect(result.problems.last?.hasSuffix("lost the parts of an upload") == true)
  }

  /// The checkpoint is replaced when half of it was sent: the parts of the old one are not mixed with the new one's, and
  /// nobody pays for them.
  @Test(arguments: [70_000, 12]) func anotherContentIsAnotherUpload(size: Int) throws {
    let store = S3StandIn(bucket: "films")
    let http = Troubled(store)
    _ = try run.deliver { try sink(http) }
    try run.write(large.reversed(), "checkpoints/epoch-1.h5")
    try run.record(run.file("checkpoints/epoch-1.h5", .checkpoint, epoch: 1))
    http.fail(http.requests.count + 5, with: .cutBefore)
    let other = large.prefix(size).map { 255 - $0 }
    var isFirst = true
    _ = try run.deliver(atTime: { _ in
      if !isFirst { try? run.write(other, "checkpoints/epoch-1.h5") }
      isFirst = false
    }) { try sink(http) }
    let isOther = store[checkpointKey] == other
    #expect(isOther)
    #expect(store.openUploads == 0)
    #expect(http.requests.contains { $0.method == "DELETE" && $0.url.contains("uploadId=") })
  }

  @Test func refusalsSayWhatToCheck() throws {
    func problem(_ status: Int, _ code: String, headers: [String: String] = [:]) throws -> String {
      try Folder.remove(run.tracking + "/s3.json")
      let http = Refusing(
        HTTPResponse(
          status, headers: headers,
          body: Data("<Error><Code>\(code)</Code><Message>No.</Message></Error>".utf8)))
      let delivery = Delivery(to: try sink(http), folder: run.tracking)
      _ = delivery.advance(now: 0)
      return delivery.problem ?? ""
    }
    let begin = "the bucket films at store.example:9000"
    #expect(
      try problem(404, "NoSuchBucket")
        == "\(begin) answered 404 (not found): NoSuchBucket: No.; check the bucket's name, or create it"
    )
    #expect(
      try problem(403, "SignatureDoesNotMatch").hasSuffix(
        "check AWS_SECRET_ACCESS_KEY: it does not belong to the key, or was cut when it was copied")
    )
    #expect(try problem(403, "AccessDenied").hasSuffix("in films/a/b/"))
    #expect(
      try problem(301, "PermanentRedirect", headers: ["x-amz-bucket-region": "eu-north-1"])
        == "\(begin) is in the region eu-north-1, not in eu-west-1; set the region to eu-north-1")
    #expect(try problem(503, "SlowDown") == "\(begin): SlowDown: No.")
    #expect(try problem(200, "InternalError") == "\(begin): InternalError: No.")
  }

  @Test func addresses() throws {
    func url(_ bucket: S3Bucket) throws -> String {
      let http = Troubled(S3StandIn(bucket: "films"))
      let store = S3Store(bucket, http: http) { AWSCredentials(id: "A", secret: "s") }
      try? store.remove("x y", state: SinkState(place("none")))
      return http.requests.first?.url ?? ""
    }
    #expect(try url(S3Bucket("films")) == "https://films.s3.us-east-1.amazonaws.com/x%20y")
    #expect(
      try url(S3Bucket("my.films", region: "eu-west-1"))
        == "https://s3.eu-west-1.amazonaws.com/my.films/x%20y")
    #expect(
      try url(S3Bucket("films", endpoint: "https://Store.example:443/s3/", prefix: "/a//../b/"))
        == "https://store.example/s3/films/a/b/x%20y")
    for wrong in ["s3://films", "a/b", "", ".."] {
      #expect(throws: DeliveryError.self) { try S3Bucket(wrong) }
    }
    for wrong in ["store.example", "ftp://store.example", "https://me:hush@store.example"] {
      #expect {
        try S3Bucket("films", endpoint: wrong)
      } throws: {
        !"\($0)".contains("hush")
      }
    }
  }
}

/// Gives one answer to everything but a HEAD.
private struct Refusing: HTTPClient {
  let answer: HTTPResponse

  init(_ answer: HTTPResponse) { self.answer = answer }

  func send(_ request: HTTPRequest) -> HTTPResponse {
    request.method == "HEAD" ? HTTPResponse(404) : answer
  }
}
