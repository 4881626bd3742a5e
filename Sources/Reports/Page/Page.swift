import Basics

/// A page that is one file: it contains its pictures and its style, and loads nothing.
///
/// Empty parts are left out. All texts are plain texts; the page escapes them.
package struct Page: Sendable {
  /// The title.
  package let title: String
  /// The findings, a paragraph each.
  package let summary: [String]
  /// What a reader must know before trusting the numbers.
  package var warnings: [String] = []
  /// What a user can do next, a paragraph each.
  package var nextSteps: [String] = []
  /// The groups of the whole collection.
  package var collection: CollectionSection?
  /// The interactive map of the whole collection.
  package var map: MapElements?
  /// The figures of the map; with an interactive map they are for browsers without scripts.
  package var figures: [PageFigure] = []
  /// What was scored and how, a paragraph each.
  package var scoring: [String] = []
  /// The metrics of the run beside those of its baselines.
  package var metrics: [MetricsTable] = []
  /// The confusion matrix of a classifier.
  package var confusion: PageFigure?
  /// The clusters, in the order of their numbers.
  package var clusters: [ClusterSummary] = []
  /// The curves of the training.
  package var curves: [PageFigure] = []
  /// The audit of the sampler.
  package var sampling: [NamedText] = []
  /// What a reader should know of the division into training and held-out videos.
  package var splitRemarks: [String] = []
  /// What happened to the videos.
  package var ledger: LedgerSummary?
  /// All settings that the result depends on.
  package var settings: [NamedText] = []
  /// The files of the run and their contents.
  package var files: [NamedText] = []
  /// The version of the program.
  package let version: String

  /// Begins a page; the other parts are set afterwards.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - summary: the findings, a paragraph each.
  ///   - version: the version of the program.
  package init(title: String, summary: [String], version: String) {
    (self.title, self.summary, self.version) = (title, summary, version)
  }

  /// Writes the page to a file.
  ///
  /// If this fails, no file is left.
  ///
  /// - Parameter path: the file.
  /// - Throws: a `SystemCallError` that names the file.
  package func write(to path: String) throws { try DurableFile.write(html, to: path) }

  /// The page as HTML.
  ///
  /// It is well-formed XML too: XML parsers can check and read it.
  package var html: String {
    let sections = sections.filter { !$0.isEmpty }
    // With this policy browsers load nothing from outside and run no script but the page's own.
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <link rel="icon" href="data:,"/>
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; \
      script-src \(scriptPolicy)"/>
      <title>\(HTML.escaped(title))</title>
      <style>
      \(StyleSheet.text)
      \(ThemedColour.styleSheet(colours))
      \(map?.style ?? "")
      </style>
      </head>
      <body>
      <main>
      <header>
      <h1>\(HTML.escaped(title))</h1>
      \(summary.map { "<p class=\"summary\">\(HTML.escaped($0))</p>" }.joined(separator: "\n"))
      \(warnings.map { "<p class=\"warning\">\(HTML.escaped($0))</p>" }.joined(separator: "\n"))
      \(PageSection.contents(of: sections))
      </header>
      \(sections.map(\.html).joined(separator: "\n"))
      </main>
      <footer>Made by Unreel \(HTML.escaped(version)).</footer>
      \(hasFigures ? "\(Enlarging.dialog)\n<script>\(Enlarging.script)</script>" : "")
      \(map?.end ?? "")
      </body>
      </html>

      """
  }

  /// What scripts the page runs, and for the map also from where it plays videos.
  private var scriptPolicy: String {
    Enlarging.policy + (map.map { " \($0.scriptPolicy); media-src 'self' file:" } ?? "")
  }

  private var allFigures: [PageFigure] { figures + [confusion].compactMap { $0 } + curves }
  private var hasFigures: Bool { !allFigures.isEmpty }

  /// The colours that are not those of the style sheet.
  private var colours: Set<ThemedColour> {
    allFigures.reduce(into: Set(clusters.map { ThemedColour($0.colour) })) {
      $0.formUnion($1.colours)
    }.union(collection?.colours ?? [])
  }

  private var stillMap: String {
    figures.enumerated().map { $1.html(number: $0 + 1) }.joined(separator: "\n")
  }

  private var sections: [PageSection] {
    [
      PageSection("Map", [map?.contents(still: stillMap) ?? stillMap]),
      PageSection(
        "What to do next",
        nextSteps.isEmpty
          ? []
          : [
            "<ul>" + nextSteps.map { "<li>\(HTML.withCode($0))</li>" }.joined() + "</ul>",
            nextSteps.contains { $0.contains(" RUN") }
              ? "<p>In these commands, <code>RUN</code> is the folder of this page.</p>" : "",
          ]),
      PageSection("Groups", parts: collection?.parts ?? []),
      PageSection(
        "Numbers",
        (metrics.isEmpty ? [] : scoring.map { "<p>\(HTML.escaped($0))</p>" }) + metrics.map(\.html)
          + [MetricsTable.explanation(of: metrics)]
          + [confusion?.html(number: figures.count + curves.count + 1) ?? ""]),
      PageSection("Clusters", [ClusterSummary.table(clusters)]),
      PageSection("Training", curves.enumerated().map { $1.html(number: figures.count + $0 + 1) }),
      PageSection("Sampler", [HTML.table("Sampler", ["What", "Drawn"], sampling)]),
      PageSection("Videos", (ledger?.html ?? []) + [HTML.list("The split:", splitRemarks)]),
      PageSection(
        "Settings",
        [HTML.folded("All settings", HTML.table("Settings", ["Name", "Value"], settings))]),
      PageSection("Files", [HTML.table("Files", ["File", "What is in it"], files)]),
    ]
  }
}

extension ClusterSummary {
  /// Writes a table of clusters in the colours of the figures.
  ///
  /// - Parameter clusters: the clusters, in the order of their numbers.
  /// - Returns: HTML; columns of categories are left out if no category is known.
  fileprivate static func table(_ clusters: [ClusterSummary]) -> String {
    let hasCategories = clusters.contains { $0.topCategory != nil }
    return HTML.table(
      caption: "What is in each cluster", kind: "clusters",
      columns: ["Cluster", "Frames", "Videos"]
        + (hasCategories ? ["Most frequent category", "Its share"] : []),
      rows: clusters.map { cluster in
        let swatch =
          "<span class=\"swatch\" style=\"background:\(ThemedColour(cluster.colour).code)\"></span>"
        return [
          "\(swatch)\(cluster.number)", NumberText.count(cluster.frames),
          NumberText.count(cluster.videos),
        ]
          + (hasCategories
            ? [
              HTML.escaped(cluster.topCategory ?? ""), cluster.topShare.map(NumberText.share) ?? "",
            ] : [])
      })
  }
}
