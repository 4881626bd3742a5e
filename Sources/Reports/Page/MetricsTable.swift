import Evaluation
import Numerics

/// A table of metrics: the run beside its baselines, for frames or for videos.
package struct MetricsTable: Sendable {
  /// A measured number.
  package struct Value: Equatable, Sendable {
    /// The number; the mean, if it was measured several times.
    package let value: Double
    /// The lowest and the highest number, if it was measured several times.
    package let range: ClosedRange<Double>?

    /// Makes a value.
    ///
    /// - Parameters:
    ///   - value: the number, or the mean.
    ///   - range: the lowest and the highest number, if it was measured several times.
    package init(_ value: Double, range: ClosedRange<Double>? = nil) {
      (self.value, self.range) = (value, range)
    }
  }

  /// A column: a metric.
  package enum Column: CaseIterable, Sendable {
    /// The conditional entropy of the categories, given the clusters.
    case conditionalEntropyBits
    /// Normalised mutual information.
    case nmi
    /// The adjusted Rand index.
    case ari
    /// The share of items with the most frequent category of their cluster.
    case purity
    /// The share of correct items under the best assignment of clusters to categories.
    case accuracy
    /// The share of items whose nearest item of another video has the same category.
    case neighbourAccuracy
    /// The accuracy of a linear probe, top-1 and top-5.
    case linearTop1, linearTop5
    /// The accuracy of the nearest training frames' vote, top-1 and top-5.
    case votedTop1, votedTop5
  }

  /// A row: the metrics of one set of features.
  package struct Row: Sendable {
    /// The name of the features: `this run`, for example.
    package let name: String
    /// The known metrics.
    package var values: [Column: Value]

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - name: the name of the features.
    ///   - values: the known metrics.
    package init(_ name: String, _ values: [Column: Value] = [:]) {
      (self.name, self.values) = (name, values)
    }
  }

  /// What the table is about: `Frames`, for example.
  package let title: String
  /// The rows; the first is the run itself.
  package var rows: [Row]

  /// Makes a table.
  ///
  /// - Parameters:
  ///   - title: what the table is about.
  ///   - rows: the rows; the first is the run itself.
  package init(title: String, rows: [Row]) {
    (self.title, self.rows) = (title, rows)
  }
}

extension MetricsTable {
  /// Makes the tables of an evaluation.
  ///
  /// - Parameter evaluation: the content of `metrics.json`.
  /// - Returns: clusters and probes, over frames and over videos; none without categories. The tables of
  ///   probes have no rows if there are no probes.
  static func tables(of evaluation: Evaluation) -> [MetricsTable] {
    guard let metrics = evaluation.metrics else { return [] }
    let baselines = Baseline.allCases.compactMap { baseline in
      evaluation.baselines.scores[baseline].map { (name: baseline.title, metrics: $0) }
    }
    let features = [(name: "this run", metrics: metrics)] + baselines
    let probes = features.compactMap { row in row.metrics.probe.map { (name: row.name, probe: $0) }
    }
    let permuted = evaluation.baselines.permutedLabels
    return [
      MetricsTable(
        title: "Frames",
        rows: features.map { Row($0.name, of: $0.metrics.rows) { Value($0) } }
          + (permuted.map { [Row(permuted: $0.rows)] } ?? [])),
      MetricsTable(
        title: "Videos, once each",
        rows: features.map { Row($0.name, of: $0.metrics.groups) { Value($0) } }
          + (permuted.map { [Row(permuted: $0.groups)] } ?? [])),
      MetricsTable(
        title: "Frames, by classifiers shown labelled frames of the training videos",
        rows: probes.map { Row($0.name, of: $0.probe) { ($0.top1, $0.top5) } }),
      MetricsTable(
        title: "Videos, by the mean of their frames' predictions",
        rows: probes.map { Row($0.name, of: $0.probe) { ($0.groupTop1, $0.groupTop5) } }),
    ]
  }
}

extension MetricsTable.Row {
  fileprivate init<Number>(
    _ name: String, of metrics: ClusteringMetrics<Number>,
    value: (Number) -> MetricsTable.Value
  ) {
    self.init(
      name,
      [
        .conditionalEntropyBits: value(metrics.conditionalEntropyBits), .nmi: value(metrics.nmi),
        .ari: value(metrics.ari), .purity: value(metrics.purity),
        .accuracy: value(metrics.accuracy),
      ])
    values[.neighbourAccuracy] = metrics.neighbourAccuracy.map(value)
  }

  fileprivate init(permuted metrics: ClusteringMetrics<Interval>) {
    self.init("permuted labels (chance)", of: metrics) {
      MetricsTable.Value($0.mean, range: $0.low...$0.high)
    }
  }

