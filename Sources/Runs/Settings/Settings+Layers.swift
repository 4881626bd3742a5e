import Networks

extension Settings {
  /// Whether the layer that is clustered is to be chosen by a judgement.
  var choosesLayer: Bool { evaluation.featureLayer == Self.automaticLayer }

  /// The layer that is clustered; where that is to be chosen, the one that is trained.
  var featureLayer: String { choosesLayer ? Architecture.features : evaluation.featureLayer }

  private static let automaticLayer = "auto"
}
