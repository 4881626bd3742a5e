import Foundation
import TestSupport
import Testing
import Training

@Suite struct JSONLinesSinkTests {
  private func step(_ number: Int, loss: Double = 0.05) -> TrainingEvent {
    .step(
      StepRecord(
        step: number, epoch: 1, loss: loss, pairsPerSecond: 8, dataWait: 0.25, learningRate: 0.01,
        featureDeviation: 0.5, deadShare: 0.25))
  }

  @Test func aWarningIsALineOfItsOwnAndIsReadBack() throws {
    let folder = try TemporaryFolder()
    let sink = try JSONLinesSink(
      folder("metrics.jsonl"), continuingAfter: 0, now: { Date(timeIntervalSince1970: 0) })
    sink.record(step(1))
    sink.record(.warning(step: 1, text: "a \"quoted\"\nword"))
    sink.record(step(2))
    #expect(MetricsLog.warnings(folder("metrics.jsonl")) == ["a \"quoted\"\nword"])
    #expect(MetricsLog.read(folder("metrics.jsonl")).map(\.step) == [1, 2])
    #expect(MetricsLog.warnings(folder("missing")) == [])
  }

  @Test func labelFreeMetricsAreALineOfTheirOwnAndAreReadBack() throws {
    let folder = try TemporaryFolder()
    let sink = try JSONLinesSink(
      folder("metrics.jsonl"), continuingAfter: 0, now: { Date(timeIntervalSince1970: 0) })
    sink.record(step(3))
    sink.record(
      .labelFree(
        LabelFreeRecord(
          step: 3, epoch: 1,
          measures: [.init("reach", 0.75), .init("alignment", .nan)], sentence: "Well.")))
    let text = try String(contentsOfFile: folder("metrics.jsonl"), encoding: .utf8)
    #expect(
      text.hasSuffix(
        "{\"step\":3,\"judgement\":{\"epoch\":1,\"reach\":0.75,\"alignment\":null},"
          + "\"time\":\"1970-01-01T00:00:00Z\"}\n"))
    #expect(MetricsLog.read(folder("metrics.jsonl")).map(\.step) == [3])
    let judged = MetricsLog.judgements(folder("metrics.jsonl"))
    #expect(judged.map(\.step) == [3])
    #expect(judged.first?.value("reach") == 0.75 && judged.first?.value("alignment") == nil)
    #expect(judged.first?.value("rank") == nil)
    #expect(MetricsLog.judgements(folder("missing")) == [])
  }

  @Test func aStepIsALineWithTheContractsNames() throws {
    let folder = try TemporaryFolder()
    let sink = try JSONLinesSink(
      folder("metrics.jsonl"), continuingAfter: 0, now: { Date(timeIntervalSince1970: 0) })
    sink.record(step(1))
    sink.record(.checkpoint(path: "elsewhere"))
    sink.record(step(2, loss: .nan))
    let text = try String(contentsOfFile: folder("metrics.jsonl"), encoding: .utf8)
    #expect(
      text == """
        {"step":1,"epoch":1,"loss":0.05,"pairs_per_second":8.0,"data_wait":0.25,"lr":0.01,\
        "feature_std":0.5,"dead_features":0.25,"time":"1970-01-01T00:00:00Z"}
        {"step":2,"epoch":1,"loss":null,"pairs_per_second":8.0,"data_wait":0.25,"lr":0.01,\
        "feature_std":0.5,"dead_features":0.25,"time":"1970-01-01T00:00:00Z"}

        """)
    #expect(sink.failure == nil)
  }

  /// Steps after the checkpoint that training goes on from were lost; a line cut short is, too.
  @Test func goingOnLeavesNoSeam() throws {
    let folder = try TemporaryFolder()
    let first = try JSONLinesSink(folder("metrics.jsonl"), continuingAfter: 0)
    for number in 1...5 { first.record(step(number)) }
    let second = try JSONLinesSink(folder("metrics.jsonl"), continuingAfter: 3)
    second.record(step(4))
    #expect(MetricsLog.read(folder("metrics.jsonl")).map(\.step) == [1, 2, 3, 4])
    let handle = try #require(FileHandle(forWritingAtPath: folder("metrics.jsonl")))
    handle.seekToEndOfFile()
    handle.write(Data("{\"ste".utf8))
    _ = try JSONLinesSink(folder("metrics.jsonl"), continuingAfter: 9)
    #expect(MetricsLog.read(folder("metrics.jsonl")).map(\.step) == [1, 2, 3, 4])
    let text = try String(contentsOfFile: folder("metrics.jsonl"), encoding: .utf8)
    #expect(text.hasSuffix("}\n"))
  }

  /// A full disk takes the beginning of a line, number and all.
  @Test func aLineThatIsHalfThereIsLost() throws {
    let folder = try TemporaryFolder()
    let path = folder("metrics.jsonl")
    let first = try JSONLinesSink(path, continuingAfter: 0)
    for number in 1...2 { first.record(step(number)) }
    let whole = try String(contentsOfFile: path, encoding: .utf8)
    try (whole + "{\"step\":3,\"epoch\":1,\"lo").write(
      toFile: path, atomically: false, encoding: .utf8)
    let second = try JSONLinesSink(path, continuingAfter: 3)
    second.record(step(4))
    #expect(MetricsLog.read(path).map(\.step) == [1, 2, 4])
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix(whole + "{\"step\":4,"))
  }
}
