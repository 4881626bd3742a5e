import Basics
import Datasets
import Evaluation
import Foundation
import Videos

/// The groups of a collection as a page shows them: a row for each group, with typical frames and all file names.
package struct CollectionSection: Sendable {
  /// A group of videos.
  struct Group: Sendable {
    /// The number of its cluster.
    var number: Int
    /// The name that the user has given to it; nil if it has none.
    var name: String?
    /// Its colour in all figures.
    var colour: Colour
    /// Its videos, the most typical first.
    var videos: [CollectionVideo]
    /// A frame of each of the most typical videos.
    var pictures: [EmbeddedPicture]
  }

  /// How many typical videos of a group have a picture.
  private static let pictures = 3
  /// The height of a picture in pixels.
  private static let pictureHeight = 96
  /// The longest list of names that is not folded.
  private static let longestList = 12
  /// How many pairs and unusual videos are listed.
  private static let listed = 10

  private let groups: [Group]
  private let copies: [[String]]
  private let duplicates: [DuplicatePair]
  private let hasParts: Bool

  /// Takes what the section shows.
  ///
  /// - Parameters:
  ///   - collection: the grouping.
  ///   - ledger: the digests of the files, which tell copies.
  ///   - colours: the colour of every group in the figures.
  ///   - picture: reads the stored picture of a frame.
  /// - Throws: an error of `picture`, or `PictureError`.
  init(
    _ collection: ReportContent.Collection, ledger: Ledger, colours: [Colour],
    picture: (FramesTable.Row) throws -> RGBImage
  ) throws {
    let frames = Dictionary(grouping: collection.frames, by: \.video)
    let codec = try JPEGCodec()
    func encoded(_ video: CollectionVideo) throws -> EmbeddedPicture? {
      guard let rows = frames[video.video] else { return nil }
      guard let row = rows.typical(of: video.cluster) else { return nil }
      let image = try picture(row)
      return EmbeddedPicture(
        .jpeg, bytes: try codec.encode(image, quality: 80), width: image.width, height: image.height
      )
    }
    let members = Dictionary(grouping: collection.videos, by: \.cluster)
    groups = try (0..<collection.summary.clusters).map { number in
      let videos = (members[number] ?? []).mostTypicalFirst
      return Group(
        number: number, name: collection.names.names[number], colour: colours[number],
        videos: videos,
        pictures: try videos.prefix(Self.pictures).compactMap(encoded))
    }
    copies = Self.copies(in: ledger)
    duplicates = collection.duplicates.filter { $0.relations != [.sameFile] }
    hasParts = Set(collection.videos.map(\.part)).count > 1
  }

  /// Finds videos whose files are equal: a list of names for each file that is there more than once.
  static func copies(in ledger: Ledger) -> [[String]] {
    Dictionary(grouping: ledger.rows.filter { !$0.sha256.isEmpty }, by: \.sha256).values
      .filter { $0.count > 1 }.map { $0.map(\.video).sorted() }
      .sorted { ($0.first ?? "") < ($1.first ?? "") }
  }

  /// The colours of the groups.
  var colours: Set<ThemedColour> { Set(groups.map { ThemedColour($0.colour) }) }

  /// The section's contents.
  var html: [String] {
    let mark = hasParts ? "<p>* held out: not used in training.</p>" : ""
    return [groupsTable, mark, copiesTable, duplicatesTable, pairsTable, unusualTable]
  }

  private var groupsTable: String {
    HTML.table(
      caption: "Groups of videos", kind: "groups",
      columns: ["Group", "Most typical", "Videos", "Files, the most typical first"],
      rows: groups.filter { !$0.videos.isEmpty }.map { group in
        let swatch =
          "<span class=\"swatch\" style=\"background:\(ThemedColour(group.colour).code)\"></span>"
        let pictures = zip(group.pictures, group.videos).map { picture, video in
          "<img src=\"\(picture.address)\" height=\"\(Self.pictureHeight)\" "
            + "alt=\"\(HTML.escaped(video.video))\" title=\"\(HTML.escaped(video.video))\"/>"
        }
        return [
          "\(swatch)\(group.number)"
            + (group.name.map { "<br/>\(HTML.escaped($0))" } ?? ""),
          pictures.joined(separator: " "),
          NumberText.count(group.videos.count), files(of: group),
        ]
      }, isCaptionShown: false)
  }

  /// All names of a group; a long list is folded.
  private func files(of group: Group) -> String {
    let names = group.videos.map { video in
      let isHeldOut = hasParts && video.part == "test"
      return HTML.escaped(video.video) + (isHeldOut ? "\u{00A0}*" : "")
    }
    guard names.count > Self.longestList else { return names.joined(separator: ", ") }
    return "<details><summary>\(names.prefix(3).joined(separator: ", ")) and "
      + "\(NumberText.count(names.count - 3)) more</summary>\(names.joined(separator: ", "))</details>"
  }

  private var copiesTable: String {
    HTML.table(
      caption: "The same file more than once", kind: "texts", columns: ["Copies", "Files"],
      rows: copies.map { [NumberText.count($0.count), HTML.escaped($0.joined(separator: ", "))] })
  }

  private var duplicatesTable: String {
    let table = HTML.table(
      caption: "The same footage in different files", kind: "pairs",
      columns: ["Video", "Copy", "Begins at", "Differs by", "Alike", "Sides"],
      rows: duplicates.map { pair in
        [
          link(pair.video), link(pair.other),
          "\(NumberText.decimal(pair.offset, places: 1))\u{00A0}s",
          HTML.escaped(pair.relations.map(\.words).joined(separator: ", ")),
          NumberText.decimal(pair.score, places: 2),
          pair.isAcrossSplit ? "trained, held out" : "",
        ]
      })
    guard !duplicates.isEmpty else { return "" }
    let note =
      "<p>Found by comparing frames; 1 is the same. Look at both before you remove one: scenes that are very much "
      + "alike are among them.</p>"
    guard duplicates.count > Self.longestList else { return table + "\n" + note }
    return HTML.folded(
      NumberText.count(duplicates.count, "pair") + " of the same footage in different files",
      table + note)
  }

  private var videos: [CollectionVideo] { groups.flatMap(\.videos) }

  private var pairsTable: String {
    // Pairs that are listed above as the same footage are not listed again.
    var seen = Set(duplicates.map { Set([$0.video, $0.other]) })
    let equal = Set(copies.flatMap { $0 })
    let pairs = videos.filter { !$0.nearest.isEmpty }
      .sorted { ($1.nearestSimilarity, $0.video) < ($0.nearestSimilarity, $1.video) }
      .filter { !(equal.contains($0.video) && equal.contains($0.nearest)) }
      .filter { seen.insert([$0.video, $0.nearest]).inserted }
    return HTML.table(
      caption: "The most similar pairs of different files", kind: "pairs",
      columns: ["Video", "Nearest", "Similarity"],
      rows: pairs.prefix(Self.listed).map(row))
  }

  private var unusualTable: String {
    let lonely = videos.filter { !$0.nearest.isEmpty }
      .sorted { ($0.nearestSimilarity, $0.video) < ($1.nearestSimilarity, $1.video) }
    return HTML.table(
      caption: "The videos that are least like any other", kind: "pairs",
      columns: ["Video", "Nearest", "Similarity"],
      rows: lonely.prefix(min(Self.listed, max(1, videos.count / 5))).map(row))
  }

  /// A name that leads to the video on the map.
  private func link(_ name: String) -> String {
    let address = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return "<a href=\"#search=\(address)\">\(HTML.escaped(name))</a>"
  }

  private func row(_ video: CollectionVideo) -> [String] {
    [
      link(video.video), link(video.nearest),
      NumberText.decimal(video.nearestSimilarity, places: 2),
    ]
  }
}

extension [FramesTable.Row] {
  /// The middle frame of a video among those that look like its group; nil without frames.
  ///
  /// - Parameter cluster: the number of the group.
  func typical(of cluster: Int) -> FramesTable.Row? {
    let alike = filter { $0.cluster == cluster }
    let candidates = alike.isEmpty ? self : alike
    return candidates.isEmpty ? nil : candidates[candidates.count / 2]
  }
}
