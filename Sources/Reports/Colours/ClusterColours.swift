/// The colours of clusters and of categories on one figure.
///
/// Categories have the colours of ``Palette``. A cluster has the colour of the category that it holds most
/// of. If several clusters hold most of the same category, the one with most of it has that
/// colour, and the others have shades of it: same hue, other lightness. So the two panels of a figure
/// match, and differ where clusters and categories differ. Clusters without a category have colours of
/// their own.
struct ClusterColours: Sendable {
  /// The colour of every category.
  let categories: [Colour]
  /// The colour of every cluster.
  let clusters: [Colour]
  /// The shape of every cluster's points: clusters of the same category have different shapes.
  let markers: [Marker]

  /// What a cluster holds most of.
  struct Content {
    /// The category's number; nil if no member has a category.
    var category: Int?
    /// The number of its frames, or of its videos, of that category.
    var members: Int
  }

  /// Chooses the colours.
  ///
  /// - Parameters:
  ///   - contents: what each cluster holds most of.
  ///   - categoryCount: the number of categories.
  /// - Complexity: O(shades × clusters).
  init(_ contents: [Content], categoryCount: Int) {
    let without = contents.indices.filter { contents[$0].category == nil }
    let palette = Palette(count: categoryCount + without.count)
    categories = (0..<categoryCount).map { palette[$0] }
    var clusters = contents.map { $0.category.map { palette[$0] } ?? .ungrouped }
    var markers = contents.map { Marker(number: $0.category ?? 0) }
    for (offset, cluster) in without.enumerated() {
      clusters[cluster] = palette[categoryCount + offset]
      markers[cluster] = Marker(number: categoryCount + offset)
    }
    var taken = (categories + without.map { clusters[$0] }).map { ColourAppearance($0) }
    let order = contents.indices.sorted {
      (contents[$1].members, $0) < (contents[$0].members, $1)
    }
    var clustersOfCategory: [Int: Int] = [:]
    for cluster in order {
      guard let category = contents[cluster].category else { continue }
      let earlier = clustersOfCategory[category, default: 0]
      clustersOfCategory[category] = earlier + 1
      guard earlier > 0 else { continue }
      let (shade, appearance) = Self.shade(of: palette[category], awayFrom: taken)
      clusters[cluster] = shade
      markers[cluster] = Marker(number: category + earlier * Palette.distinctCount)
      taken.append(appearance)
    }
    (self.clusters, self.markers) = (clusters, markers)
  }

  /// A distance at which colours are easily told apart; the first twelve of ``Palette`` are 0.076 apart.
  private static let enough = 0.1

  /// Finds the shade that is most like a colour and yet far from all colours that are taken.
  ///
  /// If no shade is far from all, it is the farthest.
  private static func shade(
    of colour: Colour, awayFrom taken: [ColourAppearance]
  ) -> (Colour, ColourAppearance) {
    let shades = stride(from: 0.3, through: 0.78, by: 0.04).flatMap { lightness in
      [1, 0.6].map { OklabColour.shade(of: colour, lightness: lightness, vividness: $0) }
    }
    let rated = shades.map { shade in
      let appearance = ColourAppearance(shade)
      let distance = taken.map { appearance.distance(to: $0) }.min() ?? 0
      return (shade, appearance, distance)
    }
    let base = OklabColour(colour)
    let best =
      rated.filter { $0.2 >= enough }
      .min { OklabColour($0.0).distance(to: base) < OklabColour($1.0).distance(to: base) }
      ?? rated.max { $0.2 < $1.2 }
    guard let best else { return (colour, .init(colour)) }
    return (best.0, best.1)
  }
}
