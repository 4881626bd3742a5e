import CCurl
import Foundation
import Synchronization

/// Sends requests by libcurl.
///
/// Certificates are verified. A proxy is taken from the environment (`https_proxy`, `no_proxy`), authorities from
/// `SSL_CERT_FILE` if it is set. Redirects are not followed, so that no secret goes to another server. Any thread can
/// use it; a connection is kept for the next request.
public final class CurlClient: HTTPClient {
  /// When a request is given up.
  public struct Limits: Sendable {
    /// Seconds until a connection must stand.
    public var connecting = 20.0
    /// Seconds in which hardly a byte went either way.
    public var withoutProgress = 60
    /// Seconds for all of it.
    public var whole = 900.0
    /// Bytes of an answer.
    public var answer = 16 << 20

    /// The usual limits.
    public init() {}
  }

  /// Handles that no request uses now: they hold open connections.
  private let idle = Mutex<[Handle]>([])
  private let limits: Limits

  /// Bytes a second below which nothing is in progress.
  private static let leastSpeed = 16
  private static let isReady = unreel_curl_initialize() == CURLE_OK

  /// Creates a client.
  ///
  /// - Parameter limits: when a request is given up.
  public init(limits: Limits = Limits()) { self.limits = limits }

  /// Sends a request and waits for the whole answer.
  public func send(_ request: HTTPRequest) throws -> HTTPResponse {
    guard Self.isReady, let handle = idle.withLock({ $0.popLast() }) ?? Handle() else {
      throw DeliveryError.unavailable("libcurl could not be started")
    }
    let response = try perform(request, with: handle)
    // After a failure the handle goes, and its connection with it.
    idle.withLock { $0.append(handle) }
    return response
  }

