import Basics

/// A figure that could not be drawn or encoded.
///
/// Trouble with the disk is not among the cases: it is a `SystemCallError` that names the file.
package enum DrawingError: ExplainedError {
  /// The figure would have more pixels a side than Cairo's pictures can have (32 767).
  case tooLarge(width: Int, height: Int)
  /// Cairo refused; `action` is a phrase such as `drawing`, `message` Cairo's own words.
  case refused(action: String, status: UInt32, message: String)

  /// Only too large a figure is the request's own fault.
  package var blame: Blame {
    switch self {
    case .tooLarge: .usage
    case .refused: .execution
    }
  }

  /// Such as `drawing: out of memory (Cairo status 1)`.
  package var description: String {
    switch self {
    case .tooLarge(let width, let height):
      "a figure of \(width) × \(height) pixels: a side can have at most \(Surface.longestSide); "
        + "ask for fewer clusters or frames"
    case .refused(let action, let status, let message):
      "\(action): \(message) (Cairo status \(status))"
    }
  }
}
