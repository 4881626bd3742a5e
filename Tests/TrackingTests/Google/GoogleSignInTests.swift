import Foundation
import TestSupport
import Testing
import Tracking

@Suite struct GoogleSignInTests {
  private let google = StandInGoogle()
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var signIn: DeviceSignIn { DeviceSignIn(StandInGoogle.program, client: google) }

  @Test func theCodeIsTypedOnAnotherDevice() throws {
    let invitation = try signIn.begin()
    #expect(invitation.code == "GQVQ-JKEC" && invitation.address == "https://www.google.com/device")
    #expect(google.lastForm["scope"] == "https://www.googleapis.com/auth/drive.file")
    google.deviceAnswers = [
      "authorization_pending", "slow_down", "authorization_pending", "granted",
    ]
    google.faults = [("/token", .cutBefore), ("/token", .answer(503))]
    var pauses: [Double] = []
    let credentials = try signIn.finish(invitation) { pauses.append($0) }
    // After `slow_down` five seconds more (RFC 8628, section 3.5).
    #expect(pauses == [5, 5, 5, 5, 10, 10])
    let path = folder("deep/unreel/google.json")
    try credentials.write(to: path)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    let environment = ["XDG_CONFIG_HOME": folder("deep")]
    #expect(GoogleCredentials.file(environment: environment) == path)
    _ = try GoogleCredentials.find(environment: environment)
    chmod(path, 0o640)
    #expect(throws: DeliveryError.self) { try GoogleCredentials.find(environment: environment) }
  }

  @Test(arguments: ["access_denied", "expired_token", "granted without files", "invalid_client"])
  func aRefusalIsExplained(answer: String) throws {
    let invitation = try signIn.begin()
    google.deviceAnswers = [answer]
    let error = #expect(throws: DeliveryError.self) {
      _ = try signIn.finish(invitation) { _ in }
    }
    guard case .refused = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("secret") == (answer == "invalid_client"))
  }

  @Test func aCodeThatNobodyTypesEnds() throws {
    let invitation = try signIn.begin()
    var seconds = 0.0
    #expect(throws: DeliveryError.self) { try signIn.finish(invitation) { seconds += $0 } }
    #expect(seconds == 1800)
  }

  @Test func credentialsThatAreNoneSayNothingOfTheirContent() throws {
    for (index, text) in [
      "secret", "{\"type\": \"authorized_user\", \"refresh_token\": \"secret\"}",
    ]
    .enumerated() {
      let path = folder("\(index).json")
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      chmod(path, 0o600)
      let error = #expect(throws: DeliveryError.self) { _ = try GoogleCredentials.find(path) }
      #expect(error.map { !"\($0)".contains("secret") } ?? false)
    }
    let error = #expect(throws: DeliveryError.self) {
      _ = try GoogleCredentials.find(environment: ["HOME": folder.path])
    }
    #expect(error.map { "\($0)" } == "nobody is signed in to Google; run unreel sign-in google")
  }

  @Test func aTokenIsRenewedBeforeItEndsAndOnceWhenItIsRefused() throws {
    let run = try DeliveredRun { google in
      GoogleSheetsSink(.init(run: "r"), api: google.api())
    }
    run.record(.began)
    run.deliver()
    run.google.now += 3500
    run.record(.warning)
    run.deliver()
    #expect(run.google.accessTokens.count == 2, "before its end")
    run.google.accessTokens = [:]
    run.record(.warning)
    run.deliver()
    #expect(run.google.accessTokens.count == 1 && run.problems == [])
    // The person withdraws the consent, and gives it again an hour later.
    run.google.accessTokens = [:]
    run.google.refreshTokens = []
    run.record(.warning)
    #expect(run.deliver(within: 3600) == nil)
    #expect(
      run.problems.last
        == "Google's sign-in answered 400 (bad request): invalid_grant, Bad Request; "
        + "run unreel sign-in google again")
    run.google.refreshTokens = ["1//refresh-secret"]
    #expect(run.deliver(within: 700) != nil)
  }

  /// The signature is checked by the program `openssl`, with a key that it made.
  @Test func aServiceAccountSignsForItself() throws {
    func openssl(_ arguments: String...) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
      process.arguments = arguments
      (process.standardOutput, process.standardError) = (Pipe(), Pipe())
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    let (key, openKey) = (folder("key.pem"), folder("open.pem"))
    #expect(
      try openssl(
        "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key) == 0)
    #expect(try openssl("pkey", "-in", key, "-pubout", "-out", openKey) == 0)
    let pem = try String(contentsOfFile: key, encoding: .utf8)
    let path = folder("account.json")
    try JSONSerialization.data(withJSONObject: [
      "type": "service_account", "client_email": "robot@example.iam", "private_key": pem,
      "private_key_id": "k1", "token_uri": "https://oauth2.googleapis.com/token",
    ]).write(to: URL(fileURLWithPath: path))
    let google = google
    let api = GoogleAPI(
      AccessToken(client: google, now: { google.now }) {
        try GoogleCredentials.find(environment: ["GOOGLE_APPLICATION_CREDENTIALS": path])
      }, client: google)
    let run = try DeliveredRun { _ in GoogleSheetsSink(.init(run: "r"), api: api) }
    run.record(.began)
    run.deliver()
    #expect(run.problems == [])
    let parts = (google.lastForm["assertion"] ?? "").split(separator: ".").map(String.init)
    try #require(parts.count == 3)
    func decode(_ text: String) throws -> Data {
      let plain = text.replacing("-", with: "+").replacing("_", with: "/")
      return try #require(
        Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)))
    }
    #expect(
      String(decoding: try decode(parts[0]), as: UTF8.self)
        == "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"JWT\"}")
    #expect(
      String(decoding: try decode(parts[1]), as: UTF8.self)
        == "{\"aud\":\"https://oauth2.googleapis.com/token\",\"exp\":1700003600,\"iat\":1700000000,"
        + "\"iss\":\"robot@example.iam\",\"scope\":\"https://www.googleapis.com/auth/drive\"}")
    try Data("\(parts[0]).\(parts[1])".utf8).write(to: URL(fileURLWithPath: folder("text")))
    try decode(parts[2]).write(to: URL(fileURLWithPath: folder("signature")))
    #expect(
      try openssl(
        "dgst", "-sha256", "-verify", openKey, "-signature", folder("signature"), folder("text"))
        == 0)
  }
}
