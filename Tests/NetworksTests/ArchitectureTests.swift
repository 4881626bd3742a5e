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

  @Test func thesisNetworkHasItsMaps() {
    let sides = Architecture.thesis.shapes.reduce(into: [:]) { $0[$1.name] = $1.side }
    let names = ["conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"]
    #expect(names.map { sides[$0] } == [111, 55, 26, 13, 13, 13, 13, 6])
    #expect(Architecture.thesis.shapes.first { $0.name == "pool5" }?.count == 13_824)
  }
}
