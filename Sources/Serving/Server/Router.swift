import Basics
import Foundation
import Synchronization

/// Answers requests: the page, its data, and files of the runs.
package final class Router: Sendable {
  private let watcher: RunWatcher
  private let access: Access
  /// The secrets that are parts of the addresses of reports, by runs.
  private let keys = Mutex<[String: String]>([:])
  private let reports = Mutex<[String: String]>([:])

  /// Makes a router.
  ///
  /// - Parameters:
  ///   - watcher: knows the runs.
  ///   - access: decides who may read.
  package init(_ watcher: RunWatcher, access: Access) {
    (self.watcher, self.access) = (watcher, access)
  }

  /// Answers a request; it may read files, so it is called on a thread that may wait.
  func answer(_ request: Request) -> Answer {
    let opened = opened(request.path)
    if let refusal = access.refusal(of: request, hasKey: opened != nil) { return refusal }
    guard request.method == "GET" || request.method == "HEAD" else {
      var answer = Answer.text(405, "This page is for reading: GET and HEAD.")
      answer.headers.append(("Allow", "GET, HEAD"))
      return answer
    }
    if let (run, rest) = opened { return reportFile(of: run, rest) }
    switch request.path {
    case "/", "/run", "/compare":
      return .bytes(
        PackageResources.index_html, type: "text/html; charset=utf-8", policy: Answer.pagePolicy,
        cache: "no-cache")
    case "/style.css":
      return .bytes(PageFiles.style, type: "text/css; charset=utf-8", cache: "no-cache")
    case "/favicon.svg":
      return .bytes(PackageResources.favicon_svg, type: "image/svg+xml", cache: "max-age=86400")
    case "/api/runs": return .json(watcher.overviews())
    case "/api/curves": return curves(request)
    case "/api/details": return part(request) { $0.detailsJSON() }
    case "/api/remarks": return part(request) { $0.remarksJSON() }
    case "/api/events":
      // A run that is not there yet may begin while somebody looks on.
      let runs = request.query["run"] ?? []
      return Answer(
        status: 200,
        headers: [
          ("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"),
          ("Content-Security-Policy", Answer.filePolicy), ("X-Accel-Buffering", "no"),
        ],
        body: .events(
          .init(runs: Array(Set(runs)).sorted(), isCoarse: request.query["coarse"] != nil)))
    case "/figure": return figure(request)
    case "/report": return report(request)
    default:
      if let script = PageFiles.scripts[request.path] {
        return .bytes(script, type: "text/javascript; charset=utf-8", cache: "no-cache")
      }
      return Self.nothing
    }
  }

  private static let nothing = Answer.text(404, "There is nothing at this address.")

  private func part(_ request: Request, _ json: (RunWatch) -> String) -> Answer {
    guard let run = request.query["run"]?.first, let text = watcher.reading(run, json) else {
      return .text(404, "There is no such run.")
    }
    return .json(text)
  }

  private func curves(_ request: Request) -> Answer {
    let log = request.query["log"]?.first ?? RunWatch.logNames[0]
    guard let index = RunWatch.logNames.firstIndex(of: log) else {
      return .text(404, "There is no such log: training or motion.")
    }
    let points = request.query["points"]?.first.flatMap { Int($0) } ?? LogCurves.mostBuckets
    return part(request) { $0.curves(index, most: min(max(points, 1), LogCurves.mostBuckets)) }
  }

  // MARK: Files

  private func figure(_ request: Request) -> Answer {
    guard let run = request.query["run"]?.first, let name = request.query["file"]?.first,
      watcher.folder(of: run) != nil, let components = Request.components(name),
      components.count == 2, components[0] == "figures",
      let file = open(run, components)
    else { return Self.nothing }
    let type = MediaType.of(name)
    guard ["image/svg+xml", "image/png"].contains(type) else { return Self.nothing }
    return Answer(
      status: 200,
      headers: [
        ("Content-Type", type), ("Content-Security-Policy", Answer.filePolicy),
        ("Cache-Control", "no-cache"),
      ], body: .file(file))
  }

  /// Sends a reader to the address of a report.
  ///
  /// A report has scripts of its own, and the run may be a stranger's. The browser shows it as a page of another site,
  /// which can't read this one and has no cookie of it; the key in its address is what it has instead.
  private func report(_ request: Request) -> Answer {
    guard let run = request.query["run"]?.first, watcher.folder(of: run) != nil,
      open(run, ["report.html"]) != nil
    else { return .text(404, "This run has no report yet.") }
    let key = keys.withLock { keys in
      if let key = keys[run] { return key }
      let key = Access.randomToken()
      keys[run] = key
      return key
    }
    reports.withLock { $0[key] = run }
    var answer = Answer.text(303, "The report.")
    answer.headers.append(("Location", "/open/\(key)/report.html"))
    return answer
  }

  /// The run and the rest of an address of a report's file; nil for others.
  private func opened(_ path: String) -> (run: String, rest: [String])? {
    guard path.hasPrefix("/open/"), let parts = Request.components(String(path.dropFirst(6))),
      parts.count > 1, let run = reports.withLock({ $0[parts[0]] })
    else { return nil }
    return (run, Array(parts.dropFirst()))
  }

  private func reportFile(of run: String, _ rest: [String]) -> Answer {
    let isReport = rest == ["report.html"]
    let type = MediaType.of(rest.last ?? "")
    guard isReport || (rest.count > 1 && rest[0] == "report_files"), type != MediaType.unknown,
      let file = open(run, rest)
    else { return Self.nothing }
    return Answer(
      status: 200,
      headers: [
        ("Content-Type", type), ("Cache-Control", "no-cache"),
        ("Content-Security-Policy", isReport ? Answer.reportPolicy : Answer.filePolicy),
        // For the browser, the report is another site than its own files.
        ("Cross-Origin-Resource-Policy", "cross-origin"),
      ], body: .file(file))
  }

  private func open(_ run: String, _ components: [String]) -> OpenFile? {
    let folders = run == "." ? [] : Request.components(run)
    return folders.flatMap { OpenFile(below: watcher.root, $0 + components) }
  }
}
