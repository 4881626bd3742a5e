import Datasets
import Evaluation
import Foundation
import Videos

/// The tables of single videos: copies, the most similar pairs, and the strangest videos.
///
/// Names and pictures lead to the map.
struct VideoTables: Sendable {
  /// Two videos side by side.
  private struct Pair: Sendable {
    var names: [String]
    var pictures: [Sight?]
    /// The further cells.
    var cells: [String]
  }

  /// The longest table of pairs that is not folded.
  private static let longestList = 12
  /// How many pairs and unusual videos are listed.
  private static let listed = 10
  /// How many pairs of the same footage are listed: a table of thousands would make the page slow.
  private static let mostDuplicates = 200

  private let copies: [[String]]
  private let duplicates: [Pair]
  /// How many pairs there are, listed or not.
  private let duplicateCount: Int
  private let hasLookedForDuplicates: Bool
  private let similar: [Pair]
  private let misplaced: [Pair]
  private let unusual: [Pair]

  /// Chooses what the tables show.
  ///
  /// - Parameters:
  ///   - collection: the grouping.
  ///   - ledger: the digests of the files, which tell copies.
  ///   - pictures: the pictures of the videos.
  /// - Throws: an error of the pictures.
  init(_ collection: ReportContent.Collection, ledger: Ledger, pictures: VideoPictures) throws {
    copies = Self.copies(in: ledger)
    hasLookedForDuplicates = collection.hasLookedForDuplicates
    let pairs = collection.duplicates.filter { $0.relations != [.sameFile] }
    // More pictures than are looked at would make the page large.
    duplicateCount = pairs.count
    duplicates = try pairs.prefix(Self.mostDuplicates).enumerated().map { number, pair in
      try Self.pair(pair, number < 4 * Self.listed ? pictures : nil)
    }

    let byName = Dictionary(collection.videos.map { ($0.video, $0) }) { first, _ in first }
    func row(_ video: CollectionVideo) throws -> Pair {
      Pair(
        names: [video.video, video.nearest],
        pictures: try [video, byName[video.nearest]].map { try $0.flatMap(pictures.typical(of:)) },
        cells: [NumberText.decimal(video.nearestSimilarity, places: 2)])
    }
    let videos = collection.videos.filter { !$0.nearest.isEmpty }
    // Pairs that are listed as the same footage are not listed again.
    var seen = Set(pairs.map { Set([$0.video, $0.other]) })
    let equal = Set(copies.flatMap { $0 })
    similar =
      try videos
      .sorted { ($1.nearestSimilarity, $0.video) < ($0.nearestSimilarity, $1.video) }
      .filter { !(equal.contains($0.video) && equal.contains($0.nearest)) }
      .filter { seen.insert([$0.video, $0.nearest]).inserted }
      .prefix(Self.listed).map(row)
    // Of two that are each other's nearest, one row tells both.
    var told: Set<Set<String>> = []
    misplaced =
      try videos
      .filter { video in byName[video.nearest].map { $0.cluster != video.cluster } ?? false }
      .sorted { ($1.nearestSimilarity, $0.video) < ($0.nearestSimilarity, $1.video) }
      .filter { told.insert([$0.video, $0.nearest]).inserted }
      .prefix(Self.listed)
      .map { video in
        var pair = try row(video)
        pair.cells =
          [video.cluster, byName[video.nearest]?.cluster].map { "\($0 ?? 0)" } + pair.cells
        return pair
      }
    unusual =
      try videos
      .sorted { ($0.nearestSimilarity, $0.video) < ($1.nearestSimilarity, $1.video) }
      .prefix(min(Self.listed, max(1, collection.videos.count / 5))).map(row)
  }

  /// Finds videos whose files are equal: a list of names for each file that is there more than once.
  static func copies(in ledger: Ledger) -> [[String]] {
    Dictionary(grouping: ledger.rows.filter { !$0.sha256.isEmpty }, by: \.sha256).values
      .filter { $0.count > 1 }.map { $0.map(\.video).sorted() }
      .sorted { ($0.first ?? "") < ($1.first ?? "") }
  }

  /// A name that leads to the video on the map.
  static func link(_ name: String) -> String {
    "<a href=\"\(address(of: name))\">\(HTML.escaped(name))</a>"
  }

  /// The address of a video on the map.
  static func address(of name: String) -> String {
    "#video=\(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
  }

  /// The tables, with the names that the table of contents has for them.
  var parts: [PageSection.Part] {
    [
      PageSection.Part(
        title: "equal files",
        html: HTML.table(
          caption: "The same file more than once", kind: "texts", columns: ["Copies", "Files"],
          rows: copies.map { group in
            [NumberText.count(group.count), group.map(Self.link).joined(separator: ", ")]
          })),
      PageSection.Part(title: "same footage", html: duplicatesTable),
      PageSection.Part(
        title: "most similar pairs",
        html: table(
          "The most similar pairs of different files", similar, ["Video", "Nearest", "Similarity"])),
      PageSection.Part(
        title: "perhaps in a wrong group",
        html: table(
          "Videos that may be in a wrong group: the nearest video is in another one", misplaced,
          ["Video", "Nearest", "Its group", "Nearest’s group", "Similarity"])),
      PageSection.Part(
        title: "strangest videos",
        html: table(
          "The strangest videos: least like any other", unusual,
          ["Video", "Nearest", "Similarity"])),
    ]
  }

