import Basics
import Foundation

/// Shows a run in MLflow: its settings, its numbers, its figures and its report.
public final class MLflowSink: TrackingSink {
  /// `mlflow`.
  public let name = "mlflow"
  /// Two seconds: a server that many use is not asked all the time.
  public let interval = 2.0

  private let server: MLflowServer
  private let experiment: String
  private let files: CopiedFiles
  private let parameters: [String: String]

  /// Most metrics, and most tags or parameters, of a request.
  private static let (mostMetrics, mostPairs) = (1000, 100)
  /// The largest artifact, in bytes: it is sent in one piece.
  private static let mostOfArtifact = 128 << 20

  /// Creates the sink.
  ///
  /// - Parameters:
  ///   - server: the server.
  ///   - experiment: the experiment's name; it is made if there is none.
  ///   - run: the run's folder; the run in MLflow has its name.
  ///   - parameters: the run's settings by their names, without secrets.
  public init(
    _ server: MLflowServer, experiment: String, run: String, parameters: [String: String] = [:]
  ) {
    (self.server, self.experiment, self.parameters) = (server, experiment, parameters)
    files = CopiedFiles(of: run, roles: [.figure, .report])
  }

  /// Sends numbers and tags, then files, then what the run does now.
  public func deliver(_ entries: [JournalEntry], state: SinkState) throws {
    guard let first = entries.first else { return }
    let run = try findOrCreateRun(begin: first.event.time, state)
    let rows = MLflowRows(
      entries.map(\.event), step: state["step", default: 0], hasFailed: state["failed"] != nil)
    try send(rows, of: run)
    for artifact in artifacts(of: entries) { try send(artifact, state) }
    if let status = rows.status { try update(run, to: status, at: rows.statusTime) }
    state["step", default: 0] = rows.step
    state["failed"] = rows.hasFailed ? "yes" : nil
  }

  // MARK: The run

  /// Returns the run's id in MLflow.
  ///
  /// The run is found by a tag that nobody else has, so that there is one run even if an answer is lost.
  private func findOrCreateRun(begin: Date, _ state: SinkState) throws -> String {
    if let run = state["run"] { return run }
    let experiment = try findOrCreateExperiment()
    let tag = state["tag"] ?? UUID().uuidString
    if state["tag"] == nil {
      state["tag"] = tag
      try state.save()
    }
    let run = try find(tag: tag, in: experiment) ?? create(tag: tag, in: experiment, begin)
    let pairs = parameters.sorted { $0.key < $1.key }.map {
      MLflowRows.Pair(
        key: MLflowRows.name($0.key), value: String($0.value.prefix(MLflowRows.mostOfParameter)))
    }
    for part in Self.pieces(of: pairs, Self.mostPairs) {
      // A setting that changed since an attempt that was cut here: MLflow keeps the first value.
      let _: MLflowServer.Empty? = try server.ask(
        "mlflow/runs/log-batch", "POST", Batch(run_id: run.info.run_id, params: part),
        missing: ["INVALID_PARAMETER_VALUE"])
    }
    state["run"] = run.info.run_id
    state["artifacts"] = run.info.artifact_uri
    try state.save()
    return run.info.run_id
  }

  private func findOrCreateExperiment() throws -> String {
    struct Found: Decodable {
      struct Experiment: Decodable {
        var experiment_id: String
        var lifecycle_stage: String?
      }
      var experiment: Experiment
    }
    struct Created: Decodable { var experiment_id: String }
    let query = SignatureV4.query([("experiment_name", experiment)])
    // Somebody else may make it between the two questions: then the third finds it.
    for _ in 0..<2 {
      let found: Found? = try server.ask(
        "mlflow/experiments/get-by-name?\(query)", "GET", missing: ["RESOURCE_DOES_NOT_EXIST"])
      if let found {
        guard found.experiment.lifecycle_stage != "deleted" else {
          throw DeliveryError.refused(
            "the experiment \(PlainLine.text(experiment)) was deleted in MLflow",
            advice: "restore it (mlflow experiments restore -x \(found.experiment.experiment_id)), "
              + "or choose another name")
        }
        return found.experiment.experiment_id
      }
      let created: Created? = try server.ask(
        "mlflow/experiments/create", "POST", ["name": experiment],
        missing: ["RESOURCE_ALREADY_EXISTS"])
      if let created { return created.experiment_id }
    }
    throw DeliveryError.unavailable("\(server.place) neither finds nor makes the experiment")
  }

  private struct Run: Decodable {
    struct Info: Decodable {
      var run_id: String
      var artifact_uri: String?
    }
    var info: Info
  }

