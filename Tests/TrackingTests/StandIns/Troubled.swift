import Foundation
import Synchronization
import Tracking

/// What goes wrong with a request.
enum Trouble: CaseIterable, Sendable {
  /// The server answers without doing anything.
  case notSignedIn, forbidden, notFound, conflict, tooMany, broken, garbage
  /// The connection ends before the server has the request.
  case cutBefore
  /// The server does what is asked, and the answer is lost.
  case cutAfter

  /// The requests of a delivery that are tried: statuses are all handled in one place, so that a few are enough.
  func requests(of count: Int) -> [Int] {
    let isHandledBySinks = [.cutBefore, .cutAfter, .garbage, .notFound].contains(self)
    return Array(stride(from: 0, to: count, by: isHandledBySinks ? 1 : 3))
  }
}

/// A server that misbehaves on command, between a sink and a stand-in that does not.
final class Troubled: HTTPClient {
  private struct Plan {
    var count = 0
    var troubles: [Int: Trouble] = [:]
    var isOffline = false
    var requests: [HTTPRequest] = []
  }

  private let plan = Mutex(Plan())
  private let server: any HTTPClient

  init(_ server: any HTTPClient) { self.server = server }

  /// The requests so far.
  var requests: [HTTPRequest] { plan.withLock(\.requests) }

  /// Whether nothing reaches the server.
  var isOffline: Bool {
    get { plan.withLock(\.isOffline) }
    set { plan.withLock { $0.isOffline = newValue } }
  }

  /// Lets a request go wrong: they are counted from 0.
  func fail(_ number: Int, with trouble: Trouble) {
    plan.withLock { $0.troubles[number] = trouble }
  }

  func send(_ request: HTTPRequest) throws -> HTTPResponse {
    let trouble = try plan.withLock { plan in
      plan.requests.append(request)
      if plan.isOffline { throw DeliveryError.unavailable("could not resolve the name") }
      defer { plan.count += 1 }
      return plan.troubles[plan.count]
    }
    // A hostile server repeats what it was sent.
    let echo = Data(
      "<Error><Message>\(request.headers) \(request.url)</Message></Error>".utf8)
    switch trouble {
    case nil: return try server.send(request)
    case .notSignedIn: return HTTPResponse(401, body: echo)
    case .forbidden: return HTTPResponse(403, body: echo)
    case .notFound: return HTTPResponse(404, body: echo)
    case .conflict: return HTTPResponse(409, body: echo)
    case .tooMany: return HTTPResponse(429, headers: ["Retry-After": "77"], body: echo)
    case .broken: return HTTPResponse(500, body: echo)
    case .garbage: return HTTPResponse(200, body: Data("<html>\u{1}sign in</html>".utf8))
    case .cutBefore: throw DeliveryError.unavailable("the connection was reset")
    case .cutAfter:
      _ = try server.send(request)
      throw DeliveryError.unavailable("the connection was reset")
    }
  }
}

/// A run's folder with a journal, delivered to a sink in virtual time.
struct VirtualRun {
  let folder: String

  init(_ folder: String) throws {
    self.folder = folder
    for part in ["", "/tracking", "/checkpoints", "/figures"] {
      try FileManager.default.createDirectory(
        atPath: folder + part, withIntermediateDirectories: true)
    }
  }

  /// The folder of the journal.
  var tracking: String { folder + "/tracking" }

  /// Writes a file into the run.
  func write(_ bytes: [UInt8], _ path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + path))
  }

  /// Tells the journal of events.
  func record(_ events: TrackedEvent...) throws { try record(events) }

  /// Tells the journal of events.
  func record(_ events: [TrackedEvent]) throws {
    let journal = try EventJournal(TrackingFolder(tracking).journal)
    for event in events { journal.append(event) }
  }

  /// An event about a file.
  func file(_ path: String, _ role: TrackedEvent.Role, epoch: Int? = nil) -> TrackedEvent {
    var event = TrackedEvent(.file, at: Date(timeIntervalSince1970: 1_800_000_000))
    (event.path, event.role, event.epoch) = (path, role, epoch)
    return event
  }

  /// Delivers until nothing is left.
  ///
  /// - Parameters:
  ///   - isKilled: whether another process goes on after each failure.
  ///   - atTime: is called before each attempt, with virtual seconds.
  ///   - make: makes the sink.
  /// - Returns: the problems, and how many virtual seconds passed; nil if a hundred attempts were too few.
  func deliver(
    isKilled: Bool = true, atTime: (Double) -> Void = { _ in },
    _ make: () throws -> any TrackingSink
  ) rethrows -> (problems: [String], seconds: Double)? {
    var delivery = Delivery(to: try make(), folder: tracking)
    var (now, problems) = (0.0, [String]())
    for _ in 0..<100 {
      atTime(now)
      let pause = delivery.advance(now: now)
      if let problem = delivery.problem {
        problems.append(problem)
        if isKilled { delivery = Delivery(to: try make(), folder: tracking) }
      }
      guard let pause else { return (problems, now) }
      now += pause
    }
    return nil
  }
}
