import Basics
import Foundation

/// The parts of a page that make its interactive map.
package struct MapElements {
  private let data: String
  private let sheets: [MapSheet]
  /// The folder of the thumbnails, from the page's folder; nil if they lie in the page.
  package let folder: String?

  init(data: String, sheets: [MapSheet], folder: String?) {
    (self.data, self.sheets, self.folder) = (data, sheets, folder)
  }

  /// The style sheet of the map.
  var style: String { String(decoding: PackageResources.Map_css, as: UTF8.self) }

  /// The map, with all that the browser needs to draw it at once.
  ///
  /// - Parameter still: what browsers without scripts show, as HTML.
  /// - Returns: what stands in the section of the map, as HTML.
  func contents(still: String) -> String {
    """
    <section id="map" class="map">
    \(still)
    </section>
    <p>Near frames are alike by what was learned. The distance between islands, their size and their shape mean \
    nothing (t-SNE).</p>
    <script type="application/json" id="map-data">\(data)</script>
    \(elements { $0.level == 0 })
    \(MapScript.modules.map { "<script>\($0.inlined)</script>" }.joined(separator: "\n"))
    """
  }

  /// What the page has at its end: thumbnails that are needed after the first picture.
  var end: String { elements { $0.level > 0 } }

  private func elements(_ isWanted: (MapSheet) -> Bool) -> String {
    sheets.filter(isWanted).map {
      "<script type=\"text/plain\" id=\"map-sheet-\($0.level)-\($0.number)\">"
        + Data($0.bytes).base64EncodedString() + "</script>"
    }.joined(separator: "\n")
  }

  /// The sources of scripts that the page's policy allows for the map.
  var scriptPolicy: String {
    MapScript.modules.map(\.policy).joined(separator: " ") + (folder == nil ? "" : " 'self' file:")
  }
}
