import Basics
import Datasets

/// `videos.csv`: a row a video, with the group that it is in.
struct VideosTable {
  let videos: [StoredVideo]
  let clusters: [Int]

  /// Writes the table, durably.
  func write(to path: String) throws {
    let rows = zip(videos, clusters).map { video, cluster in
      CommaSeparated.row([video.name, video.category, "\(cluster)"])
    }
    try DurableFile.write(
      CommaSeparated.row(["video", "category", "cluster"]) + rows.joined(), to: path)
  }
}
