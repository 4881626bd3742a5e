import Basics

/// A preparation that can't be begun or brought to an end.
public enum PreparationError: ExplainedError, Equatable {
  /// No video gave a single frame.
  case nothingDecoded(folder: String, reasons: [String])
  /// The folder for the store holds something else.
  case occupied(path: String)
  /// The store would lie among the videos and be taken for some of them.
  case storeAmongVideos(store: String, videos: String)
  /// The store that is there was made otherwise.
  case otherStore(path: String, difference: String)
  /// The store holds videos that the collection lacks.
  case videosGone(store: String, videos: String, first: String, count: Int)
  /// The store holds videos that are there and were left out of the request.
  case videosLeftOut(store: String, first: String, count: Int)
  /// Another process is preparing the store.
  case busy(path: String, process: Int?)

  /// The request's.
  public var blame: Blame { .usage }

  /// Such as `FRAMES was made with stride 5, not 10; prepare into another folder`.
  public var description: String {
    switch self {
    case .nothingDecoded(let folder, let reasons):
      "no frame could be decoded from any file of \(folder): \(reasons.joined(separator: "; "))"
    case .occupied(let path):
      "\(path) is neither empty nor a frame store; prepare into another folder"
    case .storeAmongVideos(let store, let videos):
      "the frame store \(store) would lie among the videos of \(videos); prepare into another folder"
    case .otherStore(let path, let difference):
      "\(path) was made \(difference); prepare into another folder"
    case .videosGone(let store, let videos, let first, let count):
      "\(videos) lacks \(count) video\(count == 1 ? "" : "s") that \(store) holds, such as \(first);"
        + " put them back or prepare into another folder"
    case .videosLeftOut(let store, let first, let count):
      "\(store) holds \(count) video\(count == 1 ? "" : "s") that these categories and lists leave out,"
        + " such as \(first); include them or prepare into another folder"
    case .busy(let path, let process):
      "another process\(process.map { " (\($0))" } ?? "") is preparing \(path);"
        + " wait for it or stop it"
    }
  }
}