  private var duplicatesTable: String {
    guard !duplicates.isEmpty else {
      return hasLookedForDuplicates
        ? "<p>No two different files were found to show the same footage.</p>" : ""
    }
    let table =
      table(
        "What seems to be the same footage in different files", duplicates,
        ["Video", "Copy", "Copy begins at", "Differs by", "One held out", "Alike"])
      + "\n<p>“Alike” compares pixels over time, and 1 is the same; “Similarity” in the tables below compares what was "
      + "learned. “Both are cut”: each has a part that the other lacks. The pictures are of one moment. Look at both videos "
      + "before you remove one: scenes that are very much alike can be among them.</p>"
    guard duplicateCount > Self.longestList else { return table }
    let rest =
      duplicateCount > duplicates.count
      ? "\n<p>These are the \(duplicates.count) most alike; all are in <code>collection/duplicates.csv</code>.</p>"
      : ""
    return HTML.folded(
      NumberText.count(duplicateCount, "pair")
        + " that seem to be the same footage in different files",
      table + rest)
  }

  private func table(_ caption: String, _ pairs: [Pair], _ columns: [String]) -> String {
    HTML.table(
      caption: caption, kind: "pairs", columns: columns,
      rows: pairs.map { pair in
        zip(pair.names, pair.pictures).map { name, picture in
          (picture.map { $0.link + " " } ?? "") + Self.link(name)
        } + pair.cells
      }, isStacked: true)
  }

  private static func pair(_ pair: DuplicatePair, _ pictures: VideoPictures?) throws -> Pair {
    Pair(
      names: [pair.video, pair.other],
      pictures: try pictures?.ofOneMoment(pair.video, pair.other, offset: pair.offset) ?? [
        nil, nil,
      ],
      cells: [
        "\(NumberText.decimal(pair.offset, places: 1))\u{00A0}s of the video",
        HTML.escaped(pair.relations.map(\.words).joined(separator: ", ")),
        pair.isAcrossSplit ? "yes" : "no", NumberText.decimal(pair.score, places: 2),
      ])
  }
}

/// The stored pictures of videos, for tables.
final class VideoPictures {
  private let frames: [String: [FramesTable.Row]]
  private let picture: (FramesTable.Row) throws -> RGBImage
  private let codec: JPEGCodec

  /// Takes the frames.
  ///
  /// - Parameters:
  ///   - frames: the frames of all videos.
  ///   - picture: reads the stored picture of a frame.
  /// - Throws: `PictureError`.
  init(
    of frames: [FramesTable.Row], picture: @escaping (FramesTable.Row) throws -> RGBImage
  ) throws {
    self.frames = Dictionary(grouping: frames, by: \.video)
    self.picture = picture
    codec = try JPEGCodec()
  }

  /// A typical frame of a video; nil without frames.
  func typical(of video: CollectionVideo) throws -> Sight? {
    try frames[video.video]?.typical(of: video.cluster).map(encoded)
  }

  /// A frame of each of two videos that show the same.
  ///
  /// - Parameters:
  ///   - video: the name of the video that begins first.
  ///   - copy: the name of the other one.
  ///   - offset: the second of the video at which the other one begins.
  func ofOneMoment(
    _ video: String, _ copy: String, offset: Double
  ) throws -> [Sight?] {
    guard let own = frames[video], let others = frames[copy],
      let last = own.map(\.seconds).max()
    else { return [nil, nil] }
    let common = others.filter { $0.seconds + offset <= last }
    let other = common.isEmpty ? others[0] : common[common.count / 2]
    let moment = other.seconds + offset
    let nearest = own.min { abs($0.seconds - moment) < abs($1.seconds - moment) }
    return [try nearest.map(encoded), try encoded(other)]
  }

  private func encoded(_ row: FramesTable.Row) throws -> Sight {
    let image = try picture(row)
    return Sight(
      video: row.video, seconds: row.seconds,
      picture: EmbeddedPicture(
        .jpeg, bytes: try codec.encode(image, quality: 80), width: image.width,
        height: image.height))
  }
}

/// A frame in a table.
struct Sight: Sendable {
  /// The name of its video.
  var video: String
  /// Its second in the video.
  var seconds: Double
  /// The frame as it is stored.
  var picture: EmbeddedPicture

  /// The picture as a link to the frame on the map.
  var link: String {
    let second = NumberText.decimal(seconds, places: 1)
    let text = HTML.escaped("\(video), second \(second)")
    return "<a class=\"sight\" href=\"\(VideoTables.address(of: video))&amp;second=\(second)\">"
      + "<img src=\"\(picture.address)\" alt=\"\(text)\" title=\"\(text)\"/></a>"
  }
}
