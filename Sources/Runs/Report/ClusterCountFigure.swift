import Discovery
import Reports

/// The silhouettes of the numbers of clusters that were tried.
enum ClusterCountFigure {
  /// Arranges the figure.
  ///
  /// - Parameters:
  ///   - tried: the numbers, with their silhouettes.
  ///   - chosen: the one that was taken.
  /// - Throws: `DrawingError`.
  static func figure(_ tried: [ClusterCount.Trial], chosen: Int) throws -> CurveFigure {
    try CurveFigure(
      [
        Curve(
          name: "mean silhouette", values: tried.map { (x: Double($0.clusters), y: $0.silhouette) })
      ],
      title: ["How many clusters: \(chosen)"], xLabel: "number of clusters", yLabel: "silhouette")
  }
}
