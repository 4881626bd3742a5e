import Basics
import Foundation
import TestSupport
import Testing
import Tracking

/// Signatures as AWS and botocore compute them.
///
/// The examples of AWS are those of "Signature Calculations for the Authorization Header", section "Examples"
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), and `get-vanilla` of its test suite
/// for Signature Version 4. The others were computed once by botocore 1.43.11.
@Suite struct SignatureV4Tests {
  private let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
  private let id = "AKIAIOSFODNN7EXAMPLE"

  private func time(_ text: String) throws -> Date {
    try Date(text, strategy: .iso8601)
  }

  /// The signature of one of AWS's examples about `examplebucket`.
  private func signature(
    _ method: String, _ path: String, query: [(name: String, value: String)] = [],
    headers: [String: String] = [:], body: String = ""
  ) throws -> String {
    let digest = SHA256.of(Array(body.utf8))
    let all = headers.merging(["x-amz-content-sha256": digest]) { $1 }
    let signer = SignatureV4(
      credentials: AWSCredentials(id: id, secret: secret), region: "us-east-1")
    let signed = signer.headers(
      of: .init(
        method, host: "examplebucket.s3.amazonaws.com", path: path, query: query, headers: all,
        bodyDigest: digest), at: try time("2013-05-24T00:00:00Z"))
    return String((signed["Authorization"] ?? "").suffix(64))
  }

  @Test func examplesOfAWS() throws {
    #expect(
      try signature("GET", "/test.txt", headers: ["Range": "bytes=0-9"])
        == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    #expect(
      try signature(
        "PUT", "/test$file.text",
        headers: [
          "Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY",
        ], body: "Welcome to Amazon S3.")
        == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    #expect(
      try signature("GET", "/", query: [("lifecycle", "")])
        == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
    #expect(
      try signature("GET", "/", query: [("prefix", "J"), ("max-keys", "2")])
        == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
  }

  @Test func exampleOfTheTestSuite() throws {
    let signer = SignatureV4(
      credentials: AWSCredentials(
        id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
      region: "us-east-1", service: "service")
    let signed = signer.headers(
      of: .init("GET", host: "example.amazonaws.com", path: "/", bodyDigest: SHA256.of([])),
      at: try time("2015-08-30T12:36:00Z"))
    #expect(
      signed["Authorization"]?.hasSuffix(
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31") == true)
    #expect(signed["x-amz-date"] == "20150830T123600Z")
  }

  @Test func oddNamesAndTokensAsBotocoreSignsThem() throws {
    func signed(
      _ method: String, _ query: [(name: String, value: String)], _ headers: [String: String],
      _ body: String, token: String?
    ) throws -> [String: String] {
      let digest = SHA256.of(Array(body.utf8))
      return SignatureV4(
        credentials: AWSCredentials(id: id, secret: secret, sessionToken: token),
        region: "eu-central-1"
      ).headers(
        of: .init(
          method, host: "127.0.0.1:5005", path: "/my-bucket/runs/Ä ö+~(1)/épöch=1&2.h5",
          query: query, headers: headers.merging(["x-amz-content-sha256": digest]) { $1 },
          bodyDigest: digest), at: try time("2026-11-29T12:34:56Z"))
    }
    let part = try signed(
      "PUT", [("uploadId", "a/b+c=="), ("partNumber", "2")],
      ["Content-MD5": "XUFAKrxLKna5cZ2REBfFkg=="], "hello", token: "to/ken+1==")
    #expect(
      part["Authorization"]
        == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261129/eu-central-1/s3/aws4_request,"
        + "SignedHeaders=content-md5;host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"
        + "Signature=b984d302eda2a13c7f23be30892ab5e3bbcf1d3cb48526641d83da529114c48b")
    #expect(part["x-amz-security-token"] == "to/ken+1==")
    let begin = try signed(
      "POST", [("uploads", "")], ["x-amz-meta-sha256": "ab  cd "], "", token: nil)
    #expect(
      begin["Authorization"]?.hasSuffix(
        "8f550400541093b26adcef9fc8bb181823814be1dbc8c852b626bf01d55f1dde") == true)
  }

  @Test func keysAreFoundInTheEnvironmentOrTheFile() throws {
    let folder = try TemporaryFolder()
    try DurableFile.write(
      "# keys\n[default]\naws_access_key_id = A1\naws_secret_access_key=s=1\n\n[ work ]\r\n"
        + "AWS_ACCESS_KEY_ID=A2\r\naws_secret_access_key = s2\naws_session_token = t2\n[empty]\n",
      to: folder("keys"))
    let file = ["AWS_SHARED_CREDENTIALS_FILE": folder("keys")]
    let own = ["AWS_ACCESS_KEY_ID": "A3", "AWS_SECRET_ACCESS_KEY": "s3"]
    func found(_ profile: String?, _ more: [String: String] = [:]) throws -> AWSCredentials {
      try AWSCredentials.find(profile: profile, environment: file.merging(more) { $1 })
    }
    #expect(try found(nil) == AWSCredentials(id: "A1", secret: "s=1"))
    #expect(try found("work") == AWSCredentials(id: "A2", secret: "s2", sessionToken: "t2"))
    #expect(try found(nil, ["AWS_PROFILE": "work"]).id == "A2")
    #expect(try found(nil, own) == AWSCredentials(id: "A3", secret: "s3"))
    #expect(try found("work", own).id == "A2", "a profile that is named comes first")
    #expect(throws: DeliveryError.self) { try found("empty") }
    #expect(throws: DeliveryError.self) { try found(nil, ["AWS_ACCESS_KEY_ID": "A3"]) }
    #expect(throws: DeliveryError.self) {
      try AWSCredentials.find(environment: ["HOME": folder.path])
    }
    #expect("\(AWSCredentials(id: "A1", secret: "hush"))".contains("hush") == false)
  }
}
