import Basics
import Evaluation
import Reports
import Videos

extension CollectionSearch {
  /// Draws the nearest frames as a contact sheet.
  ///
  /// - Parameter result: what was found.
  /// - Returns: the figure.
  /// - Throws: errors of reading the stored frames.
  package func sheet(of result: Result) throws -> ContactSheet {
    let store = try FrameStore(path: run.frames(of: settings))
    let codec = try JPEGCodec()
    let map = try FrameMap(
      frames: index.frames, clusterCount: index.summary.clusters, noun: "group",
      videos: index.videos)
    func entry(_ video: String, _ frame: Int, _ remark: String, _ colour: Colour) throws
      -> ContactSheet.Entry
    {
      ContactSheet.Entry(
        picture: try codec.read(store.queryPath(video, frame: frame)), name: video, remark: remark,
        colour: colour)
    }
    var entries: [ContactSheet.Entry] = []
    if let own = index.frames.first(where: {
      $0.video == result.query && $0.seconds == result.seconds
    }) {
      entries.append(
        try entry(own.video, own.frame, "the query, \(NumberText.seconds(own.seconds))", .ink))
    } else if let picture = result.picture {
      let second = result.seconds.map { ", \(NumberText.seconds($0))" } ?? ""
      entries.append(
        ContactSheet.Entry(
          picture: picture, name: result.query, remark: "the query" + second, colour: .ink))
    }
    entries += try result.frames.map { found in
      try entry(
        found.video, found.frame,
        "\(NumberText.decimal(found.score, places: 2)) · \(NumberText.seconds(found.seconds))",
        map.clusterSummaries[found.cluster].colour)
    }
    return try ContactSheet(entries, title: ["Nearest to \(result.query)"])
  }
}
