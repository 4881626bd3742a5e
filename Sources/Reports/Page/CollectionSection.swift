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
    /// Frames of some of them.
    var pictures: [Sight]
  }

  /// How many videos of a group have a picture: from the most typical one to the least, evenly drawn.
  private static let pictures = 6
  /// The longest list of names that is not folded.
  private static let longestList = 12

  private let groups: [Group]
  private let tables: VideoTables
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
    picture: @escaping (FramesTable.Row) throws -> RGBImage
  ) throws {
    let pictures = try VideoPictures(of: collection.frames, picture: picture)
    let members = Dictionary(grouping: collection.videos, by: \.cluster)
    groups = try (0..<collection.summary.clusters).map { number in
      let videos = (members[number] ?? []).mostTypicalFirst
      return Group(
        number: number, name: collection.names.names[number], colour: colours[number],
        videos: videos,
        pictures: try Self.drawn(from: videos.count).compactMap { place in
          try pictures.typical(of: videos[place])
        })
    }
    tables = try VideoTables(collection, ledger: ledger, pictures: pictures)
    hasParts = Set(collection.videos.map(\.part)).count > 1
  }

  /// Chooses the places of the videos that have a picture.
  ///
  /// The most typical videos alone would hide what else is in a group.
  ///
  /// - Parameter count: the number of videos.
  static func drawn(from count: Int) -> [Int] {
    guard count > pictures else { return Array(0..<count) }
    return (0..<pictures).map { $0 * (count - 1) / (pictures - 1) }
  }

  /// The colours of the groups.
  var colours: Set<ThemedColour> { Set(groups.map { ThemedColour($0.colour) }) }

  /// The tables, from the groups to single videos.
  var parts: [PageSection.Part] {
    let mark = hasParts ? "<p>* held out: not used in training.</p>" : ""
    return [PageSection.Part(html: groupsTable), PageSection.Part(html: mark)] + tables.parts
  }

  private var groupsTable: String {
    HTML.table(
      caption: "Groups of videos", kind: "groups",
      columns: [
        "Group", "From the most typical video to the least", "Videos",
        "Files, the most typical first",
      ],
      rows: groups.filter { !$0.videos.isEmpty }.map { group in
        let swatch =
          "<span class=\"swatch\" style=\"background:\(ThemedColour(group.colour).code)\"></span>"
        return [
          "<a href=\"#cluster=\(group.number)\">\(swatch)\(group.number)</a>"
            + "<br/><span data-group=\"\(group.number)\">\(HTML.escaped(group.name ?? ""))</span>",
          group.pictures.map(\.link).joined(separator: " "),
          NumberText.count(group.videos.count), contents(of: group) + files(of: group),
        ]
      }, isCaptionShown: false, isStacked: true)
  }

  /// How many videos of each category a group holds.
  private func contents(of group: Group) -> String {
    let counts = group.videos.categoryCounts
    guard !counts.isEmpty else { return "" }
    let text = counts.map { "\(NumberText.count($0.count)) \($0.category)" }.joined(separator: ", ")
    return "<p>\(HTML.escaped(text))</p>"
  }

  /// All names of a group; a long list is folded.
  private func files(of group: Group) -> String {
    let names = group.videos.map { video in
      VideoTables.link(video.video)
        + (hasParts && video.part == "test" ? "\u{00A0}*" : "")
    }
    guard names.count > Self.longestList else { return names.joined(separator: ", ") }
    return "<details><summary>\(NumberText.count(names.count, "file"))</summary>"
      + "\(names.joined(separator: ", "))</details>"
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
