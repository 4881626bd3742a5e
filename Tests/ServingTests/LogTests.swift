import Foundation
import Serving
import TestSupport
import Testing

/// What is read of a training log, and how it is thinned.
@Suite struct LogTests {
  /// A line as `JSONLinesSink` writes it.
  static func line(_ step: Int, loss: String = "0.5", time: String = "2026-11-29T07:57:46Z")
    -> String
  {
    "{\"step\":\(step),\"epoch\":1,\"loss\":\(loss),\"pairs_per_second\":124.5,\"data_wait\":0.25,"
      + "\"lr\":3.5e-06,\"feature_std\":0.97,\"dead_features\":0.0,\"time\":\"\(time)\"}"
  }

  private static func scan(_ text: String) -> (LogScanner.Line, LoggedStep) {
    var scanner = LogScanner()
    let kind = Array(text.utf8).withUnsafeBufferPointer { scanner.read($0) }
    return (kind, scanner.step)
  }

  @Test func aStepIsRead() throws {
    let (kind, step) = Self.scan(Self.line(400, loss: "-2.421388626098633"))
    #expect(kind == .step)
    #expect(step.step == 400 && step.epoch == 1)
    #expect(abs(step.values[LogColumn.loss.rawValue] - -2.421388626098633) < 1e-15)
    #expect(abs(step.values[LogColumn.rate.rawValue] - 3.5e-06) < 1e-20)
    #expect(step.values[LogColumn.spread.rawValue] == 0.97)
    #expect(step.values[LogColumn.wait.rawValue] == 0.25)
    // date -u -d 2026-11-29T07:57:46Z +%s
    #expect(step.time == 1_795_939_066)
  }

  @Test(arguments: [
    ("{\"step\":3,\"loss\":null,\"x\":{\"loss\":\"}\\\"\"}}", LogScanner.Line.step),
    ("{\"step\":3,\"warning\":\"it says \\\"loss\\\"\"}", .remark),
    ("{\"step\":3,\"judgement\":{\"epoch\":1},\"time\":\"x\"}", .remark),
    ("{\"step\":3,\"loss\":0.5", .other), ("{\"step\":3,\"loss\":}", .other), ("", .other),
    ("{\"step\":0,\"loss\":1}", .other), ("{\"step\":1e300,\"loss\":1}", .other),
    ("[{\"step\":3}]", .other), ("{\"step\":3,\"loss\":1}x", .other), ("{\"a\\", .other),
  ])
  func linesAreToldApart(line: String, kind: LogScanner.Line) {
    #expect(Self.scan(line).0 == kind)
  }

  /// Steps 1 to 6 with losses 1, 2, 4, 8, 16, 32 in at most four buckets: pairs, by hand.
  @Test func bucketsHaveSmallestLargestAndMean() throws {
    var curves = LogCurves(most: 4)
    for (index, loss) in [1.0, 2, 4, 8, 16, 32].enumerated() {
      var step = LoggedStep()
      step.step = index + 1
      step.time = Double(100 + 10 * index)
      step.values[LogColumn.loss.rawValue] = loss
      curves.add(step)
    }
    #expect(curves.width == 2 && curves.buckets == 3 && curves.rows == 6)
    let loss = curves.columns[LogColumn.loss.rawValue]
    #expect(loss.map(\.mean) == [1.5, 6, 24])
    #expect(loss.map(\.smallest) == [1, 4, 16])
    #expect(loss.map(\.largest) == [2, 8, 32])
    #expect(curves.columns[LogColumn.elapsed.rawValue].map(\.mean) == [5, 25, 45])
    let half = curves.thinned(to: 2)
    #expect(half.width == 4 && half.columns[0].map(\.mean) == [3.75, 24])
    #expect(curves.width(thinnedTo: 2) == 4)
    #expect(
      curves.json(from: 2).hasPrefix(
        "{\"first_step\":1,\"last_step\":6,\"rows\":6,\"width\":2,\"from\":2,\"columns\":"
          + "{\"loss\":{\"mean\":[24.0],\"min\":[16.0],\"max\":[32.0]},"))
  }

  @Test func aMillionStepsStayFew() {
    var curves = LogCurves()
    var step = LoggedStep()
    for number in 1...1_000_000 {
      step.step = number
      step.values[LogColumn.loss.rawValue] = Double(number % 100)
      curves.add(step)
    }
    #expect(curves.rows == 1_000_000 && curves.width == 1024 && curves.buckets == 977)
    #expect(curves.columns[0].reduce(0) { $0 + Int($1.count) } == 1_000_000)
    #expect(curves.columns[0].reduce(0) { $0 + $1.sum } == 49_500_000)
    #expect(curves.columns[0].first?.smallest == 0 && curves.columns[0].first?.largest == 99)
  }

  @Test func aGrowingLogIsReadOnce() throws {
    let folder = try TemporaryFolder()
    let path = folder("metrics.jsonl")
    var log = LogFollower(path)
    var isNew = log.advance()
    #expect(!isNew && log.isComplete)
    // The last line is not whole yet.
    let (first, second) = (Self.line(1), Self.line(2, loss: "0.75"))
    try Data((first + "\n" + second.prefix(40)).utf8).write(to: URL(fileURLWithPath: path))
    isNew = log.advance()
    #expect(isNew && log.curves.rows == 1)
    isNew = log.advance()
    #expect(!isNew)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.seekToEnd()
    try handle.write(
      contentsOf: Data((second.dropFirst(40) + "\n{\"step\":2,\"warning\":\"no news\"}\n").utf8))
    isNew = log.advance()
    #expect(isNew && log.curves.rows == 2)
    #expect(log.curves.columns[0].map(\.mean) == [0.5, 0.75])
    #expect(log.warnings.map(\.step) == [2] && log.warnings.map(\.warning) == ["no news"])
    // After a stop, the log is replaced by its beginning.
    let other = folder("other")
    try Data((first + "\n").utf8).write(to: URL(fileURLWithPath: other))
    #expect(rename(other, path) == 0)
    isNew = log.advance()
    #expect(isNew && log.curves.rows == 1 && log.warningCount == 0)
    #expect(log.replacements == 1)
    unlink(path)
    isNew = log.advance()
    #expect(isNew && log.curves.rows == 0)
  }

  @Test func bothEndsOfALogAreEnoughForAList() throws {
    let folder = try TemporaryFolder()
    let path = folder("metrics.jsonl")
    // A second a step, after a pause of an hour behind step 3.
    let text = (1...2000).map { step in
      let second = step <= 3 ? step : step + 3600
      let time = String(
        format: "2026-11-29T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60)
      return Self.line(step, time: time) + "\n"
    }.joined()
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let tail = LogTail(path)
    #expect(tail.first?.step == 1 && tail.last?.step == 2000)
    #expect(tail.secondsPerStep == 1)
    try Data(Self.line(1).utf8).write(to: URL(fileURLWithPath: path))
    #expect(LogTail(path).last?.step == 1 && LogTail(path).secondsPerStep == nil)
  }
}
