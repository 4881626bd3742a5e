/// The answer to a request.
package struct Answer: Sendable {
  /// What follows the header.
  enum Body: Sendable {
    case bytes([UInt8])
    case file(OpenFile)
    /// Events, as long as the reader stays.
    case events(RunWatcher.Interest)
  }

  /// The status: 200.
  package var status: Int
  /// The header fields that differ between answers.
  package var headers: [(String, String)]
  /// What follows.
  var body: Body

  /// What the page itself may load: only what this server has.
  static let pagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  /// What other files may do: nothing.
  static let filePolicy =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
  /// What a report may do: run its own scripts, as a page of its own that can't read this one.
  static let reportPolicy =
    "default-src 'none'; script-src 'unsafe-inline' 'self'; style-src 'unsafe-inline'; "
    + "img-src data: blob: 'self'; media-src 'self'; connect-src 'none'; base-uri 'none'; "
    + "form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-downloads allow-modals"

  /// An answer with bytes.
  static func bytes(
    _ bytes: [UInt8], type: String, policy: String = filePolicy, cache: String = "no-store"
  )
    -> Answer
  {
    Answer(
      status: 200,
      headers: [
        ("Content-Type", type), ("Content-Security-Policy", policy), ("Cache-Control", cache),
      ], body: .bytes(bytes))
  }

  /// An answer with JSON.
  static func json(_ text: String) -> Answer {
    bytes(Array(text.utf8), type: "application/json")
  }

  /// An answer with a sentence for people.
  static func text(_ status: Int, _ text: String) -> Answer {
    Answer(
      status: status,
      headers: [
        ("Content-Type", "text/plain; charset=utf-8"), ("Content-Security-Policy", filePolicy),
        ("Cache-Control", "no-store"),
      ], body: .bytes(Array((text + "\n").utf8)))
  }
}
