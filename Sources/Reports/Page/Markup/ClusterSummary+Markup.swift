extension ClusterSummary {
  /// A table of clusters, in the colours of the figures.
  static func markup(_ clusters: [ClusterSummary]) -> String {
    let hasCategories = clusters.contains { $0.topCategory != nil }
    return Markup.table(
      caption: "What is in each cluster", kind: "clusters",
      columns: ["Cluster", "Frames", "Videos"]
        + (hasCategories ? ["Most frequent category", "Its share"] : []),
      rows: clusters.map { cluster in
        let swatch = "<span class=\"swatch\" style=\"background:\(cluster.colour.code)\"></span>"
        return [
          "\(swatch)\(cluster.number)", Printed.count(cluster.frames),
          Printed.count(cluster.videos),
        ]
          + (hasCategories
            ? [
              Markup.escaped(cluster.topCategory ?? ""), cluster.topShare.map(Printed.share) ?? "",
            ] : [])
      })
  }
}
