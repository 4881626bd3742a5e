import Basics
import Foundation

/// Signs requests as AWS Signature Version 4 asks for, which every S3-compatible store understands.
///
/// As in https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html.
package struct SignatureV4 {
  private let credentials: AWSCredentials
  private let region: String
  private let service: String

  /// Chooses the key.
  ///
  /// - Parameters:
  ///   - credentials: the key.
  ///   - region: the region: `eu-central-1`.
  ///   - service: the service.
  package init(credentials: AWSCredentials, region: String, service: String = "s3") {
    (self.credentials, self.region, self.service) = (credentials, region, service)
  }

  /// What is signed of a request.
  package struct Request {
    let method: String
    let host: String
    let path: String
    let query: [(name: String, value: String)]
    let headers: [String: String]
    let bodyDigest: String

    /// Describes a request.
    ///
    /// - Parameters:
    ///   - method: the method: `PUT`.
    ///   - host: the server, with its port unless that is the usual one.
    ///   - path: the path, not encoded, with a slash at its begin.
    ///   - query: the query's names and values, not encoded.
    ///   - headers: headers that are signed beside the host's.
    ///   - bodyDigest: the body's SHA-256 in hexadecimal digits.
    package init(
      _ method: String, host: String, path: String, query: [(name: String, value: String)] = [],
      headers: [String: String] = [:], bodyDigest: String
    ) {
      (self.method, self.host, self.path, self.query) = (method, host, path, query)
      (self.headers, self.bodyDigest) = (headers, bodyDigest)
    }
  }

  /// Returns the headers that sign a request.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - time: when it is sent; the server allows a quarter of an hour.
  /// - Returns: the headers of the request and those to add: the authorisation, the date, and the session's token.
  package func headers(of request: Request, at time: Date) -> [String: String] {
    let stamp = Self.stamp(time)
    var headers = request.headers
    headers["x-amz-date"] = stamp
    headers["x-amz-security-token"] = credentials.sessionToken
    var signed = headers.map { (name: $0.key.lowercased(), value: Self.trimmed($0.value)) }
    signed.append((name: "host", value: request.host))
    signed.sort { $0.name < $1.name }
    let names = signed.map(\.name).joined(separator: ";")
    let canonical = [
      request.method, PercentEncoding.encoded(request.path, keeping: "/"),
      Self.query(request.query),
      signed.map { "\($0.name):\($0.value)\n" }.joined(), names, request.bodyDigest,
    ].joined(separator: "\n")
    let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
    let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(SHA256.of(Array(canonical.utf8)))"
    let parts = [String(stamp.prefix(8)), region, service, "aws4_request", text]
    let signature = parts.reduce(Array("AWS4\(credentials.secret)".utf8)) {
      SHA256.code(Array($1.utf8), key: $0)
    }
    headers["Authorization"] =
      "AWS4-HMAC-SHA256 Credential=\(credentials.id)/\(scope),SignedHeaders=\(names),"
      + "Signature=\(Hexadecimal.text(signature))"
    return headers
  }

  /// Returns a query as it is signed and sent: sorted and encoded.
  package static func query(_ items: [(name: String, value: String)]) -> String {
    items.map { (PercentEncoding.encoded($0.name), PercentEncoding.encoded($0.value)) }.sorted {
      $0 < $1
    }
    .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }

  /// A time as `20261129T123456Z`.
  private static func stamp(_ time: Date) -> String {
    var seconds = time_t(time.timeIntervalSince1970)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let numbers = [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec]
    let two = numbers.map { ($0 < 10 ? "0" : "") + "\($0)" }
    return "\(parts.tm_year + 1900)\(two[0])\(two[1])T\(two[2])\(two[3])\(two[4])Z"
  }

  /// A header's value with single spaces.
  private static func trimmed(_ value: String) -> String {
    value.split(separator: " ").joined(separator: " ")
  }
}
