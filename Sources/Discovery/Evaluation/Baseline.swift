/// What needs no training and is evaluated on the same frames, so that a trained network's numbers can be
/// held against it; the raw value is what `metrics.json` calls it.
public enum Baseline: String, CaseIterable, CodingKey, Sendable {
  /// The frames' pixels.
  case rawPixels = "raw_pixels"
  /// The frames' pixels along their principal components.
  case pixelComponents = "pixel_components"
  /// The motion around the frames.
  case rawMotion = "raw_motion"
  /// The features of the same network with drawn weights.
  case randomNetwork = "random_network"

  /// What tables call it.
  public var title: String {
    switch self {
    case .rawPixels: "raw pixels, 32×32"
    case .pixelComponents: "raw pixels, 50 principal components"
    case .rawMotion: "raw motion"
    case .randomNetwork: "the same network, untrained"
    }
  }

  /// What sentences call it.
  public var name: String {
    switch self {
    case .rawPixels: "raw pixels"
    case .pixelComponents: "PCA of pixels"
    case .rawMotion: "raw motion"
    case .randomNetwork: "an untrained network"
    }
  }
}