  fileprivate init(
    _ name: String, of probe: Probe,
    level: (Probe.Accuracies) -> (top1: Double, top5: Double)
  ) {
    let (linear, voted) = (level(probe.linear), level(probe.neighbours))
    self.init(
      name,
      [
        .linearTop1: MetricsTable.Value(linear.top1), .linearTop5: MetricsTable.Value(linear.top5),
        .votedTop1: MetricsTable.Value(voted.top1), .votedTop5: MetricsTable.Value(voted.top5),
      ])
  }
}

// MARK: HTML

extension MetricsTable {
  /// What every column of some tables means, folded; empty without columns.
  static func explanation(of tables: [MetricsTable]) -> String {
    let columns = Column.allCases.filter { column in
      tables.contains { table in table.rows.contains { $0.values[column] != nil } }
    }
    let items = columns.map { column in
      "<li><strong>\(HTML.escaped("\(column.title), \(column.remark)")):</strong> \(HTML.escaped(column.meaning))</li>"
    }
    return items.isEmpty
      ? "" : HTML.folded("What the columns mean", "<ul>\(items.joined(separator: "\n"))</ul>")
  }

  /// The table as HTML, without the columns of which nothing is known; empty without columns.
  var html: String {
    let columns = Column.allCases.filter { column in rows.contains { $0.values[column] != nil } }
    guard !columns.isEmpty else { return "" }
    return HTML.table(
      caption: title, kind: "scores",
      columns: ["<span class=\"hidden\">Features</span>"]
        + columns.map { "\(HTML.escaped($0.title))<small>\(HTML.escaped($0.remark))</small>" },
      rows: rows.map { row in
        [HTML.escaped(row.name)] + columns.map { cell(column: $0, row: row) }
      })
  }

  private func cell(column: Column, row: Row) -> String {
    guard let value = row.values[column] else {
      return "<span class=\"hidden\">not measured</span>"
    }
    let text = column.text(of: value.value)
    let marked = text == best(in: column) ? "<strong>\(text)</strong>" : text
    guard let range = value.range else { return marked }
    return marked
      + "<small>\(column.text(of: range.lowerBound)) to \(column.text(of: range.upperBound))</small>"
  }

  /// The text of a column's best value: all rows that read the same are marked.
  private func best(in column: Column) -> String? {
    let values = rows.compactMap { $0.values[column]?.value }.filter(\.isFinite)
    guard values.count > 1 else { return nil }
    return (column.isLowerBetter ? values.min() : values.max()).map(column.text)
  }
}

extension MetricsTable.Column {
  fileprivate var title: String {
    switch self {
    case .conditionalEntropyBits: "Conditional entropy"
    case .nmi: "NMI"
    case .ari: "ARI"
    case .purity: "Purity"
    case .accuracy: "Accuracy"
    case .neighbourAccuracy: "Nearest neighbour"
    case .linearTop1, .linearTop5: "Linear probe"
    case .votedTop1, .votedTop5: "Nearest neighbours"
    }
  }

  fileprivate var remark: String {
    switch self {
    case .conditionalEntropyBits: "bits, lower is better"
    case .nmi: "1 is perfect"
    case .ari: "0 is chance"
    case .purity: "largest category"
    case .accuracy: "best matching"
    case .neighbourAccuracy: "of another video"
    case .linearTop1, .votedTop1: "top-1"
    case .linearTop5, .votedTop5: "top-5"
    }
  }

  /// The column in a sentence or two.
  fileprivate var meaning: String {
    switch self {
    case .conditionalEntropyBits:
      "How uncertain the category still is when you know the cluster. 0: every cluster is of one category. Compare with "
        + "chance, and with raw pixels."
    case .nmi: "How much clusters and categories tell about each other. 1: all, 0: nothing."
    case .ari:
      "How many pairs of videos are together both in clusters and in categories, beyond chance."
    case .purity:
      "The share that is of the most frequent category of its cluster. It grows with more clusters."
    case .accuracy:
      "The share that is right when every cluster is given one category, in the best way."
    case .neighbourAccuracy:
      "The share whose nearest frame or video of another video is of the same category. It needs no clusters."
    case .linearTop1, .linearTop5:
      "A linear classifier is shown labelled frames of the training videos and names the others: how often its first "
        + "guess, or one of its first five, is right."
    case .votedTop1, .votedTop5:
      "The same with a vote of the nearest labelled frames in place of the classifier."
    }
  }

  fileprivate var isLowerBetter: Bool { self == .conditionalEntropyBits }

  fileprivate func text(of value: Double) -> String {
    switch self {
    case .conditionalEntropyBits, .nmi, .ari: NumberText.decimal(value, places: 2)
    default: NumberText.decimal(100 * value, places: 1) + "\u{202F}%"
    }
  }
}
