/// How different from the stored frame a network sees it each time: what learning is to look past.
package struct ViewSettings: Codable, Equatable, Sendable {
  /// Whether they differ at all.
  package var enabled = true
  /// The least share of the frame's area that is cut out; 1 leaves the frame whole.
  package var leastArea = 0.3
  /// How often a view is mirrored.
  package var mirrored = 0.5
  /// The largest share by which brightness changes.
  package var brightness = 0.4
  /// The largest share by which contrast changes.
  package var contrast = 0.4
  /// The largest share by which colours become paler or stronger.
  package var saturation = 0.4
  /// The largest share by which red, green and blue change, each by itself.
  package var tint = 0.12
  /// How often brightness, contrast and colours change at all.
  package var coloured = 0.8
  /// How often a view is grey.
  package var grey = 0.2
  /// How often a view is blurred.
  package var blurred = 0.3

  /// Those of the default preset.
  package init() {}

  /// Every setting but the area, by name: each is a share from 0 to 1, and 0 changes nothing.
  package var shares: [(name: String, value: Double)] {
    [
      ("mirrored", mirrored), ("brightness", brightness), ("contrast", contrast),
      ("saturation", saturation), ("tint", tint), ("coloured", coloured), ("grey", grey),
      ("blurred", blurred),
    ]
  }

  enum CodingKeys: String, CodingKey {
    case enabled
    case leastArea = "least_area"
    case mirrored, brightness, contrast, saturation, tint, coloured, grey, blurred
  }
}
