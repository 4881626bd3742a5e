import Basics
import Foundation

/// What is searched for: a video of the collection or any other file, and a second of it.
public struct SearchQuery: Equatable, Sendable {
  /// The name of a video in the collection, or the path of a file.
  public var name: String
  /// The second; nil for the whole video, or for a picture.
  public var seconds: Double?

  /// Reads `NAME` or `NAME@SECONDS`.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - isName: tells whether a text is the name of a video or of a file, which may contain an `@`.
  public init(_ text: String, isName: (String) -> Bool) {
    (name, seconds) = (text, nil)
    guard !isName(text), let sign = text.lastIndex(of: "@"),
      let seconds = Double(text[text.index(after: sign)...]), seconds.isFinite, seconds >= 0
    else { return }
    (name, self.seconds) = (String(text[..<sign]), seconds)
  }
}

/// A search that can't be done.
public enum SearchError: ExplainedError, Equatable {
  /// There is neither a video of this name nor a file.
  case unknown(String, similar: [String])
  /// The video ends earlier.
  case beyondEnd(name: String, seconds: Double, last: Double)
  /// A second of a picture is wanted.
  case noSeconds(name: String)
  /// The file is neither a video nor a picture.
  case unreadable(path: String, reason: String)
  /// The grouping lacks the features that other files are compared by.
  case noAppearance(run: String)

  /// The request is to blame.
  public var blame: Blame { .usage }

  /// Says what is wrong, and what to do.
  public var description: String {
    switch self {
    case .unknown(let name, let similar):
      "\(name) is neither a video of the collection nor a file"
        + (similar.isEmpty ? "" : "; did you mean \(similar.joined(separator: ", or "))?")
    case .beyondEnd(let name, let seconds, let last):
      String(
        format: "the last frame of %@ is at %.2f s, and %.2f s is beyond it", name, last, seconds)
    case .noSeconds(let name): "\(name) is a picture and has no seconds; leave out what follows @"
    case .unreadable(let path, let reason):
      "\(path) is neither a video nor a picture that can be read: \(reason)"
    case .noAppearance(let run):
      "the groups of \(run) were made by an earlier version, which kept no features to compare other files by; "
        + "make them again: unreel evaluate \(run)"
    }
  }
}
