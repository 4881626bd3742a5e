import Networks
import Tensors
import TestSupport
import Testing

/// The whole network against PyTorch's own functions, in double precision, on the same weights.
@Suite struct ActivationTests {
  private struct Expected: Decodable {
    let layer: String
    let summary: ArraySummary

    init(from decoder: any Decoder) throws {
      layer = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .layer)
      summary = try ArraySummary(from: decoder)
    }

    private enum Key: CodingKey { case layer }
  }

  /// Relative, as ``ArraySummary`` has it.
  private static let tolerance = 1e-5

  /// Every layer's whole output counts; also the input's, from bytes.
  @Test func everyLayerOfTheThesisNetworkEqualsPyTorch() throws {
    let expected = try ReferenceFolder.networks.read("activations.json", as: [Expected].self)
    let architecture = Architecture.thesis
    #expect(expected.map(\.layer) == ["input"] + architecture.layers.map(\.name))
    let network = try Network(formula: architecture)
    let pixels = (0..<2).flatMap { Formula.picture(scene: $0, noise: $0, side: 227) }
    try withoutGradients {
      let images = try InputNormalisation.authors(pixels, side: 227, on: .cpu)
      for (number, (layer, summary)) in expected.map({ ($0.layer, $0.summary) }).enumerated() {
        let output = layer == "input" ? images : try network(images, upTo: layer)
        let deviation = summary.deviation(of: try output.floats(), stream: number)
        #expect(deviation < Self.tolerance, "\(layer)")
      }
    }
  }
}
