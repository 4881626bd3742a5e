import Basics
import Foundation
import TestSupport
import Testing
import Tracking

/// A run in MLflow, while much goes wrong.
@Suite struct MLflowTests {
  private let place: TemporaryFolder
  private let run: VirtualRun
  private let secret = "correct-horse"
  private var authorization: String {
    "Basic \(Data("me:\(secret)".utf8).base64EncodedString())"
  }

  init() throws {
    place = try TemporaryFolder()
    run = try VirtualRun(place("my-run"))
    try run.write([1, 2, 3], "figures/loss.png")
    try run.write(Array("<html>".utf8), "report.html")
    var events = [event(.began, 0)]
    events[0].text = "0.1.0"
    for step in 1...3 {
      events.append(event(.step, step, ["loss": 0.5 / Double(step), "odd": Double?.none]))
      events[step].stage = "training"
      events[step].step = step
    }
    events.append(event(.epoch, 4, ["loss": 0.25]))
    (events[4].stage, events[4].epoch) = ("training", 1)
    events.append(event(.result, 5, ["purity": 0.75]))
    events[5].stage = "evaluation"
    events += [
      run.file("figures/loss.png", .figure), run.file("report.html", .report),
      run.file("checkpoints/epoch-1.h5", .checkpoint), event(.ended, 9),
    ]
    events[9].text = "finished"
    try run.record(events)
  }

  private func event(
    _ kind: TrackedEvent.Kind, _ second: Int, _ values: [String: Double?]? = nil
  ) -> TrackedEvent {
    var event = TrackedEvent(kind, at: Date(timeIntervalSince1970: 1_800_000_000 + Double(second)))
    event.values = values
    return event
  }

  private func sink(_ http: any HTTPClient, rate: String = "0.01") throws -> MLflowSink {
    let server = try MLflowServer("http://ml.example:5000/", http: http) { [secret] in
      .password(user: "me", secret)
    }
    return MLflowSink(
      server, experiment: "films & more", run: run.folder,
      parameters: ["training.rate": rate, "seed": "1"])
  }

  /// The metrics that the journal holds, in MLflow's order.
  private let rows = [
    "training/loss 1 1 0.5", "training/odd 1 1 nan", "training/loss 2 2 0.25",
    "training/odd 2 2 nan", "training/loss 3 3 0.16666666666666666", "training/odd 3 3 nan",
    "training by epoch/loss 1 4 0.25", "evaluation/purity 3 5 0.75",
  ]