  private func find(tag: String, in experiment: String) throws -> Run? {
    struct Search: Encodable {
      var experiment_ids: [String]
      var filter: String
      var max_results = 1
      var run_view_type = "ALL"
    }
    // Without runs, some versions leave the list out; something else than MLflow does so, too. Another answer would
    // make a second run: the experiment was found by the same server a moment ago.
    struct Found: Decodable { var runs: [Run]? }
    let found: Found? = try server.ask(
      "mlflow/runs/search", "POST",
      Search(experiment_ids: [experiment], filter: "tags.`unreel.id` = '\(tag)'"))
    return found?.runs?.first
  }

  private func create(tag: String, in experiment: String, _ begin: Date) throws -> Run {
    struct Creation: Encodable {
      var experiment_id: String
      var run_name: String
      var start_time: Int
      var tags: [MLflowRows.Pair]
    }
    struct Created: Decodable { var run: Run }
    let name = files.name
    let created: Created? = try server.ask(
      "mlflow/runs/create", "POST",
      Creation(
        experiment_id: experiment, run_name: name, start_time: MLflowRows.milliseconds(begin),
        tags: [
          .init(key: "unreel.id", value: tag), .init(key: "mlflow.runName", value: name),
          .init(key: "mlflow.source.name", value: "unreel"),
          .init(key: "mlflow.source.type", value: "LOCAL"),
        ]))
    guard let created else {
      throw DeliveryError.unavailable("\(server.place) made no run")
    }
    return created.run
  }

  private func update(_ run: String, to status: String, at time: Int) throws {
    struct Update: Encodable {
      var run_id: String
      var status: String
      var end_time: Int?
    }
    let _: MLflowServer.Empty? = try server.ask(
      "mlflow/runs/update", "POST",
      Update(run_id: run, status: status, end_time: status == "RUNNING" ? nil : time))
  }

  // MARK: Numbers and files

  private struct Batch: Encodable {
    var run_id: String
    var metrics: [MLflowRows.Metric]?
    var params: [MLflowRows.Pair]?
    var tags: [MLflowRows.Pair]?
  }

  /// Sends numbers and tags; MLflow keeps a number once however often it is sent with its time and step.
  private func send(_ rows: MLflowRows, of run: String) throws {
    for part in Self.pieces(of: rows.metrics, Self.mostMetrics) {
      try sendBatch(Batch(run_id: run, metrics: part))
    }
    let tags = rows.tags.sorted { $0.key < $1.key }
      .map { MLflowRows.Pair(key: $0.key, value: $0.value) }
    for part in Self.pieces(of: tags, Self.mostPairs) {
      try sendBatch(Batch(run_id: run, tags: part))
    }
  }

  private func sendBatch(_ batch: Batch) throws {
    let _: MLflowServer.Empty? = try server.ask("mlflow/runs/log-batch", "POST", batch)
  }

  private static func pieces<Element>(of all: [Element], _ most: Int) -> [[Element]] {
    stride(from: 0, to: all.count, by: most).map { Array(all[$0..<min($0 + most, all.count)]) }
  }

  private struct Artifact {
    var number: Int
    var here: String
    var there: String
  }

  /// The files of some entries, each once.
  private func artifacts(of entries: [JournalEntry]) -> [Artifact] {
    var last: [String: Artifact] = [:]
    for entry in entries {
      guard let (here, there) = files.paths(of: entry.event) else { continue }
      last[there] = Artifact(
        number: entry.number, here: here, there: String(there.dropFirst(files.name.count + 1)))
    }
    return last.values.sorted { $0.number < $1.number }
  }

  /// Sends a file, if the server takes files: otherwise MLflow's clients write them elsewhere by themselves.
  private func send(_ artifact: Artifact, _ state: SinkState) throws {
    // After a failure, files that were sent before it are not sent again.
    guard artifact.number > state["sent", default: 0],
      let root = state["artifacts"].flatMap(Self.proxied)
    else { return }
    for attempt in 1...3 {
      guard let file = try SourceFile(artifact.here), file.size <= Self.mostOfArtifact else {
        return
      }
      do {
        let bytes = try file.bytes(0..<file.size)
        try file.checkUnchanged()
        try server.put(
          bytes, at: "\(root)/\(artifact.there)", type: MediaType.of(artifact.there))
        break
      } catch is SourceFile.Changed {
        guard attempt < 3 else {
          throw DeliveryError.unavailable("\(artifact.here) changes while it is read", after: 10)
        }
      }
    }
    state["sent", default: 0] = artifact.number
    try state.save()
  }

  /// The path of a run's files on a server that takes them: `1/RUN/artifacts` of `mlflow-artifacts:/1/RUN/artifacts`.
  private static func proxied(_ address: String) -> String? {
    guard address.hasPrefix("mlflow-artifacts:") else { return nil }
    let path = URLComponents(string: address)?.path ?? ""
    let parts = path.split(separator: "/").filter { $0 != "." && $0 != ".." }
    return parts.isEmpty ? nil : parts.joined(separator: "/")
  }
}
