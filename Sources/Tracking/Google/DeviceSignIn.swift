import Foundation

/// Signing in on a machine without a browser: Google's flow for devices of limited input (RFC 8628).
///
/// The user types a short code on any other device. Google allows the scope `drive.file` in it.
public struct DeviceSignIn: Sendable {
  /// What the user needs.
  public struct Invitation: Sendable {
    /// The page to open, on any device.
    public var address: String
    /// The code to type there.
    public var code: String
    /// Seconds until the code ends.
    public var seconds: Double
    /// What the program asks Google with: a secret.
    var deviceCode: String
    /// Seconds between two questions.
    var interval: Double
  }

  private let program: GoogleClient
  private let client: any HTTPClient
  private static let place = "Google's sign-in"

  /// Prepares signing in.
  ///
  /// - Parameters:
  ///   - program: the program as Google knows it.
  ///   - client: sends the requests.
  public init(_ program: GoogleClient, client: any HTTPClient) {
    (self.program, self.client) = (program, client)
  }

  /// Asks for a code.
  ///
  /// - Throws: ``DeliveryError``.
  public func begin() throws -> Invitation {
    let request = HTTPRequest.form(
      "https://oauth2.googleapis.com/device/code",
      [("client_id", program.id), ("scope", GoogleCredentials.scope)], secrets: [program.secret])
    let response = try client.send(request)
    let answer = OAuthAnswer(response)
    try response.succeeded(request, at: Self.place, detail: answer.problem) { _ in
      "check the client's id; its kind must be TVs and Limited Input devices (docs/google.md)"
    }
    guard let device = answer.deviceCode, let code = answer.userCode, let address = answer.address
    else { throw DeliveryError.unavailable("\(Self.place) answered without a code") }
    return Invitation(
      address: request.cleaned(address), code: request.cleaned(code),
      seconds: answer.seconds ?? 1800, deviceCode: device, interval: answer.interval ?? 5)
  }

  /// Waits until the user has typed the code.
  ///
  /// - Parameters:
  ///   - invitation: what ``begin()`` returned.
  ///   - sleep: waits for some seconds; it throws to end the waiting.
  /// - Returns: the credentials, to be written.
  /// - Throws: ``DeliveryError``.
  public func finish(
    _ invitation: Invitation, sleep: (_ seconds: Double) throws -> Void
  ) throws -> GoogleCredentials {
    var (pause, waited) = (max(1, invitation.interval), 0.0)
    let request = HTTPRequest.form(
      GoogleCredentials.tokenAddress,
      [
        ("client_id", program.id), ("client_secret", program.secret),
        ("device_code", invitation.deviceCode),
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
      ], secrets: [program.secret, invitation.deviceCode])
    while waited < invitation.seconds {
      try sleep(pause)
      waited += pause
      let response: HTTPResponse
      do {
        response = try client.send(request)
      } catch DeliveryError.unavailable {
        // The network may be back before the code ends.
        continue
      }
      let answer = OAuthAnswer(response)
      switch answer.error {
      case "authorization_pending": continue
      case "slow_down": pause += 5
      case "access_denied":
        throw DeliveryError.refused(
          "the request was denied in the browser", advice: "run unreel sign-in google again")
      case "expired_token": waited = .infinity
      default:
        if response.status >= 500 { continue }
        try response.succeeded(request, at: Self.place, detail: answer.problem) { _ in
          "check the client's id and secret (docs/google.md)"
        }
        return try credentials(answer)
      }
    }
    throw DeliveryError.refused(
      "the code was not typed in time", advice: "run unreel sign-in google again")
  }

  private func credentials(_ answer: OAuthAnswer) throws -> GoogleCredentials {
    guard let token = answer.refreshToken else {
      throw DeliveryError.unavailable("\(Self.place) answered without a token")
    }
    // In the browser one can untick what a program may do.
    if let scope = answer.scope,
      !scope.split(separator: " ").contains(Substring(GoogleCredentials.scope))
    {
      throw DeliveryError.refused(
        "Unreel was not allowed to write files",
        advice: "sign in again and tick the box about files in Google Drive")
    }
    return GoogleCredentials(program, refreshToken: token)
  }
}
