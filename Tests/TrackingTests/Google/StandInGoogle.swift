import Foundation
import Synchronization
import Tracking

/// Stands in for Google, with a clock of its own.
///
/// It has the endpoints for signing in, of Drive and of Sheets, as their references describe them, and misbehaves on
/// command.
///
/// Written after https://developers.google.com/identity/protocols/oauth2, …/drive/api/reference/rest/v3,
/// …/drive/api/guides/manage-uploads and …/sheets/api/reference/rest/v4.
final class StandInGoogle: HTTPClient, @unchecked Sendable {
  // Unchecked: a test uses it from one thread.

  /// What goes wrong.
  enum Fault {
    /// An answer without doing anything.
    case answer(Int, headers: [String: String] = [:], reason: String = "backendError")
    /// The connection is cut before the request arrives.
    case cutBefore
    /// It is cut after the request was done.
    case cutAfter
    /// It is cut when so many bytes of a piece have arrived.
    case cutWithin(Int)
    /// The server does what was asked and answers nonsense.
    case garbage
  }

  /// A file of Drive.
  struct File {
    var name: String
    var kind = "application/octet-stream"
    var parent: String?
    var mark: String?
    var content: Data?
    var isTrashed = false
    var versions = 0
  }

  /// A sheet of a spreadsheet.
  struct Sheet: Equatable {
    var id: Int
    var title: String
    var rowCount: Int
    var columnCount: Int
    var cells: [Int: [String]] = [:]
    /// What was written into a cell, by `row,column`, each time.
    var writes: [String: [String]] = [:]
  }

  struct Session {
    var id: String
    var meta: [String: Any]
    var isNew: Bool
    var size: Int
    var received = Data()
    var isOver = false
  }

  var now = 1_700_000_000.0
  /// Faults to come, each for the first request whose method and address have the text.
  var faults: [(text: String, fault: Fault)] = []
  /// Until when nothing gets through.
  var offlineUntil = -Double.infinity
  var files: [String: File] = [:]
  var spreadsheets: [String: [Sheet]] = [:]
  var sessions: [String: Session] = [:]
  var refreshTokens: Set<String> = ["1//refresh-secret"]
  /// Access tokens and when they end.
  var accessTokens: [String: Double] = [:]
  /// All requests, as `METHOD host/path`.
  var log: [String] = []
  /// When something was written to Sheets.
  var writeTimes: [Double] = []
  /// Is called at every request.
  var atRequest: (String) -> Void = { _ in }
  /// The answers to a device that asks, in order.
  var deviceAnswers: [String] = []
  /// The last form that was sent to the token endpoint.
  var lastForm: [String: String] = [:]
  /// How many bytes of files arrived.
  var receivedBytes = 0
  private var made = 0

  static let program = GoogleClient(id: "client.apps.example", secret: "client-secret")

  /// A signed-in way to it.
  func api() -> GoogleAPI {
    GoogleAPI(
      AccessToken(client: self, now: { self.now }) {
        GoogleCredentials(Self.program, refreshToken: "1//refresh-secret")
      }, client: self)
  }

  // MARK: Requests

  func send(_ request: HTTPRequest) throws -> HTTPResponse {
    guard let parts = URLComponents(string: request.url), let host = parts.host else {
      return HTTPResponse(400)
    }
    let line = "\(request.method) \(host)\(parts.path)"
    log.append(line)
    keep(request)
    atRequest(line)
    if now < offlineUntil {
      throw DeliveryError.unavailable("\(host): Could not resolve hostname")
    }
    var fault: Fault?
    if let index = faults.firstIndex(where: { line.contains($0.text) }) {
      fault = faults.remove(at: index).fault
    }
    switch fault {
    case .answer(let status, let headers, let reason):
      // A bad server repeats what it was sent.
      return error(
        status, reason, headers: headers,
        message: "no: \(request.headers["Authorization"] ?? "") client-secret 1//refresh-secret")
    case .cutBefore: throw DeliveryError.unavailable("\(host): Failure when receiving data")
    case .cutAfter:
      _ = route(request, host, parts)
      throw DeliveryError.unavailable("\(host): Failure when receiving data")
    case .cutWithin(let count):
      var cut = request
      cut.body = request.body?.prefix(count)
      _ = route(cut, host, parts)
      throw DeliveryError.unavailable("\(host): Failure when receiving data")
    case .garbage:
      _ = route(request, host, parts)
      return HTTPResponse(200, body: Data("<html>Welcome to the hotel</html>".utf8))
    case nil: return route(request, host, parts)
    }
  }

