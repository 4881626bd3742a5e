import Basics
import Foundation

/// A line of JSON a step, in `RUN/metrics.jsonl`.
public final class JSONLinesSink: TrainingSink {
  private let path: String
  private let descriptor: Int32
  private let now: () -> Date

  /// Why the file could not be written, if it could not.
  public private(set) var failure: String?

  /// Opens the file, and drops what it holds beyond the step that training goes on from.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - step: steps taken so far; later ones were lost with the checkpoint that was not written.
  ///   - now: the clock.
  /// - Throws: `SystemCallError`.
  public init(_ path: String, continuingAfter step: Int, now: @escaping () -> Date = Date.init)
    throws
  {
    self.path = path
    self.now = now
    let kept = try Self.lines(of: path, upTo: step)
    try DurableFile.write(kept, to: path)
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
  }

  deinit {
    close(descriptor)
  }

  /// Writes a step, a judgement or a warning as one line; other events are not written.
  public func record(_ event: TrainingEvent) {
    switch event {
    case .step(let step): write(step)
    case .warning(let step, let text):
      write(["\"step\":\(step)", "\"warning\":\(Self.quoted(text))"])
    case .judgement(let judgement): write(judgement)
    case .epoch, .checkpoint: break
    }
  }

  private func write(_ step: StepRecord) {
    write([
      "\"step\":\(step.step)",
      "\"epoch\":\(step.epoch)",
      "\"loss\":\(Self.number(step.loss))",
      "\"pairs_per_second\":\(Self.number(step.pairsPerSecond))",
      "\"data_wait\":\(Self.number(step.dataWait))",
      "\"lr\":\(Self.number(step.learningRate))",
      "\"feature_std\":\(Self.number(step.featureDeviation))",
      "\"dead_features\":\(Self.number(step.deadShare))",
    ])
  }

  private func write(_ judgement: JudgementRecord) {
    let measures = judgement.measures.map { "\"\($0.name)\":\(Self.number($0.value))" }
    write([
      "\"step\":\(judgement.step)",
      "\"judgement\":{\((["\"epoch\":\(judgement.epoch)"] + measures).joined(separator: ","))}",
    ])
  }

  private func write(_ fields: [String]) {
    guard failure == nil else { return }
    let time = "\"time\":\"\(now().formatted(.iso8601))\""
    let line = Array(("{" + (fields + [time]).joined(separator: ",") + "}\n").utf8)
    if Foundation.write(descriptor, line, line.count) != line.count {
      failure = SystemCallError(action: "writing", path: path).description
    }
  }

  private static func lines(of path: String, upTo step: Int) throws -> String {
    guard Folder.isFile(path) else { return "" }
    let text = try BoundedFile.text(path, atMost: BoundedFile.mostOfTable)
    let kept = text.split(separator: "\n").prefix { line in
      // Where the disk was full, the last line may be half there.
      guard line.hasSuffix("}"), let match = line.firstMatch(of: /"step":(\d+)/),
        let number = Int(match.1)
      else {
        return false
      }
      return number <= step
    }
    return kept.map { $0 + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    // A text is always valid JSON.
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }

  /// A number as JSON has it; one that is not finite is null.
  private static func number(_ value: Double) -> String {
    value.isFinite ? "\(value)" : "null"
  }
}
