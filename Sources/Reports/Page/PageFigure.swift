import Foundation

/// A figure on a page: a drawing or the frames of a map, a caption and a description.
package struct PageFigure: Sendable {
  /// What a figure shows.
  private enum Content: Sendable {
    case drawing(InlineSVG)
    case frames(FrameSheet)
  }

  private let content: Content
  private let caption: String
  private let alternative: String

  /// Makes a figure of a drawing.
  ///
  /// - Parameters:
  ///   - figure: the figure; it is drawn for dark pages.
  ///   - light: its SVG for light pages.
  ///   - name: a name that no other figure of the page has.
  ///   - caption: the text below the picture.
  ///   - alternative: a description for people who cannot see the picture.
  /// - Throws: ``DrawingError``, or an error of the figure.
  package init(
    _ figure: some Figure, light: [UInt8], name: String, caption: String, alternative: String
  ) throws {
    content = .drawing(
      InlineSVG(figure, light: light, dark: try figure.svg(.dark), prefix: name))
    (self.caption, self.alternative) = (caption, alternative)
  }

  /// Makes a figure of the frames of a map.
  ///
  /// - Parameters:
  ///   - frames: the frames.
  ///   - caption: the text below them.
  ///   - alternative: a description for people who cannot see them.
  package init(_ frames: FrameSheet, caption: String, alternative: String) {
    content = .frames(frames)
    (self.caption, self.alternative) = (caption, alternative)
  }

  /// The colours that the figure uses.
  var colours: Set<ThemedColour> {
    switch content {
    case .drawing(let drawing): drawing.colours
    case .frames(let frames): frames.colours
    }
  }

  /// Writes the figure with its caption as HTML.
  ///
  /// ``Enlarging`` shows it in full size.
  ///
  /// - Parameter number: the number of the figure on the page, from 1.
  func html(number: Int) -> String {
    let (width, height, contents) =
      switch content {
      case .drawing(let drawing): (drawing.width, drawing.height, drawing.contents)
      case .frames(let frames): (frames.width, frames.height, frames.contents)
      }
    let size = "width=\"\(InlineSVG.short(width))\" height=\"\(InlineSVG.short(height))\""
    return """
      <figure id="figure-\(number)">
      <div class="place"><div class="picture" style="--full:\(InlineSVG.short(width))px">
      <svg role="img" aria-label="\(HTML.escaped(alternative))" \
      viewBox="0 0 \(InlineSVG.short(width)) \(InlineSVG.short(height))" \(size)>
      \(contents)
      </svg>
      </div></div>
      <figcaption>\(HTML.escaped(caption)) \(Enlarging.button)</figcaption>
      </figure>
      """
  }
}

/// An encoded picture that a page contains.
package struct EmbeddedPicture: Sendable {
  /// A format that every browser shows; the raw value is its media type.
  package enum Format: String, Sendable {
    /// A JPEG file.
    case jpeg = "image/jpeg"
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
