import Basics
import Foundation

/// Sends requests about one bucket, and tells what its refusals mean.
struct S3Client {
  /// The bucket.
  let bucket: S3Bucket
  let http: any HTTPClient
  /// Finds the key: again for each request, because keys for some hours are renewed.
  let credentials: @Sendable () throws -> AWSCredentials
  let now: @Sendable () -> Date

  /// An answer, and what it answers.
  struct Exchange {
    /// The request, without what only the server needs; its secrets are known.
    var request: HTTPRequest
    /// The answer.
    var response: HTTPResponse
  }

  /// Signs and sends a request.
  ///
  /// - Parameters:
  ///   - method: the method.
  ///   - key: the copy's name; nil is the bucket itself.
  ///   - query: names and values.
  ///   - headers: headers beside the signature's.
  ///   - body: the body.
  /// - Returns: the answer, whatever its status.
  /// - Throws: ``DeliveryError``.
  func send(
    _ method: String, _ key: String?, query: [(name: String, value: String)] = [],
    headers: [String: String] = [:], body: [UInt8]? = nil
  ) throws -> Exchange {
    let credentials = try credentials()
    let path = bucket.path + "/" + (key.map { bucket.prefix + $0 } ?? "")
    let digest = SHA256.of(body ?? [])
    var headers = headers
    headers["x-amz-content-sha256"] = digest
    let signed = SignatureV4(credentials: credentials, region: bucket.region).headers(
      of: .init(
        method, host: bucket.host, path: path, query: query, headers: headers,
        bodyDigest: digest), at: now())
    let question = query.isEmpty ? "" : "?" + SignatureV4.query(query)
    let url =
      "\(bucket.scheme)://\(bucket.host)\(PercentEncoding.encoded(path, keeping: "/"))\(question)"
    let request = HTTPRequest(
      method, url, headers: signed, body: body.map { Data($0) },
      secrets: [credentials.secret] + (credentials.sessionToken.map { [$0] } ?? []))
    let response = try http.send(request)
    // Words of the signature's header, such as `Signature`, are part of useful messages.
    var shown = request
    (shown.headers["Authorization"], shown.body) = (nil, nil)
    return Exchange(request: shown, response: response)
  }
}

extension S3Client.Exchange {
  /// What the store calls the failure: `NoSuchBucket`; nil if it does not say.
  var code: String? { XMLText(response.body).first("Code") }

  /// Returns the answer if it is a success; some failures are reported by an answer with status 200.
  ///
  /// - Parameter bucket: the bucket.
  /// - Throws: ``DeliveryError``.
  @discardableResult
  func succeeded(in bucket: S3Bucket) throws -> HTTPResponse {
    let text = XMLText(response.body)
    let code = text.first("Code")
    let detail = [code, text.first("Message")].compactMap(\.self).joined(separator: ": ")
    if response.isSuccess {
      guard response.body.isEmpty || code == nil else {
        throw DeliveryError.unavailable("\(bucket.place): \(request.cleaned(detail))")
      }
      return response
    }
    let region = (response.headers["x-amz-bucket-region"] ?? text.first("Region"))
      .map(request.cleaned)
    let isElsewhere =
      (300..<400).contains(response.status) || code == "AuthorizationHeaderMalformed"
    if isElsewhere, let region, region != bucket.region {
      throw DeliveryError.refused(
        "\(bucket.place) is in the region \(region), not in \(bucket.region)",
        advice: "set the region to \(region)")
    }
    if (300..<400).contains(response.status), let code {
      throw DeliveryError.refused(
        "\(bucket.place) answered \(response.status): \(request.cleaned(code))",
        advice: "set the region, or the endpoint, to the one where the bucket is")
    }
    if let code, Self.passing.contains(code) {
      throw DeliveryError.unavailable(
        "\(bucket.place): \(request.cleaned(detail))", after: response.retryAfter)
    }
    return try response.succeeded(request, at: bucket.place, detail: detail) { _ in
      Self.advice(code, bucket)
    }
  }

  /// Failures that pass, though their statuses are those of refusals.
  private static let passing: Set = [
    "RequestTimeout", "BadDigest", "XAmzContentSHA256Mismatch", "IncompleteBody",
    "OperationAborted", "SlowDown", "ConditionalRequestConflict",
  ]

  private static func advice(_ code: String?, _ bucket: S3Bucket) -> String? {
    switch code {
    case "NoSuchBucket": "check the bucket's name, or create it"
    case "InvalidAccessKeyId":
      "check AWS_ACCESS_KEY_ID, or the profile: the store does not know this key"
    case "SignatureDoesNotMatch":
      "check AWS_SECRET_ACCESS_KEY: it does not belong to the key, or was cut when it was copied"
    case "ExpiredToken", "InvalidToken", "TokenRefreshRequired":
      "get a new key for some hours, and set AWS_SESSION_TOKEN with it"
    case "RequestTimeTooSkewed": "set this machine's clock: timedatectl set-ntp true"
    case "AccessDenied", "AllAccessDisabled", "AccountProblem":
      "let the key do s3:PutObject, s3:GetObject, s3:DeleteObject and s3:AbortMultipartUpload in "
        + "\(bucket.name)\(bucket.prefix.isEmpty ? "" : "/\(bucket.prefix)")"
    case "EntityTooLarge", "QuotaExceeded": "make room in the store, or ask who runs it for more"
    default: nil
    }
  }
}

/// The little XML of S3's answers: elements by their names.
struct XMLText {
  private let text: String

  /// Reads an answer's body; garbage has no elements.
  init(_ body: Data) { text = String(decoding: body.prefix(1 << 20), as: UTF8.self) }

  private init(_ text: Substring) { self.text = String(text) }

  /// The text of the first element of a name.
  func first(_ name: String) -> String? { all(name).first?.decoded }

  /// All elements of a name, in order; they don't hold each other.
  func all(_ name: String) -> [XMLText] {
    var found: [XMLText] = []
    var rest = text[...]
    while let begin = rest.range(of: "<\(name)>"),
      let end = rest.range(of: "</\(name)>", range: begin.upperBound..<rest.endIndex)
    {
      found.append(XMLText(rest[begin.upperBound..<end.lowerBound]))
      rest = rest[end.upperBound...]
    }
    return found
  }

  private var decoded: String {
    let named = [("&quot;", "\""), ("&#34;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">")]
    return named.reduce(text) { $0.replacing($1.0, with: $1.1) }.replacing("&amp;", with: "&")
  }

  /// Text as the content of an element.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
