import Foundation

/// What the events of a run are in MLflow: metrics, tags, a status.
struct MLflowRows {
  /// A number at a step.
  struct Metric: Encodable, Equatable {
    var key: String
    var value: Double
    /// Milliseconds since 1970.
    var timestamp: Int
    var step: Int
  }

  /// A name and a text: a tag or a parameter.
  struct Pair: Encodable, Equatable {
    var key: String
    var value: String
  }

  /// The numbers, in the journal's order.
  private(set) var metrics: [Metric] = []
  /// The last text of each tag.
  private(set) var tags: [String: String] = [:]
  /// What the run does after the events, as MLflow calls it; nil if they don't tell.
  private(set) var status: String?
  /// When that began, in milliseconds.
  private(set) var statusTime = 0
  /// The last step of the frames' training.
  private(set) var step: Int
  /// Whether an error came after the last begin.
  private(set) var hasFailed: Bool

  /// The longest name that MLflow takes.
  static let mostOfName = 250
  /// The longest text that every version of MLflow takes.
  static let mostOfParameter = 500
  private static let mostOfTag = 5000

  /// Translates events.
  ///
  /// - Parameters:
  ///   - events: the events.
  ///   - step: the last step of the frames' training before them.
  ///   - hasFailed: whether an error came after the last begin before them.
  init(_ events: [TrackedEvent], step: Int, hasFailed: Bool) {
    (self.step, self.hasFailed) = (step, hasFailed)
    for event in events { take(event) }
  }

  private mutating func take(_ event: TrackedEvent) {
    if event.stage == "training", let own = event.step { step = own }
    switch event.kind {
    case .began:
      (status, statusTime, hasFailed) = ("RUNNING", Self.milliseconds(event.time), false)
      tags["unreel.version"] = event.text.map(Self.tag)
    case .step, .result: add(event, group: event.stage ?? "run", step: event.step ?? step)
    case .labelFree: add(event, group: "label-free", step: event.step ?? step)
    case .epoch:
      // As in TensorBoard's files.
      add(event, group: "\(event.stage ?? "") by epoch", step: event.epoch ?? step)
    case .file: break
    case .stage: tags["unreel.stage"] = event.stage.map(Self.tag)
    case .warning: tags["unreel.warning"] = event.text.map(Self.tag)
    case .error:
      hasFailed = true
      tags["unreel.error"] = event.text.map(Self.tag)
    case .ended:
      status = hasFailed ? "FAILED" : event.text == "finished" ? "FINISHED" : "KILLED"
      statusTime = Self.milliseconds(event.time)
    }
  }

  private mutating func add(_ event: TrackedEvent, group: String, step: Int) {
    for (name, value) in (event.values ?? [:]).sorted(by: { $0.key < $1.key }) {
      metrics.append(
        Metric(
          key: Self.name("\(group)/\(name)"), value: value ?? .nan,
          timestamp: Self.milliseconds(event.time), step: step))
    }
  }

  /// A time in milliseconds since 1970.
  static func milliseconds(_ time: Date) -> Int {
    Int((time.timeIntervalSince1970 * 1000).rounded())
  }

  /// A name with the characters that MLflow takes.
  static func name(_ text: String) -> String {
    let kept = text.unicodeScalars.map { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "_-. :/".unicodeScalars.contains(scalar))
        ? Character(scalar) : "_"
    }
    // It must not look like a path that leaves a folder, or has an empty part.
    let parts = String(kept).split(separator: "/").filter { $0 != "." && $0 != ".." }
    return parts.isEmpty ? "_" : String(parts.joined(separator: "/").prefix(mostOfName))
  }

  private static func tag(_ text: String) -> String { String(text.prefix(mostOfTag)) }
}
