import CCurl
import Foundation

extension HTTPResponse {
  /// Returns the answer if it is a success.
  ///
  /// This is the one place that turns statuses into errors. Statuses that mean something special to a place, such as
  /// 409 for what is there already, are looked at before.
  ///
  /// - Parameters:
  ///   - request: the request that is answered.
  ///   - place: the place's name in messages: `Google Sheets`.
  ///   - detail: what the server says about the failure; it is cleaned of the request's secrets.
  ///   - advice: what to do if the place refuses, by the status.
  /// - Returns: the answer.
  /// - Throws: ``DeliveryError``.
  @discardableResult
  public func succeeded(
    _ request: HTTPRequest, at place: String, detail: String? = nil,
    advice: (_ status: Int) -> String? = { _ in nil }
  ) throws -> HTTPResponse {
    if isSuccess { return self }
    throw failure(of: request, at: place, detail: detail, advice: advice)
  }

  /// The error that an answer without success means; the parameters are those of
  /// ``succeeded(_:at:detail:advice:)``.
  func failure(
    of request: HTTPRequest, at place: String, detail: String? = nil,
    advice: (_ status: Int) -> String? = { _ in nil }
  ) -> DeliveryError {
    let said = detail.map(request.cleaned).flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
    let reason = "\(place) answered \(status)\(Self.name(of: status))\(said)"
    switch status {
    case 408, 425, 429, 500...:
      return .unavailable(reason, after: retryAfter)
    case ..<400:
      // The network's own page for signing in answers so.
      return .unavailable("\(reason); something between this machine and \(request.host) answers")
    default:
      return .refused(reason, advice: advice(status) ?? Self.advice(status, request.host))
    }
  }

  /// How many seconds the server wants to be left alone, if it says so.
  ///
  /// A date is compared with the server's own clock where the answer tells that.
  var retryAfter: Double? {
    guard let text = headers["retry-after"]?.trimmingCharacters(in: .whitespaces) else {
      return nil
    }
    if let seconds = Double(text) { return seconds.isFinite ? max(0, seconds) : nil }
    let until = curl_getdate(text, nil)
    guard until >= 0 else { return nil }
    let said = headers["date"].map { curl_getdate($0, nil) } ?? -1
    return max(0, Double(until) - (said >= 0 ? Double(said) : Date().timeIntervalSince1970))
  }

  private static func name(of status: Int) -> String {
    switch status {
    case 400: " (bad request)"
    case 401: " (not signed in)"
    case 403: " (forbidden)"
    case 404: " (not found)"
    case 408: " (timed out)"
    case 409: " (in conflict)"
    case 413: " (too large)"
    case 429: " (too many requests)"
    case 500: " (internal error)"
    case 502, 503, 504: " (unavailable)"
    case 507: " (full)"
    default: ""
    }
  }

  private static func advice(_ status: Int, _ host: String) -> String {
    switch status {
    case 401: "check the key or sign in again"
    case 403: "give the account the right to write there"
    case 404: "check the name and the address in the settings"
    default: "check what the settings say about \(host)"
    }
  }
}