  private func perform(_ request: HTTPRequest, with handle: Handle) throws -> HTTPResponse {
    let curl = handle.curl
    curl_easy_reset(curl)
    var lines: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(lines) }
    for line in try Self.headerLines(of: request) { lines = curl_slist_append(lines, line) }
    let answer = Answer(mostBytes: limits.answer)
    let context = Unmanaged.passUnretained(answer).toOpaque()
    set(limitsOf: curl)
    unreel_curl_set_text(curl, CURLOPT_URL, request.url)
    unreel_curl_set_pointer(curl, CURLOPT_HTTPHEADER, lines)
    unreel_curl_set_receiver(curl, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      Answer.of(context)?.receive(bytes, size * count) ?? 0
    }
    unreel_curl_set_receiver(curl, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      Answer.of(context)?.receiveHeader(bytes, size * count) ?? 0
    }
    unreel_curl_set_pointer(curl, CURLOPT_WRITEDATA, context)
    unreel_curl_set_pointer(curl, CURLOPT_HEADERDATA, context)
    let code = withExtendedLifetime(answer) { Self.run(request, curl) }
    if answer.isTooLarge {
      throw DeliveryError.unavailable(
        "\(request.host) answered more than \(limits.answer) bytes")
    }
    guard code == CURLE_OK else { throw Self.error(code, request, curl) }
    var status = 0
    unreel_curl_get_number(curl, CURLINFO_RESPONSE_CODE, &status)
    return HTTPResponse(status, headers: answer.headers, body: answer.body)
  }

  private func set(limitsOf curl: UnsafeMutableRawPointer) {
    // Signals would hit other threads.
    unreel_curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
    unreel_curl_set_number(curl, CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connecting * 1000))
    unreel_curl_set_number(curl, CURLOPT_LOW_SPEED_LIMIT, Self.leastSpeed)
    unreel_curl_set_number(curl, CURLOPT_LOW_SPEED_TIME, limits.withoutProgress)
    unreel_curl_set_number(curl, CURLOPT_TIMEOUT_MS, Int(limits.whole * 1000))
    unreel_curl_set_number(curl, CURLOPT_FOLLOWLOCATION, 0)
    unreel_curl_allow_http_only(curl)
    unreel_curl_set_text(curl, CURLOPT_USERAGENT, "unreel")
    if let authorities = ProcessInfo.processInfo.environment["SSL_CERT_FILE"] {
      unreel_curl_set_text(curl, CURLOPT_CAINFO, authorities)
    }
  }

  /// Sends the request; the body is not copied.
  private static func run(_ request: HTTPRequest, _ curl: UnsafeMutableRawPointer) -> CURLcode {
    switch (request.method, request.body) {
    case ("GET", nil): unreel_curl_set_number(curl, CURLOPT_HTTPGET, 1)
    case ("HEAD", nil): unreel_curl_set_number(curl, CURLOPT_NOBODY, 1)
    default: unreel_curl_set_text(curl, CURLOPT_CUSTOMREQUEST, request.method)
    }
    guard let body = request.body else { return curl_easy_perform(curl) }
    return body.withUnsafeBytes { bytes in
      unreel_curl_set_size(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
      guard let start = bytes.baseAddress, !bytes.isEmpty else {
        return "".withCString { empty in
          unreel_curl_set_pointer(curl, CURLOPT_POSTFIELDS, empty)
          return curl_easy_perform(curl)
        }
      }
      unreel_curl_set_pointer(curl, CURLOPT_POSTFIELDS, start)
      return curl_easy_perform(curl)
    }
  }

  private static func headerLines(of request: HTTPRequest) throws -> [String] {
    // libcurl would wait for a permission to send the body, and would invent the type of a body.
    var lines = ["Expect:"]
    if request.headers.keys.allSatisfy({ $0.lowercased() != "content-type" }) {
      lines.append("Content-Type:")
    }
    for (name, value) in request.headers.sorted(by: { $0.key < $1.key }) {
      let line = value.isEmpty ? "\(name);" : "\(name): \(value)"
      guard line.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else {
        throw DeliveryError.refused(
          "the header \(name) for \(request.host) has a line break or a control character",
          advice: "check the key and the names in the settings")
      }
      lines.append(line)
    }
    return lines
  }

  /// Names a failure so that the same failure has the same words each time.
  private static func error(
    _ code: CURLcode, _ request: HTTPRequest, _ curl: UnsafeMutableRawPointer
  ) -> DeliveryError {
    var number = 0
    unreel_curl_get_number(curl, CURLINFO_OS_ERRNO, &number)
    let cause =
      code == CURLE_COULDNT_CONNECT && number != 0
      ? ": \(String(cString: strerror(Int32(number))))" : ""
    return .unavailable("\(request.host): \(String(cString: curl_easy_strerror(code)))\(cause)")
  }
}

/// libcurl's handle: used by one thread at a time.
private final class Handle: @unchecked Sendable {
  let curl: UnsafeMutableRawPointer

  init?() {
    guard let curl = curl_easy_init() else { return nil }
    self.curl = curl
  }

  deinit { curl_easy_cleanup(curl) }
}

/// The answer as it comes.
private final class Answer {
  private(set) var headers: [String: String] = [:]
  private(set) var body = Data()
  private(set) var isTooLarge = false
  private var headerBytes = 0
  private let mostBytes: Int

  init(mostBytes: Int) { self.mostBytes = mostBytes }

  static func of(_ context: UnsafeMutableRawPointer?) -> Answer? {
    context.map { Unmanaged<Answer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Takes bytes of the body; fewer than `count` ends the request.
  func receive(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes, body.count + count <= mostBytes else {
      isTooLarge = true
      return count == 0 ? 1 : 0
    }
    body.append(UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: count)
    return count
  }

  func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    headerBytes += count
    guard let bytes, headerBytes <= 256 << 10 else {
      isTooLarge = true
      return 0
    }
    let line = String(
      decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    // An answer that is on its way, such as 100, is followed by the real one.
    if line.hasPrefix("HTTP/") { headers = [:] }
    if let colon = line.firstIndex(of: ":") {
      let name = line[..<colon].lowercased()
      headers[name] = line[line.index(after: colon)...]
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return count
  }
}
