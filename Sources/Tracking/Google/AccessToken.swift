import Foundation
import Synchronization

/// The token that opens Google's services for an hour; it is renewed before it ends.
public final class AccessToken: Sendable {
  private struct Held {
    var token = ""
    var end = -Double.infinity
    var secrets: [String] = []
  }

  private let held = Mutex(Held())
  private let find: @Sendable () throws -> GoogleCredentials
  private let client: any HTTPClient
  private let now: @Sendable () -> Double

  /// Seconds before its end at which a token is renewed.
  private static let margin = 120.0

  /// Prepares the token; it is made when it is needed.
  ///
  /// - Parameters:
  ///   - client: sends the requests.
  ///   - now: the time in seconds since 1970.
  ///   - find: finds who writes. It is called for every new token, so that a run goes on when its user has signed in
  ///     again.
  public init(
    client: any HTTPClient,
    now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
    credentials find: @escaping @Sendable () throws -> GoogleCredentials
  ) {
    (self.find, self.client, self.now) = (find, client, now)
  }

  /// Words that no message may show.
  var secrets: [String] { held.withLock { $0.secrets + [$0.token] } }

  /// Returns the token; it makes one if there is none, or if the one there is about to end.
  ///
  /// - Throws: ``DeliveryError``.
  func value() throws -> String {
    let now = now()
    let last = held.withLock { $0 }
    if last.end - Self.margin > now { return last.token }
    let credentials = try find()
    let request = try Self.request(credentials, now: now)
    let response = try client.send(request)
    try response.succeeded(
      request, at: "Google's sign-in", detail: OAuthAnswer(response).problem,
      advice: { _ in Self.advice(credentials.type) })
    let answer = OAuthAnswer(response)
    guard let token = answer.accessToken, !token.isEmpty else {
      throw DeliveryError.unavailable("Google's sign-in answered without a token")
    }
    held.withLock {
      $0 = Held(token: token, end: now + (answer.seconds ?? 3600), secrets: credentials.secrets)
    }
    return token
  }

  /// Forgets a token that was refused.
  ///
  /// - Parameter token: the token; a newer one is kept.
  func forget(_ token: String) {
    held.withLock { if $0.token == token { $0.end = -.infinity } }
  }

  private static func request(
    _ credentials: GoogleCredentials, now: Double
  ) throws -> HTTPRequest {
    switch credentials.type {
    case .person:
      return .form(
        GoogleCredentials.tokenAddress,
        [
          ("grant_type", "refresh_token"), ("client_id", credentials.clientID ?? ""),
          ("client_secret", credentials.clientSecret ?? ""),
          ("refresh_token", credentials.refreshToken ?? ""),
        ], secrets: credentials.secrets)
    case .serviceAccount:
      let address = credentials.tokenAddress ?? GoogleCredentials.tokenAddress
      let claims: [String: Any] = [
        "iss": credentials.email ?? "", "scope": GoogleCredentials.serviceAccountScope,
        "aud": address,
        "iat": Int(now), "exp": Int(now) + 3600,
      ]
      guard
        let token = SignedToken.make(
          claims, keyID: credentials.privateKeyID, key: credentials.privateKey ?? "")
      else {
        throw DeliveryError.refused(
          "the private key of the service account can't be read",
          advice: "make a new key in Google's console: see docs/google.md")
      }
      return .form(
        address,
        [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", token)],
        secrets: credentials.secrets + [token])
    }
  }

  private static func advice(_ kind: GoogleCredentials.Kind) -> String {
    switch kind {
    case .person: "run unreel sign-in google again"
    case .serviceAccount:
      "check that the key was not withdrawn and that this machine's clock is right"
    }
  }
}

/// What the endpoints for signing in answer.
struct OAuthAnswer: Decodable {
  var accessToken: String?
  var refreshToken: String?
  var seconds: Double?
  var error: String?
  var explanation: String?
  var deviceCode: String?
  var userCode: String?
  var address: String?
  var interval: Double?
  var scope: String?

  private enum CodingKeys: String, CodingKey {
    case accessToken = "access_token"
    case refreshToken = "refresh_token"
    case seconds = "expires_in"
    case error
    case explanation = "error_description"
    case deviceCode = "device_code"
    case userCode = "user_code"
    case address = "verification_url"
    case interval, scope
  }

  /// Reads an answer; what is no JSON has no values.
  init(_ response: HTTPResponse) {
    // Garbage is told by the value that is missing.
    let answer = try? JSONDecoder().decode(OAuthAnswer.self, from: response.body)
    self = answer ?? OAuthAnswer()
  }

  private init() {}

  /// What is wrong.
  var problem: String? {
    let parts = [error, explanation].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension HTTPRequest {
  /// A request that sends fields as a form.
  static func form(
    _ url: String, _ fields: [(String, String)], secrets: [String] = []
  ) -> HTTPRequest {
    HTTPRequest(
      "POST", url, headers: ["Content-Type": "application/x-www-form-urlencoded"],
      body: Data(fields.map { "\($0)=\(PercentEncoding.encoded($1))" }.joined(separator: "&").utf8),
      secrets: secrets)
  }
}
