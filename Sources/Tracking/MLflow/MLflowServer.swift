import Foundation

/// How a user shows an MLflow server who it is; it is never printed.
public enum MLflowLogin: Equatable, Sendable, CustomStringConvertible {
  /// The server asks nobody.
  case none
  /// A name and a password.
  case password(user: String, String)
  /// A token.
  case token(String)

  /// Finds it as MLflow's own client does.
  ///
  /// - Parameter environment: the environment: `MLFLOW_TRACKING_TOKEN`, `MLFLOW_TRACKING_USERNAME`,
  ///   `MLFLOW_TRACKING_PASSWORD`.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> MLflowLogin {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let user = value("MLFLOW_TRACKING_USERNAME") {
      return .password(user: user, value("MLFLOW_TRACKING_PASSWORD") ?? "")
    }
    return value("MLFLOW_TRACKING_TOKEN").map { .token($0) } ?? .none
  }

  /// What kind it is.
  public var description: String {
    switch self {
    case .none: "nothing"
    case .password: "a name and a password"
    case .token: "a token"
    }
  }

  /// The header that says it.
  var header: [String: String] {
    switch self {
    case .none: [:]
    case .password(let user, let password):
      ["Authorization": "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"]
    case .token(let token): ["Authorization": "Bearer \(token)"]
    }
  }

  /// The words that no message may show.
  var secrets: [String] {
    switch self {
    case .none: []
    case .password(_, let password): [password]
    case .token(let token): [token]
    }
  }
}

/// An MLflow server, as its REST interface describes it (https://mlflow.org/docs/latest/rest-api.html).
public struct MLflowServer: Sendable {
  /// What the server answers to a request that it refuses.
  private struct Refusal: Decodable {
    var error_code: String?
    var message: String?
  }

  let address: String
  private let http: any HTTPClient
  private let login: @Sendable () -> MLflowLogin

  /// Names a server.
  ///
  /// - Parameters:
  ///   - address: where it is: `http://127.0.0.1:5000`, or what `MLFLOW_TRACKING_URI` has.
  ///   - http: sends the requests.
  ///   - login: how to show who this is.
  /// - Throws: ``DeliveryError/refused(_:advice:)`` if the address is none of a server.
  public init(
    _ address: String, http: any HTTPClient,
    login: @escaping @Sendable () -> MLflowLogin = { MLflowLogin.find() }
  ) throws {
    guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty,
      let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
      parts.user == nil, parts.password == nil, parts.query == nil
    else {
      // The address may have a password in it: it is not repeated.
      throw DeliveryError.refused(
        "the address of MLflow is no address of a server",
        advice:
          "write it like http://127.0.0.1:5000, without a name and a password: those are taken from "
          + "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD")
    }
    var trimmed = address
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    (self.address, self.http, self.login) = (trimmed, http, login)
  }

  /// The server in messages.
  var place: String { "MLflow at \(URLComponents(string: address)?.host ?? address)" }

  /// Asks something, and reads the answer.
  ///
  /// - Parameters:
  ///   - path: the path after `/api/2.0/`.
  ///   - method: the method.
  ///   - body: what is sent as JSON; nil for nothing.
  ///   - missing: failures that have an answer of their own, by MLflow's names for them: then nil is returned.
  /// - Throws: ``DeliveryError``.
  func ask<Answer: Decodable>(
    _ path: String, _ method: String = "POST", _ body: (any Encodable)? = nil,
    missing: Set<String> = []
  ) throws -> Answer? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    let data = try body.map { try encoder.encode($0) }
    return try send(method, path, "application/json", data, missing: missing)
  }

  /// Puts an artifact's content on the server.
  ///
  /// - Parameters:
  ///   - bytes: the content.
  ///   - path: the artifact's path on the server.
  ///   - type: the kind of content.
  /// - Throws: ``DeliveryError``.
  func put(_ bytes: [UInt8], at path: String, type: String) throws {
    let encoded = PercentEncoding.encoded(path, keeping: "/")
    let request = request("PUT", "mlflow-artifacts/artifacts/\(encoded)", type, Data(bytes))
    let response = try http.send(request)
    try succeeded(response, request)
    // MLflow 3.17 answers with nothing, older ones with an empty object; a page is the answer of something else.
    guard
      response.body.isEmpty || (try? JSONDecoder().decode(Empty.self, from: response.body)) != nil
    else { throw strange }
  }

  private func send<Answer: Decodable>(
    _ method: String, _ path: String, _ type: String, _ body: Data?, missing: Set<String>
  ) throws -> Answer? {
    let request = request(method, path, type, body)
    let response = try http.send(request)
    if !response.isSuccess, let code = Self.refusal(response)?.error_code, missing.contains(code) {
      return nil
    }
    try succeeded(response, request)
    guard let answer = try? JSONDecoder().decode(Answer.self, from: response.body) else {
      throw strange
    }
    return answer
  }

  private func request(
    _ method: String, _ path: String, _ type: String, _ body: Data?
  ) -> HTTPRequest {
    let login = login()
    var headers = login.header
    if body != nil { headers["Content-Type"] = type }
    return HTTPRequest(
      method, "\(address)/api/2.0/\(path)", headers: headers, body: body, secrets: login.secrets)
  }

  private func succeeded(_ response: HTTPResponse, _ request: HTTPRequest) throws {
    // What stands before the server often answers in plain text; a page says little in its first words.
    let text = String(decoding: response.body.prefix(200), as: UTF8.self)
    let detail = Self.refusal(response)?.message ?? (text.hasPrefix("<") ? nil : text)
    try response.succeeded(request, at: place, detail: detail, advice: Self.advice)
  }

  private static func refusal(_ response: HTTPResponse) -> Refusal? {
    try? JSONDecoder().decode(Refusal.self, from: response.body)
  }

  private var strange: DeliveryError {
    .unavailable("\(place) answered as no MLflow server does")
  }

  /// An answer that tells nothing.
  struct Empty: Decodable {}

  private static func advice(_ status: Int) -> String? {
    switch status {
    case 400: "look at the run and the experiment in MLflow: one that was deleted can be restored"
    case 401:
      "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
    case 403:
      "let this user edit the experiment; if the message is about a host, start the server with --allowed-hosts"
    case 404:
      "check the address; if the run was removed in MLflow, remove RUN/tracking/mlflow.json: then all is sent anew"
    case 413: "let the proxy before MLflow take bodies of 1 MB and more"
    default: nil
    }
  }
}
