import Basics
import Evaluation
import Foundation
import Reports
import TestSupport
import Testing
import Videos

@Suite struct PageTests {
  private static let hostile = "<b>&\"'🎬\u{1}.avi"
  private static let harmless = "<b>&\"'🎬\u{FFFD}.avi"

  @Test func escapesWhatHTMLReads() {
    #expect(
      HTML.escaped("a<b>&\"c'\u{0}🎬\n") == "a&lt;b&gt;&amp;&quot;c&#39;\u{FFFD}🎬\n")
  }

  /// A strict parser returns the names that were put in, in text and in attributes.
  @Test func isWellFormedWhateverNamesAreMadeOf() throws {
    let document = try XMLSummary(Data(page(named: Self.hostile).html.utf8))
    let shown = document.text.components(separatedBy: Self.harmless).count - 1
    // The title twice, summary, warning, two captions, two spots, two headings of rows, a category, a
    // video, a reason, a setting and its value, a row of the audit and its text, a file and its contents,
    // and the version.
    #expect(shown == 20)
    let labels = document.elements.filter { $0.attributes["aria-label"] == Self.harmless }
    #expect(labels.map(\.name) == ["svg", "svg"])
    #expect(!document.elements.contains { $0.name == "b" })
  }

  @Test func loadsNothingFromOutside() throws {
    let html = try page(named: "a").html
    #expect(!html.contains("http:") && !html.contains("https:") && !html.contains("url("))
    let document = try XMLSummary(Data(html.utf8))
    let identifiers = document.elements.compactMap { $0.attributes["id"] }
    #expect(Set(identifiers).count == identifiers.count)
    for (name, attributes) in document.elements {
      #expect(name != "iframe")
      for key in ["src", "href"] {
        guard let address = attributes[key] else { continue }
        let isInside =
          address.hasPrefix("data:image/") || name == "link" && address == "data:,"
          || address.hasPrefix("#") && identifiers.contains(String(address.dropFirst()))
        #expect(isInside, "\(name) \(key)=\(address.prefix(40))")
      }
    }
  }

  /// The only script is the page's own, and the policy names it by its digest.
  ///
  /// The digest was computed with `openssl dgst -sha256 -binary | base64` from the script in a page.
  @Test func runsNoScriptButItsOwn() throws {
    let html = try page(named: Self.hostile).html
    let document = try XMLSummary(Data(html.utf8))
    let scripts = document.elements.filter { $0.name == "script" }
    #expect(scripts.count == 1 && scripts[0].attributes.isEmpty)
    let policies = document.elements.compactMap { element in
      element.attributes["http-equiv"] == nil ? nil : element.attributes["content"]
    }
    #expect(
      policies == [
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
          + "script-src 'sha256-DovN1WmMhglzXs3fnpTw3jyFTVjmcqJUt/xd7aIsJ6c='"
      ])
    #expect(!document.elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
    #expect(!Page(title: "a", summary: [], version: "1").html.contains("<script"))
  }

  /// Every colour of a figure that differs on a dark page is a variable, and the page defines it twice:
  /// for light pages and paper, and for dark screens.
  @Test func figuresHaveColoursForLightAndDarkPages() throws {
    let html = try page(named: "a").html
    let used = Set(html.matches(of: /var\((--[0-9a-f]{6}-[0-9a-f]{6})\)/).map { String($0.1) })
    // White, ink, faint ink and a hairline of the curve. Blue and orange are the same on both.
    #expect(used.isSuperset(of: ["--ffffff-15181c", "--1f2328-e4e7eb", "--dde1e6-343a42"]))
    let style = try #require(
      html.firstRange(of: "@media screen and (prefers-color-scheme: dark) { :root"))
    for name in used {
      let codes = name.dropFirst(2).split(separator: "-")
      #expect(html[..<style.lowerBound].contains("\(name):#\(codes[0])"), "\(name)")
      #expect(html[style.lowerBound...].contains("\(name):#\(codes[1])"), "\(name)")
    }
    // Cairo 1.16 writes styles, 1.18 attributes.
    #expect(html.contains("stroke:#0072b2") || html.contains("stroke=\"#0072b2\""))
    #expect(!html.contains("rgb(1"), "no colour of Cairo is left")
  }

  @Test func canBeReadAloud() throws {
    let document = try XMLSummary(Data(page(named: "a").html.utf8))
    let names = document.elements.map(\.name)
    #expect(document.elements.first?.attributes["lang"] == "en")
    #expect(names.filter { $0 == "table" }.count == names.filter { $0 == "caption" }.count)
    #expect(document.elements.allSatisfy { $0.name != "th" || $0.attributes["scope"] != nil })
    #expect(document.elements.allSatisfy { $0.name != "img" || $0.attributes["alt"] != nil })
  }

  @Test func leavesOutWhatIsNotKnown() throws {
    let empty = Page(title: "a", summary: [], version: "1").html
    #expect(!empty.contains("<section") && !empty.contains("<nav") && !empty.contains("<table"))
    var page = Page(title: "a", summary: [], version: "1")
    page.metrics = [MetricsTable(title: "Frames", rows: [MetricsTable.Row("this network")])]
    page.clusters = [
      ClusterSummary(
        number: 0, frames: 2, videos: 1, topCategory: nil, topShare: nil,
        colour: Palette(count: 1)[0])
    ]
    #expect(!page.html.contains("<h2>Numbers</h2>"))
    #expect(page.html.contains("<h2>Clusters</h2>"))
    #expect(!page.html.contains("category"))
    page.metrics[0].rows[0].values[.purity] = MetricsTable.Value(0.5)
    #expect(page.html.contains("Purity<small>"))
    #expect(!page.html.contains("NMI<small>"))
  }

  /// The table of contents leads to every section, in the order of the page.
  @Test func beginsWithATableOfContents() throws {
    let html = try page(named: "a").html
    let document = try XMLSummary(Data(html.utf8))
    let links = document.elements.compactMap { $0.name == "a" ? $0.attributes["href"] : nil }
    let sections = document.elements.compactMap {
      $0.name == "section" ? $0.attributes["id"] : nil
    }
    #expect(
      sections.map { $0.dropFirst("section-".count) } == [
        "map", "numbers", "clusters", "training", "sampler", "videos", "settings", "files",
      ])
    #expect(Array(links.prefix(sections.count)) == sections.map { "#\($0)" })
    let contents = try #require(html.firstRange(of: "<nav"))
    let first = try #require(html.firstRange(of: "<h2>"))
    #expect(contents.lowerBound < first.lowerBound)
  }

  /// The best is the lowest entropy and the highest other metric; values that read the same are equal.
  @Test func marksTheBestOfEachColumnWhoeverHasIt() {
    var page = Page(title: "a", summary: [], version: "1")
    page.metrics = [
      MetricsTable(
        title: "Frames",
        rows: [
          .init("this", [.conditionalEntropyBits: .init(0.9), .nmi: .init(0.701)]),
          .init("pixels", [.conditionalEntropyBits: .init(0.8), .nmi: .init(0.699)]),
          .init("permuted", [.conditionalEntropyBits: .init(2.28, range: 2.25...2.3)]),
        ])
    ]
    let rows = page.html.components(separatedBy: "<tr>").dropFirst(2)
    #expect(
      rows.map { $0.components(separatedBy: "</tr>")[0] } == [
        "<th scope=\"row\">this</th><td>0.90</td><td><strong>0.70</strong></td>",
        "<th scope=\"row\">pixels</th><td><strong>0.80</strong></td><td><strong>0.70</strong></td>",
        "<th scope=\"row\">permuted</th><td>2.28<small>2.25 to 2.30</small></td>"
          + "<td><span class=\"hidden\">not measured</span></td>",
      ])
  }

  @Test func writesOneFileOrNothing() throws {
    let folder = try TemporaryFolder()
    let page = try page(named: "a")
    try page.write(to: folder("report.html"))
    #expect(try String(contentsOfFile: folder("report.html"), encoding: .utf8) == page.html)
    let path = folder("missing/report.html")
    let error = #expect(throws: SystemCallError.self) { try page.write(to: path) }
    #expect(error?.description.contains(path) == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
  }

  /// A page with every part; all texts are the same.
  private func page(named name: String) throws -> Page {
    var page = Page(title: name, summary: [name], version: name)
    page.warnings = [name]
    let curve = try CurveFigure(
      [Curve(name: "loss", values: [(0, 1), (1, 0)])], title: ["Loss"], xLabel: "step", yLabel: "")
    page.figures = [
      try PageFigure(
        curve, light: curve.svg(), name: "curve", caption: name, alternative: name)
    ]
    let frames = (0..<2).map {
      FramesTable.Row(video: "a", seconds: 0, cluster: $0, x: Double($0), y: 0)
    }
    let map = try FrameMap(frames: frames)
    let figure = try FramesFigure(map, title: []) { _ in RGBImage(width: 8, height: 8) }
    let sheet = try FrameSheet(figure, sheet: figure.picturesAlone(), map: map) { _ in name }
    page.curves = [PageFigure(sheet, caption: name, alternative: name)]
    page.metrics = [
      MetricsTable(
        title: "Frames", rows: [.init(name, [.nmi: .init(1)]), .init(name, [.nmi: .init(0)])])
    ]
    page.clusters = [
      ClusterSummary(
        number: 0, frames: 2, videos: 1, topCategory: name, topShare: 1,
        colour: Palette(count: 1)[0])
    ]
    page.ledger = LedgerSummary(try ledger(skipping: [name]))
    page.sampling = [NamedText(name, name)]
    page.settings = [NamedText(name, name)]
    page.files = [NamedText(name, name)]
    return page
  }
}
