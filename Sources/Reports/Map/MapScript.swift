import Basics
import Foundation

/// A script of the map, as a file of `Sources/Reports/Page/Map`.
package struct MapScript {
  /// The name of the file.
  package let name: String
  private let text: String

  private init(_ name: String, _ bytes: [UInt8]) {
    (self.name, text) = (name, String(decoding: bytes, as: UTF8.self))
  }

  /// The content of a `script` element that is the same in HTML and in XML.
  ///
  /// In HTML the first and the last line are comments of the script. In XML they begin and end a section in which `<`
  /// and `&` mean themselves.
  package var inlined: String { "//<![CDATA[\n\(text)//# sourceURL=unreel/\(name)\n//]]>" }

  /// The script as a source of the page's policy.
  ///
  /// Source: W3C, Content Security Policy Level 3, section 2.3.1.
  var policy: String {
    let digest = SHA256()
    digest.update(inlined)
    return "'sha256-\(Data(digest.finishBytes()).base64EncodedString())'"
  }

  /// All scripts in the order of their dependence; `Tests/Page/assemble.mjs` reads the order here.
  package static let modules: [MapScript] = [
    MapScript("Elements.js", PackageResources.Elements_js),
    MapScript("Numbers.js", PackageResources.Numbers_js),
    MapScript("MapData.js", PackageResources.MapData_js),
    MapScript("Palette.js", PackageResources.Palette_js),
    MapScript("Colouring.js", PackageResources.Colouring_js),
    MapScript("Placement.js", PackageResources.Placement_js),
    MapScript("Camera.js", PackageResources.Camera_js),
    MapScript("Sheets.js", PackageResources.Sheets_js),
    MapScript("Thumbnails.js", PackageResources.Thumbnails_js),
    MapScript("Store.js", PackageResources.Store_js),
    MapScript("PointsAndPictures.js", PackageResources.PointsAndPictures_js),
    MapScript("WebGLRenderer.js", PackageResources.WebGLRenderer_js),
    MapScript("CanvasRenderer.js", PackageResources.CanvasRenderer_js),
    MapScript("Recovery.js", PackageResources.Recovery_js),
    MapScript("Overlay.js", PackageResources.Overlay_js),
    MapScript("Gestures.js", PackageResources.Gestures_js),
    MapScript("FullScreen.js", PackageResources.FullScreen_js),
    MapScript("Keyboard.js", PackageResources.Keyboard_js),
    MapScript("Regions.js", PackageResources.Regions_js),
    MapScript("Exports.js", PackageResources.Exports_js),
    MapScript("ClusterNames.js", PackageResources.ClusterNames_js),
    MapScript("VideoFinder.js", PackageResources.VideoFinder_js),
    MapScript("Hover.js", PackageResources.Hover_js),
    MapScript("Player.js", PackageResources.Player_js),
    MapScript("Panel.js", PackageResources.Panel_js),
    MapScript("FramePanel.js", PackageResources.FramePanel_js),
    MapScript("SelectionPanel.js", PackageResources.SelectionPanel_js),
    MapScript("ClusterPanel.js", PackageResources.ClusterPanel_js),
    MapScript("Legend.js", PackageResources.Legend_js),
    MapScript("Search.js", PackageResources.Search_js),
    MapScript("Toolbar.js", PackageResources.Toolbar_js),
    MapScript("Actions.js", PackageResources.Actions_js),
    MapScript("Address.js", PackageResources.Address_js),
    MapScript("History.js", PackageResources.History_js),
    MapScript("Printing.js", PackageResources.Printing_js),
    MapScript("Main.js", PackageResources.Main_js),
    MapScript("Start.js", PackageResources.Start_js),
  ]
}
