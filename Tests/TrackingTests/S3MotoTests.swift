import Basics
import Foundation
import Synchronization
import TestSupport
import Testing
import Tracking

/// Copies in a store that others wrote.
@Suite(.enabled(if: MotoServer.isHere, "\(MotoServer.skipReason)")) struct S3MotoTests {
  @Test func filesArriveAndAreContinued() throws {
    let place = try TemporaryFolder()
    let run = try VirtualRun(place("my run"))
    let block = Data((0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) })
    let large = (0..<40).reduce(into: Data()) { $0 += Data([UInt8($1)]) + block.dropFirst() }
    try large.write(to: URL(fileURLWithPath: run.folder + "/checkpoints/epoch-1.h5"))
    try run.write(Array("<html>".utf8), "report.html")
    try run.record(
      run.file("report.html", .report), run.file("checkpoints/epoch-1.h5", .checkpoint, epoch: 1))

    let server = try MotoServer(bucket: "films")
    let http = Counted()
    func sink(_ credentials: AWSCredentials) throws -> CopySink {
      let bucket = try S3Bucket("films", endpoint: server.address, prefix: "runs")
      return CopySink(
        "s3", to: S3Store(bucket, http: http) { credentials },
        files: CopiedFiles(of: run.folder))
    }

    // Each delivery is another process: one that lives would keep the others away.
    func deliver(_ credentials: AWSCredentials) throws -> String? {
      let delivery = Delivery(to: try sink(credentials), folder: run.tracking)
      _ = delivery.advance(now: 0)
      return delivery.problem
    }

    // A wrong secret is refused.
    let wrong = AWSCredentials(id: server.credentials.id, secret: "not the secret")
    let refused = try deliver(wrong)
    #expect(
      refused?.contains("SignatureDoesNotMatch") == true
        && refused?.contains("check AWS_SECRET_ACCESS_KEY") == true)

    // The connection ends after the report and the first part: 40 MiB are three parts.
    http.cut(beforePartNumber: 2)
    #expect(try deliver(server.credentials) == "cut")
    #expect(try server.send("GET", "/films/runs/my run/report.html").body == Data("<html>".utf8))
    #expect(http.parts == [1])

    // Another process goes on.
    #expect(try deliver(server.credentials) == nil)
    #expect(http.parts == [1, 2, 3])
    let copy = try server.send("GET", "/films/runs/my run/checkpoints/epoch-1.h5")
    // Compared before: a report of the difference of so many bytes takes hours.
    let isSame = copy.body == large
    #expect(isSame, "\(copy.status), \(copy.body.count) bytes")
    #expect(copy.headers["x-amz-meta-sha256"]?.count == 64)
    let open = try server.send("GET", "/films/", query: [("uploads", "")])
    #expect(open.isSuccess && !String(decoding: open.body, as: UTF8.self).contains("<UploadId>"))

    // Old checkpoints go.
    try Folder.remove(run.folder + "/checkpoints/epoch-1.h5")
    try run.write([2], "checkpoints/epoch-2.h5")
    try run.record(run.file("checkpoints/epoch-2.h5", .checkpoint, epoch: 2))
    #expect(try deliver(server.credentials) == nil)
    #expect(try server.send("GET", "/films/runs/my run/checkpoints/epoch-1.h5").status == 404)
    #expect(try server.send("GET", "/films/runs/my run/checkpoints/epoch-2.h5").body == Data([2]))
  }
}

/// Sends requests by libcurl, and cuts one of them.
private final class Counted: HTTPClient {
  private let state = Mutex((cut: "", parts: [Int]()))
  private let http = CurlClient()

  /// The numbers of the parts that were sent.
  var parts: [Int] { state.withLock(\.parts) }

  func cut(beforePartNumber number: Int) {
    state.withLock { $0.cut = "partNumber=\(number)&" }
  }

  func send(_ request: HTTPRequest) throws -> HTTPResponse {
    try state.withLock { state in
      if !state.cut.isEmpty, request.url.contains(state.cut) {
        state.cut = ""
        throw DeliveryError.unavailable("cut")
      }
      if let part = request.url.firstMatch(of: /partNumber=([0-9]+)/), let number = Int(part.1) {
        state.parts.append(number)
      }
    }
    return try http.send(request)
  }
}