  /// Writes the request for `Tests/Reference/Tracking/check_google_requests.py`, if that is wanted.
  private func keep(_ request: HTTPRequest) {
    guard let path = ProcessInfo.processInfo.environment["UNREEL_GOOGLE_LOG"] else { return }
    let isPiece = request.method == "PUT"
    let line = try? JSONSerialization.data(withJSONObject: [
      "method": request.method, "url": request.url,
      "body": isPiece ? "" : String(decoding: request.body ?? Data(), as: UTF8.self),
    ])
    // Its address is optional only since Debian 13's C library.
    guard let file = fopen(path, "a") else { return }
    fputs(String(decoding: line ?? Data(), as: UTF8.self) + "\n", file)
    fclose(file)
  }

  private func route(_ request: HTTPRequest, _ host: String, _ parts: URLComponents) -> HTTPResponse
  {
    if host == "oauth2.googleapis.com" { return signIn(request, parts.path) }
    let token = request.headers["Authorization"]?.dropFirst("Bearer ".count)
    guard let token, (accessTokens[String(token)] ?? 0) > now else {
      return error(401, "authError")
    }
    let path = parts.path.split(separator: "/").map(String.init)
    let query = Dictionary(
      (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
    if host == "sheets.googleapis.com" { return sheets(request, path) }
    if path.first == "session" { return piece(request, path[1]) }
    if path.first == "upload" { return begin(request, path, query) }
    return drive(request, path, query)
  }

  func error(
    _ status: Int, _ reason: String, headers: [String: String] = [:], message: String = "no"
  ) -> HTTPResponse {
    json(
      [
        "error": [
          "code": status, "message": message,
          "errors": [["reason": reason, "domain": "global", "message": message]],
        ]
      ], status, headers: headers)
  }

  func json(
    _ object: [String: Any], _ status: Int = 200, headers: [String: String] = [:]
  ) -> HTTPResponse {
    // A literal of the tests is always JSON.
    HTTPResponse(
      status, headers: headers,
      body: (try? JSONSerialization.data(withJSONObject: object)) ?? Data())
  }

  func object(_ request: HTTPRequest) -> [String: Any] {
    request.body.flatMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] } ?? [:]
  }

  func newID(_ kind: String) -> String {
    made += 1
    return "\(kind)-\(made)"
  }

  // MARK: Signing in

  private func signIn(_ request: HTTPRequest, _ path: String) -> HTTPResponse {
    var form = URLComponents()
    form.percentEncodedQuery = request.body.map { String(decoding: $0, as: UTF8.self) }
    lastForm = Dictionary(
      (form.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
    if path == "/device/code" {
      return json([
        "device_code": "device-secret", "user_code": "GQVQ-JKEC", "expires_in": 1800,
        "verification_url": "https://www.google.com/device", "interval": 5,
      ])
    }
    switch lastForm["grant_type"] {
    case "refresh_token":
      guard lastForm["client_secret"] == "client-secret",
        refreshTokens.contains(lastForm["refresh_token"] ?? "")
      else { return json(["error": "invalid_grant", "error_description": "Bad Request"], 400) }
      return grant([:])
    case "urn:ietf:params:oauth:grant-type:jwt-bearer": return grant([:])
    case "urn:ietf:params:oauth:grant-type:device_code":
      guard lastForm["device_code"] == "device-secret" else {
        return json(["error": "invalid_grant"], 400)
      }
      let answer = deviceAnswers.isEmpty ? "authorization_pending" : deviceAnswers.removeFirst()
      switch answer {
      case "granted":
        return grant([
          "refresh_token": "1//refresh-secret", "scope": GoogleCredentials.scope,
        ])
      case "granted without files":
        return grant(["refresh_token": "1//refresh-secret", "scope": "openid"])
      default:
        return json(["error": answer], ["authorization_pending": 428][answer] ?? 403)
      }
    default: return json(["error": "unsupported_grant_type"], 400)
    }
  }

  private func grant(_ more: [String: Any]) -> HTTPResponse {
    let token = newID("ya29.access-secret")
    accessTokens[token] = now + 3600
    return json(
      more.merging(["access_token": token, "expires_in": 3599, "token_type": "Bearer"]) { $1 })
  }
}
