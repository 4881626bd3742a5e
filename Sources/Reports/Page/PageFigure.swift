import Foundation

/// A figure on a page: a picture, its caption and its description.
package struct PageFigure: Sendable {
  /// A part of a picture with a text that appears when the mouse points at it.
  package struct Spot: Sendable {
    /// The part, in pixels of the picture.
    package let rectangle: Rectangle
    /// The text: a video's name and a time, for example.
    package let text: String

    /// Gives a part of a picture a text.
    ///
    /// - Parameters:
    ///   - rectangle: the part, in pixels of the picture.
    ///   - text: the text.
    package init(_ rectangle: Rectangle, text: String) {
      (self.rectangle, self.text) = (rectangle, text)
    }
  }

  private let picture: EmbeddedPicture
  private let caption: String
  private let alternative: String
  private let spots: [Spot]

  /// Makes a figure.
  ///
  /// - Parameters:
  ///   - picture: the picture.
  ///   - caption: the text below the picture.
  ///   - alternative: a description for people who cannot see the picture.
  ///   - spots: parts with texts: thumbnails, for example.
  package init(
    _ picture: EmbeddedPicture, caption: String, alternative: String, spots: [Spot] = []
  ) {
    (self.picture, self.caption) = (picture, caption)
    (self.alternative, self.spots) = (alternative, spots)
  }

  /// Writes the figure with its caption as HTML.
  ///
  /// The picture is a link to its own frame. The style sheet shows the frame that the address names over
  /// the whole window. This gives the full size without a script and without a second copy.
  ///
  /// - Parameter number: the number of the figure on the page, from 1.
  func html(number: Int) -> String {
    let identifier = "figure-\(number)"
    return """
      <figure id="\(identifier)-place">
      <div class="picture" id="\(identifier)">
      <a class="close" href="#\(identifier)-place">Close</a>
      <a class="open" href="#\(identifier)" title="Full size">
      \(spots.isEmpty ? image : imageWithSpots)
      </a>
      </div>
      <figcaption>\(HTML.escaped(caption)) <span class="hint">Click for full size.</span></figcaption>
      </figure>
      """
  }

  private var image: String {
    "<img src=\"\(picture.address)\" width=\"\(picture.width)\" "
      + "height=\"\(picture.height)\" alt=\"\(HTML.escaped(alternative))\"/>"
  }

  /// The picture inside an SVG, which scales with the window; an image map would not.
  private var imageWithSpots: String {
    let parts = spots.map { spot in
      let place = spot.rectangle
      return "<rect x=\"\(Self.short(place.x))\" y=\"\(Self.short(place.y))\" "
        + "width=\"\(Self.short(place.width))\" height=\"\(Self.short(place.height))\">"
        + "<title>\(HTML.escaped(spot.text))</title></rect>"
    }
    return """
      <svg role="img" aria-label="\(HTML.escaped(alternative))" \
      viewBox="0 0 \(picture.width) \(picture.height)" \
      width="\(picture.width)" height="\(picture.height)">
      <image href="\(picture.address)" \
      width="\(picture.width)" height="\(picture.height)"/>
      \(parts.joined(separator: "\n"))
      </svg>
      """
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : NumberText.decimal(value, places: 1)
  }
}

/// An encoded picture that a page contains.
package struct EmbeddedPicture: Sendable {
  /// A format that every browser shows; the raw value is its media type.
  package enum Format: String, Sendable {
    /// A JPEG file.
    case jpeg = "image/jpeg"
    /// An SVG file.
    case svg = "image/svg+xml"
  }

  private let format: Format
  private let bytes: [UInt8]
  /// The width in pixels.
  let width: Int
  /// The height in pixels.
  let height: Int

  /// Takes an encoded picture.
  ///
  /// - Parameters:
  ///   - format: the format.
  ///   - bytes: the bytes of the file.
  ///   - width: the width in pixels.
  ///   - height: the height in pixels.
  package init(_ format: Format, bytes: [UInt8], width: Int, height: Int) {
    (self.format, self.bytes, self.width, self.height) = (format, bytes, width, height)
  }

  /// The address (a data URL) that contains the picture itself.
  var address: String {
    "data:\(format.rawValue);base64,\(Data(bytes).base64EncodedString())"
  }
}
