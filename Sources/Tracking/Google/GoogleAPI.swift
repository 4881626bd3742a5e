import Foundation

/// Sends requests to Google's services, signed in.
public final class GoogleAPI: Sendable {
  private let token: AccessToken
  private let client: any HTTPClient

  /// Prepares requests.
  ///
  /// - Parameters:
  ///   - token: opens the services.
  ///   - client: sends the requests.
  public init(_ token: AccessToken, client: any HTTPClient) {
    (self.token, self.client) = (token, client)
  }

  /// Sends a request; a token that is refused is renewed once.
  ///
  /// - Parameter request: the request, without a token.
  /// - Returns: the answer, whatever its status.
  /// - Throws: ``DeliveryError``.
  func send(_ request: HTTPRequest) throws -> HTTPResponse {
    for isLast in [false, true] {
      let value = try token.value()
      var signed = request
      signed.headers["Authorization"] = "Bearer \(value)"
      let response = try client.send(signed)
      guard response.status == 401 else { return response }
      token.forget(value)
      if isLast { return response }
    }
    preconditionFailure("the second turn returns")
  }

  /// Sends a request and reads a success as JSON.
  ///
  /// - Parameters:
  ///   - method: the method.
  ///   - url: the address.
  ///   - body: an object for JSON, if any.
  ///   - place: the service's name in messages.
  /// - Throws: ``DeliveryError``.
  @discardableResult
  func call(
    _ method: String, _ url: String, body: Any? = nil, at place: String
  ) throws -> GoogleAnswer {
    let request = try Self.request(method, url, body: body)
    return try read(try send(request), to: request, at: place)
  }

  /// Makes a request with JSON.
  static func request(_ method: String, _ url: String, body: Any? = nil) throws -> HTTPRequest {
    var request = HTTPRequest(method, url)
    if let body {
      request.body = try JSONSerialization.data(
        withJSONObject: body, options: [.sortedKeys, .withoutEscapingSlashes])
      request.headers["Content-Type"] = "application/json; charset=utf-8"
    }
    return request
  }

  /// Reads a success; any other answer is an error.
  func read(
    _ response: HTTPResponse, to request: HTTPRequest, at place: String
  ) throws -> GoogleAnswer {
    let answer = GoogleAnswer(response)
    guard response.isSuccess else { throw failure(response, to: request, at: place) }
    guard let answer else {
      throw DeliveryError.unavailable("\(place) answered something that is not JSON")
    }
    return answer
  }

  /// The error that an answer without success means.
  func failure(
    _ response: HTTPResponse, to request: HTTPRequest, at place: String
  ) -> DeliveryError {
    let answer = GoogleAnswer(response)
    var request = request
    request.secrets += token.secrets
    let failure = response.failure(of: request, at: place, detail: answer?.problem) { status in
      Self.advice(status, reasons: answer?.reasons ?? [])
    }
    // Google tells of too many requests by 403 too.
    if response.status == 403, let answer, !answer.reasons.isDisjoint(with: Self.busyReasons) {
      return .unavailable("\(failure)", after: response.retryAfter ?? 60)
    }
    return failure
  }

  private static let busyReasons: Set<String> = [
    "rateLimitExceeded", "userRateLimitExceeded", "sharingRateLimitExceeded",
  ]

  private static func advice(_ status: Int, reasons: Set<String>) -> String? {
    if reasons.contains("storageQuotaExceeded") || reasons.contains("quotaExceeded") {
      return
        "make room in the Drive and empty its trash; a service account needs a folder in a shared drive"
    }
    switch status {
    case 400:
      return "somebody may have changed the place by hand; see docs/google.md for how to begin anew"
    case 401: return "run unreel sign-in google again"
    case 403:
      return
        "enable the Drive and Sheets services for the client, and give the account the right to write there (docs/google.md)"
    case 404:
      return
        "it was removed, or another client of Google made it; see docs/google.md for how to begin anew"
    default: return nil
    }
  }
}

/// An answer of Google's services: JSON.
struct GoogleAnswer {
  /// The object.
  let object: [String: Any]

  /// Reads an answer: nil if it is no object, an empty object if it is empty.
  init?(_ response: HTTPResponse) {
    if response.body.isEmpty {
      object = [:]
      return
    }
    // What is no JSON is told by the caller.
    guard
      let object = try? JSONSerialization.jsonObject(with: response.body) as? [String: Any]
    else { return nil }
    self.object = object
  }

  /// A text of the object.
  subscript(_ name: String) -> String? { object[name] as? String }

  private var error: [String: Any]? { object["error"] as? [String: Any] }
  /// What the service says is wrong.
  var problem: String? { error?["message"] as? String }
  /// The short names of what is wrong.
  var reasons: Set<String> {
    let all = error?["errors"] as? [[String: Any]] ?? []
    return Set(all.compactMap { $0["reason"] as? String })
  }
}
