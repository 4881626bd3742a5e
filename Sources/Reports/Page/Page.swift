import Basics

/// A report that is one file: pictures and style are inside, nothing is loaded from anywhere.
///
/// Parts that are empty are left out. All texts are plain; the page escapes them.
package struct Page: Sendable {
  /// What the report is about.
  package var title: String
  /// What was found, in plain words, a paragraph each.
  package var summary: [String]
  /// What the reader must know before believing it, such as a loss that rests.
  package var warnings: [String] = []
  /// The maps.
  package var figures: [PageFigure] = []
  /// The numbers of this run beside what costs nothing.
  package var scores: [ScoreTable] = []
  /// What a classifier took the categories for.
  package var confusion: PageFigure?
  /// The clusters, by number.
  package var clusters: [ClusterSummary] = []
  /// How the training went.
  package var curves: [PageFigure] = []
  /// What the sampler drew.
  package var sampling: [NamedText] = []
  /// What became of the videos.
  package var ledger: LedgerSummary?
  /// Every setting that the result depends on.
  package var settings: [NamedText] = []
  /// Files and what is in them.
  package var files: [NamedText] = []
  /// The version of the program.
  package var version: String

  /// Begins a report; the other parts are set afterwards.
  ///
  /// - Parameters:
  ///   - title: what the report is about.
  ///   - summary: what was found, in plain words, a paragraph each.
  ///   - version: the program's version.
  package init(title: String, summary: [String], version: String) {
    self.title = title
    self.summary = summary
    self.version = version
  }

  /// Writes the page to a file, whole or not at all.
  ///
  /// - Throws: a `SystemCallError` that names the file.
  package func write(to path: String) throws { try DurableFile.write(html, to: path) }

  /// The page as HTML that is well-formed XML too, which makes it easy to check and to take apart.
  package var html: String {
    // The policy has the browser enforce what the page promises: nothing from outside, no script.
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
    <title>\(Markup.escaped(title))</title>
    <style>
    \(StyleSheet.text)
    </style>
    </head>
    <body>
    <main>
    <header>
    <h1>\(Markup.escaped(title))</h1>
    \(summary.map { "<p class=\"summary\">\(Markup.escaped($0))</p>" }.joined(separator: "\n"))
    \(warnings.map { "<p class=\"warning\">\(Markup.escaped($0))</p>" }.joined(separator: "\n"))
    </header>
    \(sections.filter { !$0.isEmpty }.joined(separator: "\n"))
    </main>
    <footer>Made by Unreel \(Markup.escaped(version)).</footer>
    </body>
    </html>

    """
  }

  private var sections: [String] {
    [
      Markup.section(
        "Map", figures.enumerated().map { $1.markup(number: $0 + 1) }),
      Markup.section(
        "Numbers",
        scores.map(\.markup)
          + [confusion?.markup(number: figures.count + curves.count + 1) ?? ""]),
      Markup.section("Clusters", [ClusterSummary.markup(clusters)]),
      Markup.section(
        "Training", curves.enumerated().map { $1.markup(number: figures.count + $0 + 1) }),
      Markup.section("Sampler", [Self.table("Sampler", ["What", "Drawn"], sampling)]),
      Markup.section("Videos", ledger?.markup ?? []),
      Markup.section("Settings", [Self.table("Settings", ["Name", "Value"], settings)]),
      Markup.section("Files", [Self.table("Files", ["File", "What is in it"], files)]),
    ]
  }

  private static func table(_ caption: String, _ columns: [String], _ rows: [NamedText]) -> String {
    Markup.table(
      caption: caption, kind: "texts", columns: columns,
      rows: rows.map { ["<code>\(Markup.escaped($0.name))</code>", Markup.escaped($0.text)] },
      isCaptionShown: false)
  }
}
