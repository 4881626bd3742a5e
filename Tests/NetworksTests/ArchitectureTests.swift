import Networks
import Testing

@Suite struct ArchitectureTests {
  /// METHOD.md's table: with pooling that rounds down it would be 60 417 664.
  @Test func thesisNetworkHasItsNumberOfParameters() {
    #expect(Architecture.thesis.parameterCount == 77_719_168)
  }

  /// 3072 outputs of fc7 less, each with 4096 weights and a bias.
  @Test func networkForTuplesHasFeaturesOf1024() {
    #expect(Architecture.thesisOf1024.parameterCount == 77_719_168 - 3072 * 4097)
    #expect(Architecture.thesisOf1024.shapes.last?.count == 1024)
    #expect(
      Architecture.thesisOf1024.layers.map(\.name) == Architecture.thesis.layers.map(\.name))
  }

  @Test func theSmallNetworkHasAnEighthOfTheChannels() {
    let (small, whole) = (Architecture.thesisSmall.shapes, Architecture.thesis.shapes)
    #expect(small.map(\.side) == whole.map(\.side))
    #expect(small.map { 8 * $0.channels } == whole.map(\.channels))
  }

  @Test func aClassifierStandsInPlaceOfTheNorm() throws {
    let classifying = Architecture.thesis.classifying(101)
    #expect(classifying.parameterCount == 77_719_168 + 101 * 4097)
    #expect(classifying.layers.suffix(2).map(\.name) == ["relu7", "fc8"])
    #expect(Architecture.named("thesis+101") == classifying)
    #expect(Architecture.named("thesis-1024+2")?.shapes.last?.count == 2)
    for name in ["thesis+", "thesis+0", "thesis+2+3", "thesis+-1", "alexnet+2", "thesis +2"] {
      #expect(Architecture.named(name) == nil, "\(name)")
    }
  }

  /// Those that are not too long to compare, and nothing of a projection.
  @Test func layersThatMayServeAsFeaturesAreListed() throws {
    let residual = try #require(Architecture.named("residual>128"))
    #expect(
      residual.judgedLayers == [
        "relu3a", "relu3", "relu4a", "relu4", "relu5a", "relu5", "norm",
      ])
    #expect(Architecture.thesis.judgedLayers == ["relu6", "relu7", "norm"])
  }

  @Test func thesisNetworkHasItsMaps() {
    let sides = Architecture.thesis.shapes.reduce(into: [:]) { $0[$1.name] = $1.side }
    let names = ["conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"]
    #expect(names.map { sides[$0] } == [111, 55, 26, 13, 13, 13, 13, 6])
    #expect(Architecture.thesis.shapes.first { $0.name == "pool5" }?.count == 13_824)
  }
}
