import Evaluation
import Basics

/// A map that cannot be drawn.
package enum MapError: ExplainedError {
  /// There is no frame.
  case empty
  /// A frame lies nowhere; `index` is its row.
  case notFinite(index: Int, frame: FramesTable.Row)
  /// A frame's cluster has a number below 0, or one that so few frames can't fill; `index` is the
  /// frame's row.
  case noCluster(index: Int, frame: FramesTable.Row)
  /// There are more clusters than frames.
  case clusters(Int, frames: Int)

  /// What was evaluated is at fault, not the request.
  package var blame: Blame { .execution }

  /// Such as `frame 3 (a.avi at 1.2 s) has the place (nan, 0.0) on the map; …`.
  package var description: String {
    switch self {
    case .empty:
      "the map has no frames; evaluate a collection that has some"
    case .notFinite(let index, let frame):
      "\(Self.name(index, frame)) has the place (\(frame.x), \(frame.y)) on the map; "
        + "evaluate again, the features may not be finite"
    case .noCluster(let index, let frame):
      "\(Self.name(index, frame)) has the cluster \(frame.cluster); clusters count from 0, "
        + "and there are no more of them than frames"
    case .clusters(let clusters, let frames):
      "\(clusters) clusters of \(frames) frames can't be drawn; evaluate again"
    }
  }

  private static func name(_ index: Int, _ frame: FramesTable.Row) -> String {
    "frame \(index) (\(frame.video) at \(frame.seconds) s)"
  }
}