  private func check(
    _ server: MLflowStandIn, _ problems: [String], _ comment: Comment,
    source: SourceLocation = #_sourceLocation
  ) {
    let content = server.content.withLock { $0 }
    #expect(content.experiments == ["films & more"], comment, sourceLocation: source)
    #expect(content.runs.map(\.name) == ["my-run"], comment, sourceLocation: source)
    let run = content.runs.first
    let found = run?.rows.map {
      "\($0.key) \($0.step) \($0.timestamp / 1000 - 1_800_000_000) \(Double($0.value) ?? 0)"
    }
    #expect(found == rows, comment, sourceLocation: source)
    #expect(
      run?.parameters == ["training.rate": "0.01", "seed": "1"], comment, sourceLocation: source)
    #expect(run?.status == "FINISHED", comment, sourceLocation: source)
    #expect(run?.endTime == 1_800_000_009_000, comment, sourceLocation: source)
    #expect(run?.tags["unreel.version"] == "0.1.0", comment, sourceLocation: source)
    #expect(
      content.artifacts == [
        "0/0/artifacts/figures/loss.png": [1, 2, 3],
        "0/0/artifacts/report.html": Array("<html>".utf8),
      ], comment, sourceLocation: source)
    for problem in problems {
      #expect(!problem.contains(secret), comment, sourceLocation: source)
      #expect(!problem.contains(authorization.dropFirst(6)), comment, sourceLocation: source)
    }
  }

  @Test func aRunArrives() throws {
    let server = MLflowStandIn(authorization: authorization)
    let http = Troubled(server)
    let result = try #require(try run.deliver { try sink(http) })
    check(server, result.problems, "")
    #expect(result.problems == [])
    let names = http.requests.map { $0.url.replacing("http://ml.example:5000/api/2.0/", with: "") }
    #expect(
      names == [
        "mlflow/experiments/get-by-name?experiment_name=films%20%26%20more",
        "mlflow/experiments/create", "mlflow/runs/search", "mlflow/runs/create",
        "mlflow/runs/log-batch", "mlflow/runs/log-batch", "mlflow/runs/log-batch",
        "mlflow-artifacts/artifacts/0/0/artifacts/figures/loss.png",
        "mlflow-artifacts/artifacts/0/0/artifacts/report.html", "mlflow/runs/update",
      ])
  }

  /// Troubles with each request, and after it another process.
  @Test(arguments: Trouble.allCases) func troubles(_ trouble: Trouble) throws {
    for number in trouble.requests(of: 10) {
      try Folder.remove(run.tracking + "/mlflow.json")
      let server = MLflowStandIn(authorization: authorization)
      let http = Troubled(server)
      http.fail(number, with: trouble)
      let result = try #require(try run.deliver { try sink(http) })
      check(server, result.problems, "\(trouble) at request \(number)")
      #expect(result.problems.count == 1, "\(trouble) at request \(number)")
      if trouble == .tooMany { #expect(result.seconds > 77) }
    }
  }

  /// The state's file is written before a run is made and after: a kill loses neither.
  @Test func anHourOffline() throws {
    let server = MLflowStandIn(authorization: authorization)
    let http = Troubled(server)
    let result = try #require(
      try run.deliver(isKilled: false, atTime: { http.isOffline = $0 < 3600 }) { try sink(http) })
    check(server, result.problems, "")
    #expect((3600...3901).contains(result.seconds))
  }

  @Test func whatARunDoes() throws {
    let server = MLflowStandIn(authorization: authorization)
    func deliver(_ events: TrackedEvent...) throws -> MLflowStandIn.Run? {
      try run.record(events)
      _ = try run.deliver { try sink(server) }
      return server.content.withLock(\.runs).first
    }
    var stopped = event(.ended, 20)
    stopped.text = "stopped"
    var error = event(.error, 30)
    error.text = "the disk is full"
    #expect(try deliver()?.status == "FINISHED")
    #expect(try deliver(event(.began, 10))?.status == "RUNNING")
    #expect(try deliver(stopped)?.status == "KILLED")
    #expect(try deliver(event(.began, 25), error)?.tags["unreel.error"] == "the disk is full")
    #expect(try deliver(event(.ended, 31))?.status == "FAILED")
    #expect(server.content.withLock(\.runs).count == 1)
  }

  @Test func manyRowsAreSentInPieces() throws {
    let server = MLflowStandIn(authorization: authorization)
    try run.record(
      (4...603).map { step in
        var event = event(.step, step, ["a": 1, "b": 2, "c": 3])
        (event.stage, event.step) = ("training", step)
        return event
      })
    let http = Troubled(server)
    http.fail(6, with: .cutAfter)
    _ = try run.deliver { try sink(http) }
    #expect(server.content.withLock(\.largestBatch) == 1000)
    #expect(server.content.withLock(\.runs).first?.rows.count == rows.count + 1800)
  }

  @Test func otherServersAndRefusals() throws {
    // Artifacts that the server does not take are left to MLflow.
    let elsewhere = MLflowStandIn(authorization: authorization, artifactRoot: "s3://bucket/")
    _ = try run.deliver { try sink(elsewhere) }
    #expect(elsewhere.content.withLock(\.artifacts).isEmpty)
    #expect(elsewhere.content.withLock(\.runs).first?.status == "FINISHED")

    try Folder.remove(run.tracking + "/mlflow.json")
    let stranger = MLflowStandIn(authorization: "Bearer other")
    let delivery = Delivery(to: try sink(stranger), folder: run.tracking)
    _ = delivery.advance(now: 0)
    #expect(
      delivery.problem
        == "MLflow at ml.example answered 401 (not signed in): You are not authenticated.; "
        + "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN")
    for wrong in ["sqlite:///ml.db", "ml.example:5000", "https://me:hush@ml.example"] {
      #expect {
        try MLflowServer(wrong, http: stranger)
      } throws: {
        !"\($0)".contains("hush")
      }
    }
    let both = ["MLFLOW_TRACKING_USERNAME": "me", "MLFLOW_TRACKING_TOKEN": "t"]
    #expect(MLflowLogin.find(environment: both) == .password(user: "me", ""))
    #expect(MLflowLogin.find(environment: ["MLFLOW_TRACKING_TOKEN": "t"]) == .token("t"))
    #expect(MLflowLogin.find(environment: [:]) == .none)
  }

  /// The settings were changed after the answer to the first ones was lost.
  @Test func changedSettingsHoldNothingUp() throws {
    let server = MLflowStandIn(authorization: authorization)
    let http = Troubled(server)
    http.fail(4, with: .cutAfter)
    var attempts = 0
    let result = try #require(
      try run.deliver {
        attempts += 1
        return try sink(http, rate: attempts == 1 ? "0.01" : "0.02")
      })
    check(server, result.problems, "")
    #expect(attempts == 2)
  }

  /// A name that MLflow refuses would hold up everything behind it.
  @Test func oddNamesAreMadeFit() throws {
    let server = MLflowStandIn(authorization: authorization)
    var odd = event(.step, 20, ["../é (1)": 1, "a//b/./": 2])
    (odd.stage, odd.step) = ("", 20)
    try run.record(odd)
    _ = try run.deliver { try sink(server) }
    let names = server.content.withLock(\.runs).first?.rows.suffix(2).map(\.key)
    #expect(names == ["_ _1_", "a/b"])
  }
}
