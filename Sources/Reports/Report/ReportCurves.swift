import Evaluation
import Numerics
import Training

// The figures of a report about training and about choosing the number of clusters.

extension Report {
  /// Draws the loss over the steps.
  ///
  /// - Returns: the figure; nil if the log has no steps.
  mutating func loss(_ training: ReportContent.TrainingCourse) throws -> PageFigure? {
    guard !training.steps.isEmpty else { return nil }
    let steps = training.steps.compactMap { entry in
      entry.loss.map { (x: Double(entry.step), y: $0) }
    }
    let epochs = MetricsLog.epochMeans(training.steps).map { (x: Double($0.step), y: $0.loss) }
    let figure = try CurveFigure(
      [Curve(name: "each step", values: steps), Curve(name: "mean of each epoch", values: epochs)],
      title: [training.lossTitle], xLabel: "step", yLabel: "loss",
      bands: training.trivialLosses.map { [Band($0, meaning: "learned nothing")] } ?? [])
    return try add(
      figure, named: "loss",
      caption: [
        "An epoch is what the thesis calls an iteration.",
        training.trivialLosses.map {
          "Losses \($0.lossText) are those of features that are all equal, or all equally far "
            + "from each other. Below, successive frames are nearer than others."
        },
      ].compactMap { $0 }.joined(separator: " "),
      alternative: "The training loss over the steps")
  }

  /// Draws the spread of the features over the steps.
  ///
  /// - Returns: the figure; nil if the log has none.
  mutating func spread(_ training: ReportContent.TrainingCourse) throws -> PageFigure? {
    let values = training.steps.compactMap { entry in
      entry.spread.map { (x: Double(entry.step), y: $0) }
    }
    guard !values.isEmpty else { return nil }
    return try add(
      CurveFigure(
        [Curve(name: "each step", values: values)], title: ["Spread of the features"],
        xLabel: "step", yLabel: "standard deviation"),
      named: "spread",
      caption:
        "The standard deviation of the features over a batch. Near 0 all frames have the same features: the "
        + "training has collapsed.",
      alternative: "The spread of the features over the steps")
  }

  /// Draws the filters of the first layer.
  ///
  /// - Returns: the figure; nil without filters.
  mutating func filters(_ filters: FilterBank?) throws -> PageFigure? {
    guard let filters else { return nil }
    return try add(
      FilterFigure(filters, title: ["The \(filters.count) filters of the first layer"]),
      named: "filters",
      caption:
        "What the first layer looks for in raw pixels. Learned filters show edges, waves and colours; noise "
        + "means that this layer has learned little.",
      alternative: "The filters of the first layer as small pictures")
  }

  /// Draws the label-free metrics over the steps.
  ///
  /// - Returns: the figure; nil if the log has fewer than two of them.
  mutating func labelFree(_ training: ReportContent.TrainingCourse) throws -> PageFigure? {
    guard training.labelFree.count > 1 else { return nil }
    let names = [
      ("reach", "reach"), ("seed_agreement", "agreement of seeds"),
      ("half_agreement", "agreement of halves"),
    ]
    let curves = names.map { name, meaning in
      Curve(
        name: meaning,
        values: training.labelFree.compactMap { line in
          line.value(name).map { (x: Double(line.step), y: $0) }
        })
    }
    return try add(
      CurveFigure(
        curves, title: ["Judged without labels, on training frames"], xLabel: "step", yLabel: ""),
      named: "label-free",
      caption:
        "Reach: how near a frame's nearest frame of another video is, 1 as near as its own next one. "
        + "Agreement: of clusters between seeds, and of videos' between their two halves.",
      alternative: "Reach and agreements over the steps")
  }

  /// Draws the silhouette over the numbers of clusters that were tried.
  ///
  /// - Returns: the figure; nil if the number of clusters was given.
  mutating func clusterCounts(_ evaluation: Evaluation) throws -> PageFigure? {
    guard let tried = evaluation.clusterCounts, !tried.isEmpty else { return nil }
    let values = tried.map { (x: Double($0.clusters), y: $0.silhouette) }
    return try add(
      CurveFigure(
        [Curve(name: "mean silhouette", values: values)],
        title: ["How many clusters: \(evaluation.clusters)"], xLabel: "number of clusters",
        yLabel: "silhouette"),
      named: "cluster-count",
      caption:
        "The mean silhouette of the frames, 1 where clusters are far apart and 0 where they "
        + "touch. The smallest number of clusters within 0.02 of the best was taken.",
      alternative: "The mean silhouette over the number of clusters")
  }
}
