import Foundation

/// What the scripts of the interactive map read: the element `map-data` of the page.
///
/// `Sources/Reports/Page/Map/README.md` describes the format. The names of the properties are the keys.
struct MapData: Encodable {
  /// A plane with a place for every frame.
  struct Plane: Encodable {
    /// What the plane is called.
    var name: String
    /// The places from left to right: 16-bit numbers.
    var x: MapColumn
    /// The places from top to bottom: 16-bit numbers.
    var y: MapColumn
  }

  /// The nearest frames of other videos.
  struct Nearest: Encodable {
    /// How many every frame has.
    var count: Int
    /// Their numbers, nearest first: 32-bit numbers; `none` where there is no other.
    var frames: MapColumn
    /// The number that means "none".
    static let none = UInt32.max
  }

  /// The frames; a column has a value for each.
  struct Frames: Encodable {
    /// How many there are.
    var count: Int
    /// The planes; the first is shown first.
    var maps: [Plane]
    /// The video: 32-bit numbers.
    var video: MapColumn
    /// The second: 32-bit floats.
    var time: MapColumn
    /// The frame's number in its video: 32-bit numbers.
    var number: MapColumn
    /// The cluster: 16-bit numbers.
    var cluster: MapColumn
    /// How strange a frame is in its cluster: 8-bit numbers.
    var outlier: MapColumn
    /// How sure its cluster is: 8-bit numbers.
    var sure: MapColumn
    /// The nearest frames of other videos.
    var nearest: Nearest?
  }

  /// A video.
  struct Video: Encodable {
    /// Its path in the collection.
    var name: String
    /// Its path from the page's folder, or from the root.
    var path: String
    /// The number of its category.
    var category: Int?
    /// The number of its cluster.
    var cluster: Int
    /// The number of its part of the split.
    var part: Int?
    /// The numbers of the nearest videos, nearest first.
    var nearest: [Int]
    /// The similarity to the centre of its cluster.
    var similarity: Double
  }

  /// A category of videos.
  struct Category: Encodable {
    /// What it is called.
    var name: String
    /// Its colour on a light page, such as `#0072b2`.
    var light: String
    /// Its colour on a dark page.
    var dark: String
  }

  /// A cluster of videos.
  struct Cluster: Encodable {
    /// The name that the user has given to it.
    var name: String?
    /// Its colour on a light page, such as `#0072b2`.
    var light: String
    /// Its colour on a dark page.
    var dark: String
    /// Typical frames, the most typical first.
    var typical: [Int]
  }

  /// The thumbnails.
  struct Sheets: Encodable {
    /// The folder beside the page; nil if the sheets lie in the page.
    var folder: String?
    /// The format of the sheets.
    var type = "image/jpeg"
    /// The sizes of thumbnails, the smallest first.
    var levels: [MapSheetLayout]
  }

  /// The version of the format.
  var format = 1
  /// Tells the clusters of this run from others; names that a user types in the browser are kept under it.
  var id: String
  /// The frames in the order of ``MapOrder``.
  var frames: Frames
  /// The videos.
  var videos: [Video]
  /// The clusters in the order of their numbers.
  var clusters: [Cluster]
  /// The categories in alphabetical order.
  var categories: [Category]
  /// The names of the parts of the split.
  var parts: [String]
  /// The thumbnails.
  var sheets: Sheets?

  /// The data as JSON that is the same in HTML and XML, and that no name can end.
  ///
  /// - Throws: `EncodingError` if a number is not finite.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(self), as: UTF8.self)
    var safe = ""
    safe.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{7F}"..."\u{9F}":
        safe += "\\u" + String(format: "%04x", scalar.value)
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}

/// A column of numbers: little-endian, in base64.
struct MapColumn: Encodable {
  private let bytes: Data

  /// Takes numbers of a fixed width.
  init<Number: BitwiseCopyable>(_ numbers: [Number]) {
    // Every machine that Swift runs on is little-endian.
    bytes = numbers.withUnsafeBytes { Data($0) }
  }

  /// Writes the column.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(bytes.base64EncodedString())
  }
}
