extension Architecture {
  /// A small network that sees a stretch of a video's motion: nine histograms of flow, 4×4 cells × 8
  /// directions each, as one row.
  package static let motion = Architecture(
    name: "motion", inputSide: 1, inputChannels: 9 * 128,
    layers: [
      Layer("motion1", .linear(outputs: 256)), Layer("motion-bn", .batchNorm),
      Layer("motion-relu", .relu), Layer("motion2", .linear(outputs: 128)),
      Layer(features, .l2Normalise),
    ])
}
