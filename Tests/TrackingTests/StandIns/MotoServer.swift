import Basics
import Foundation
import TestSupport
import Testing
import Tracking

/// `moto_server` of the package moto: an S3 store that others wrote, and that checks signatures by botocore.
final class MotoServer {
  /// Whether the program is here.
  static let isHere = path != nil

  /// Why a test was skipped.
  static let skipReason =
    "skipped: moto_server is not installed here (pip install 'moto[server]==5.2.1')"

  /// Its address.
  let address: String
  /// A key that it knows.
  private(set) var credentials = AWSCredentials(id: "", secret: "")

  private let process = Process()
  private let folder: TemporaryFolder
  private let http = CurlClient()

  private static let path: String? = {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    return folders.split(separator: ":").map { "\($0)/moto_server" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Starts the server on a free port, makes a bucket, and lets it accept nothing unsigned afterwards.
  init(bucket: String) throws {
    folder = try TemporaryFolder()
    process.executableURL = URL(fileURLWithPath: try #require(Self.path))
    process.arguments = ["-p", "0"]
    let log = folder("log")
    try DurableFile.write("", to: log)
    let output = try #require(FileHandle(forWritingAtPath: log))
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    var found: String?
    for _ in 0..<1200 where found == nil && process.isRunning {
      usleep(50_000)
      let text = try String(contentsOfFile: log, encoding: .utf8)
      found = text.firstMatch(of: /Running on (http:.*)\n/).map { String($0.1) }
    }
    let said = try String(contentsOfFile: log, encoding: .utf8)
    address = try #require(found, "moto_server ended: \(said)")
    try http.send(HTTPRequest("PUT", "\(address)/\(bucket)", body: Data()))
      .succeeded(HTTPRequest("PUT", address), at: "moto")
    try call("Action=CreateUser&UserName=u")
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#
    let encoded = policy.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    try call("Action=PutUserPolicy&UserName=u&PolicyName=p&PolicyDocument=\(encoded)")
    let key = try call("Action=CreateAccessKey&UserName=u")
    credentials = AWSCredentials(
      id: String(try #require(key.firstMatch(of: /<AccessKeyId>(.*)<\/AccessKeyId>/)?.1)),
      secret: String(
        try #require(key.firstMatch(of: /<SecretAccessKey>(.*)<\/SecretAccessKey>/)?.1)))
    let lock = HTTPRequest("POST", "\(address)/moto-api/reset-auth", body: Data("0".utf8))
    try http.send(lock).succeeded(lock, at: "moto")
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Sends a signed request about a bucket.
  func send(
    _ method: String, _ path: String, query: [(name: String, value: String)] = []
  ) throws -> HTTPResponse {
    let digest = SHA256.of([])
    let signed = SignatureV4(credentials: credentials, region: "us-east-1").headers(
      of: .init(
        method, host: String(address.dropFirst("http://".count)), path: path, query: query,
        headers: ["x-amz-content-sha256": digest], bodyDigest: digest), at: Date())
    let question = query.isEmpty ? "" : "?" + SignatureV4.query(query)
    // Large copies are looked at whole.
    var limits = CurlClient.Limits()
    limits.answer = 64 << 20
    return try CurlClient(limits: limits).send(
      HTTPRequest(
        method, address + path.replacing(" ", with: "%20") + question, headers: signed))
  }

  @discardableResult
  private func call(_ body: String) throws -> String {
    let request = HTTPRequest(
      "POST", address,
      headers: [
        "Content-Type": "application/x-www-form-urlencoded",
        // It tells which of AWS's services is meant.
        "Authorization":
          "AWS4-HMAC-SHA256 Credential=x/20261129/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0",
      ], body: Data(body.utf8))
    let answer = try http.send(request).succeeded(request, at: "moto")
    return String(decoding: answer.body, as: UTF8.self)
  }
}
