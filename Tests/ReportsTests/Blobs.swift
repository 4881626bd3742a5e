import Evaluation
import Basics
import Reports

/// Frames in one blob a cluster, the blobs on a circle.
func blobs(of count: Int, clusters: Int, seed: UInt64 = 1) -> [FramesTable.Row] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { index in
    let cluster = index % clusters
    let corner = [(-20.0, 20.0), (20.0, 20.0), (20.0, -20.0), (-20.0, -20.0)][cluster % 4]
    return FramesTable.Row(
      video: "video-\(index / 10).avi", category: "category \(cluster)",
      seconds: 0.4 * Double(index % 10), cluster: cluster,
      x: corner.0 + 2 * generator.gaussian(), y: corner.1 + 2 * generator.gaussian())
  }
}
