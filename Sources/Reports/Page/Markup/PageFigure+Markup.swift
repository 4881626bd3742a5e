extension PageFigure {
  /// The figure with its caption.
  ///
  /// The picture is a link to its own frame, and the style sheet shows the frame that the address
  /// names over the whole window: full size without a script and without a second copy.
  func markup(number: Int) -> String {
    let identifier = "figure-\(number)"
    return """
      <figure id="\(identifier)-place">
      <div class="picture" id="\(identifier)">
      <a class="close" href="#\(identifier)-place">Close</a>
      <a class="open" href="#\(identifier)" title="Full size">
      \(spots.isEmpty ? image : imageWithSpots)
      </a>
      </div>
      <figcaption>\(Markup.escaped(caption)) <span class="hint">Click for full size.</span></figcaption>
      </figure>
      """
  }

  private var image: String {
    "<img src=\"\(Markup.address(of: picture))\" width=\"\(picture.width)\" "
      + "height=\"\(picture.height)\" alt=\"\(Markup.escaped(alternative))\"/>"
  }

  /// An image map would keep the picture's own size on every window; an SVG scales with it.
  private var imageWithSpots: String {
    let parts = spots.map { spot in
      let place = spot.rectangle
      return "<rect x=\"\(Self.short(place.x))\" y=\"\(Self.short(place.y))\" "
        + "width=\"\(Self.short(place.width))\" height=\"\(Self.short(place.height))\">"
        + "<title>\(Markup.escaped(spot.text))</title></rect>"
    }
    return """
      <svg role="img" aria-label="\(Markup.escaped(alternative))" \
      viewBox="0 0 \(picture.width) \(picture.height)" \
      width="\(picture.width)" height="\(picture.height)">
      <image href="\(Markup.address(of: picture))" \
      width="\(picture.width)" height="\(picture.height)"/>
      \(parts.joined(separator: "\n"))
      </svg>
      """
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : Printed.decimal(value, places: 1)
  }
}
