import Evaluation
import Foundation
import Reports
import Testing

@Suite struct ContrastTests {
  /// The luminances and contrasts come from the examples and formulas of WCAG 2.2.
  @Test func isThatOfTheGuidelines() {
    #expect(abs(Colour(0x000000).contrast(with: .white) - 21) < 1e-9)
    #expect(abs(Colour(0x777777).contrast(with: .white) - 4.48) < 0.005)
    #expect(abs(Colour(0xFF0000).luminance - 0.2126) < 1e-9)
    #expect(Colour.white.contrast(with: .white) == 1)
  }

  /// Every fill that a confusion matrix can have, in thousandths.
  @Test(arguments: Theme.allCases)
  func countsCanBeReadInEveryCell(theme: Theme) {
    for thousandth in 1...1000 {
      let cell = ConfusionFigure.colours(of: Double(thousandth) / 1000, theme)
      let contrast = cell.text.contrast(with: cell.fill)
      #expect(contrast >= 4.5, "\(thousandth): \(cell.text.code) on \(cell.fill.code)")
    }
  }

  @Test func textCanBeReadOnDarkPages() {
    let grounds = [Colour.white, .panel].map(Theme.dark.colour)
    for ground in grounds {
      #expect(Theme.dark.colour(.ink).contrast(with: ground) >= 4.5)
    }
  }

  /// Points need a contrast of 3 (WCAG 2.2, criterion 1.4.11).
  @Test func pointsAreSeenOnDarkPages() {
    let palette = Palette(count: 60)
    let panel = Theme.dark.colour(.panel)
    for number in 0..<60 {
      let colour = Theme.dark.colour(palette[number])
      #expect(colour.contrast(with: panel) >= 3, "\(number): \(colour.code)")
    }
  }

  /// `Tests/Reference/palette.py` prints the smallest distance of the first twelve colours on a dark page.
  @Test func darkPagesKeepColoursApart() {
    let palette = Palette(count: 12)
    let appearances = (0..<12).map { ColourAppearance(palette[$0], on: [.dark]) }
    for (index, one) in appearances.enumerated() {
      for other in appearances[..<index] { #expect(one.distance(to: other) > 0.0759) }
    }
  }
}

@Suite struct ClusterColoursTests {
  /// Clusters 1, 3 and 4 hold most of a; cluster 3 has most of its frames.
  ///
  /// Cluster 0 holds most of b.
  @Test func followTheCategoryThatAClusterHoldsMostOf() throws {
    let map = try FrameMap(
      frames: frames([
        ("b", 0, 3), ("a", 0, 1), ("a", 1, 2), ("b", 1, 1), ("a", 3, 5), ("a", 4, 1), ("c", 3, 2),
      ]), clusterCount: 5)
    let palette = Palette(count: 4)
    let colours = map.clusterSummaries.map(\.colour)
    #expect(map.categoryColours == [palette[0], palette[1], palette[2]])
    #expect(colours[0] == palette[1])
    #expect(colours[3] == palette[0])
    #expect(colours[2] == palette[3], "no frames, no category")
    for shade in [colours[1], colours[4]] {
      #expect(!(map.categoryColours + [colours[2]]).contains(shade))
      #expect(hueDistance(shade, palette[0]) < 12)
    }
    #expect(colours[1] != colours[4])
  }

  /// Group 0 has one video of a and one of b more often, whatever the frames near it are.
  @Test func ofGroupsFollowTheirVideos() throws {
    let videos = [("b/1", 0), ("b/2", 0), ("a/1", 0), ("a/2", 1)].map { name, group in
      CollectionVideo(
        video: name, category: String(name.prefix(1)), part: "both", cluster: group,
        similarity: 1, nearest: "", nearestSimilarity: 0)
    }
    let map = try FrameMap(
      frames: frames([("a", 0, 9), ("b", 0, 2), ("a", 1, 1)]), noun: "group", videos: videos)
    #expect(map.clusterSummaries.map(\.topCategory) == ["b", "a"])
    #expect(map.clusterSummaries.map(\.videos) == [3, 1])
    #expect(map.clusterSummaries[0].topShare == 2.0 / 3)
    #expect(map.clusterSummaries.map(\.frames) == [11, 1])
    #expect(map.clusterSummaries.map(\.colour) == map.categoryColours.reversed())
  }

  /// Three clusters for each of six categories: every reader can tell their colours apart.
  ///
  /// A difference of 0.02 in Oklab is just visible side by side.
  @Test func shadesCanBeToldApart() throws {
    let map = try FrameMap(
      frames: frames((0..<18).map { ("category \($0 % 6)", $0, 20 - $0) }))
    let seen = map.clusterSummaries.map { ColourAppearance($0.colour) }
    var smallest = Double.infinity
    for (index, one) in seen.enumerated() {
      for other in seen[..<index] { smallest = min(smallest, one.distance(to: other)) }
    }
    #expect(smallest > 0.03)
  }

  @Test func areThoseOfTheNumbersWithoutCategories() throws {
    let map = try FrameMap(frames: frames((0..<15).map { ("", $0, 2) }))
    let palette = Palette(count: 15)
    #expect(map.clusterSummaries.map(\.colour) == (0..<15).map { palette[$0] })
  }

  /// The angle between two colours around grey, in degrees.
  private func hueDistance(_ one: Colour, _ other: Colour) -> Double {
    let (one, other) = (OklabColour(one), OklabColour(other))
    let cosine =
      (one.a * other.a + one.b * other.b)
      / (one.a * one.a + one.b * one.b).squareRoot()
      / (other.a * other.a + other.b * other.b).squareRoot()
    return acos(min(max(cosine, -1), 1)) * 180 / .pi
  }

  private func frames(_ counts: [(category: String, cluster: Int, frames: Int)])
    -> [FramesTable.Row]
  {
    counts.flatMap { part in
      (0..<part.frames).map { _ in
        FramesTable.Row(
          video: "a", category: part.category, seconds: 0, cluster: part.cluster, x: 0, y: 0)
      }
    }
  }
}
