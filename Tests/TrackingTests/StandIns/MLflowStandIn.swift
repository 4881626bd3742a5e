import Basics
import Foundation
import Synchronization
import Tracking

/// An MLflow server in memory, as its REST interface is described (https://mlflow.org/docs/latest/rest-api.html).
///
/// It keeps equal rows once, as MLflow's database does: their primary key is the whole row.
final class MLflowStandIn: HTTPClient {
  struct Row: Hashable {
    var key: String
    var value: String
    var timestamp: Int
    var step: Int
  }

  struct Run {
    var name: String
    var tags: [String: String]
    var status = "RUNNING"
    var endTime: Int?
    var rows: [Row] = []
    var known: Set<Row> = []
    var parameters: [String: String] = [:]
  }

  struct Content {
    var experiments: [String] = []
    var runs: [Run] = []
    var artifacts: [String: [UInt8]] = [:]
    /// Most metrics of a request so far.
    var largestBatch = 0
    var updates: [String] = []
  }

  let content = Mutex(Content())
  private let authorization: String?
  private let artifactRoot: String

  init(authorization: String? = nil, artifactRoot: String = "mlflow-artifacts:/") {
    (self.authorization, self.artifactRoot) = (authorization, artifactRoot)
  }

  func send(_ request: HTTPRequest) throws -> HTTPResponse {
    guard authorization == nil || request.headers["Authorization"] == authorization else {
      return HTTPResponse(401, body: Data("You are not authenticated.".utf8))
    }
    guard let address = URLComponents(string: request.url) else { return Self.missing() }
    let name = address.path.replacing("/api/2.0/", with: "")
    return try content.withLock { content in
      let artifacts = "mlflow-artifacts/artifacts/"
      if request.method == "PUT", name.hasPrefix(artifacts) {
        content.artifacts[String(name.dropFirst(artifacts.count))] = Array(request.body ?? Data())
        // As MLflow 3.17.2 does.
        return HTTPResponse(200)
      }
      let body =
        try request.body.flatMap { try JSONSerialization.jsonObject(with: $0) as? [String: Any] }
        ?? [:]
      let query = address.queryItems?.first?.value ?? ""
      return answer(name.replacing("mlflow/", with: ""), query, body, &content)
    }
  }

  private func answer(
    _ name: String, _ query: String, _ body: [String: Any], _ content: inout Content
  ) -> HTTPResponse {
    func text(_ key: String) -> String { body[key] as? String ?? "" }
    switch name {
    case "experiments/get-by-name":
      guard let number = content.experiments.firstIndex(of: query) else { return Self.missing() }
      return Self.answer([
        "experiment": ["experiment_id": "\(number)", "lifecycle_stage": "active"]
      ])
    case "experiments/create":
      guard !content.experiments.contains(text("name")) else {
        return Self.error(400, "RESOURCE_ALREADY_EXISTS")
      }
      content.experiments.append(text("name"))
      return Self.answer(["experiment_id": "\(content.experiments.count - 1)"])
    case "runs/search":
      let id = text("filter").split(separator: "'").last.map(String.init)
      let found = content.runs.indices.filter { content.runs[$0].tags["unreel.id"] == id }
      return Self.answer(["runs": found.map(info)])
    case "runs/create":
      content.runs.append(Run(name: text("run_name"), tags: Self.pairs(body["tags"])))
      return Self.answer(["run": info(content.runs.count - 1)])
    default: break
    }
    guard let number = Int(text("run_id")), content.runs.indices.contains(number) else {
      return Self.missing()
    }
    switch name {
    case "runs/log-batch":
      let metrics = body["metrics"] as? [[String: Any]] ?? []
      guard metrics.count <= 1000 else { return Self.error(400, "INVALID_PARAMETER_VALUE") }
      content.largestBatch = max(content.largestBatch, metrics.count)
      for metric in metrics {
        let row = Row(
          key: metric["key"] as? String ?? "", value: "\(metric["value"] ?? "")",
          timestamp: metric["timestamp"] as? Int ?? 0, step: metric["step"] as? Int ?? 0)
        if content.runs[number].known.insert(row).inserted { content.runs[number].rows.append(row) }
      }
      content.runs[number].tags.merge(Self.pairs(body["tags"])) { $1 }
      for (key, value) in Self.pairs(body["params"]) {
        if let old = content.runs[number].parameters[key], old != value {
          return Self.error(400, "INVALID_PARAMETER_VALUE")
        }
        content.runs[number].parameters[key] = value
      }
      return Self.answer([:])
    case "runs/update":
      content.runs[number].status = text("status")
      content.runs[number].endTime = body["end_time"] as? Int
      content.updates.append(text("status"))
      return Self.answer(["run_info": [:] as [String: String]])
    default: return Self.missing()
    }
  }

  private func info(_ number: Int) -> [String: Any] {
    ["info": ["run_id": "\(number)", "artifact_uri": "\(artifactRoot)0/\(number)/artifacts"]]
  }

  private static func pairs(_ list: Any?) -> [String: String] {
    let pairs = (list as? [[String: String]] ?? []).map { ($0["key"] ?? "", $0["value"] ?? "") }
    return Dictionary(pairs) { $1 }
  }

  private static func answer(_ object: [String: Any]) -> HTTPResponse {
    // What this file puts together can be encoded.
    HTTPResponse(200, body: (try? JSONSerialization.data(withJSONObject: object)) ?? Data())
  }

  private static func missing() -> HTTPResponse { error(404, "RESOURCE_DOES_NOT_EXIST") }

  private static func error(_ status: Int, _ code: String) -> HTTPResponse {
    HTTPResponse(
      status, body: Data(#"{"error_code": "\#(code)", "message": "No: \#(code)."}"#.utf8))
  }
}
