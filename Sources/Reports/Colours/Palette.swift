/// The colours of clusters: the one of a number is the same in every figure and on the page.
///
/// The first twelve are told apart by colour-blind readers too: Okabe and Ito's six that are neither
/// black nor yellow, then black, Tol's indigo and sand, and others, each chosen from Tol's schemes as
/// the farthest from those before it in Oklab, the smallest of its distances as seen normally, with
/// deuteranopia and with protanopia (Machado et al. 2009). The smallest distance is 0.076. Later ones
/// are as far from all before them as lightness and hue allow; ``Marker`` helps there.
package struct Palette: Sendable {
  private static let chosen: [UInt32] = [
    0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0xD55E00, 0x56B4E9,
    0x000000, 0x661100, 0x332288, 0x5A5A5A, 0xDDCC77, 0x994F00,
  ]

  /// How many colours are told apart without the help of markers.
  static let distinctCount = chosen.count

  private let colours: [Colour]

  /// Finds the first colours.
  ///
  /// - Parameter count: how many; up to about 200 are distinct, then they begin again.
  /// - Complexity: O(count × candidates), with 340 candidates or fewer.
  package init(count: Int) {
    var colours = Self.chosen.map { Colour($0) }
    var candidates = Self.candidates.map { colour in
      let lab = Lab(colour)
      return (colour, lab, distance: colours.map { Lab($0).distance(to: lab) }.min() ?? 0)
    }
    while colours.count < count,
      let best = candidates.indices.max(by: { candidates[$0].distance < candidates[$1].distance })
    {
      let (colour, lab, _) = candidates.remove(at: best)
      colours.append(colour)
      for index in candidates.indices {
        candidates[index].distance = min(
          candidates[index].distance, candidates[index].1.distance(to: lab))
      }
    }
    self.colours = colours
  }

  /// The colour of a number, from 0.
  package subscript(number: Int) -> Colour { colours[number % colours.count] }

  /// Screen colours that show on white, evenly over lightness, chroma and hue.
  private static var candidates: [Colour] {
    [0.38, 0.5, 0.62, 0.74, 0.84].flatMap { lightness in
      [0.07, 0.13, 0.2].flatMap { chroma in
        stride(from: 0.0, to: 360, by: 15).compactMap { hue in
          Lab(lightness: lightness, chroma: chroma, hue: hue).colour
        }
      }
    }
  }
}
