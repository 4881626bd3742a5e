import Foundation
import TestSupport
import Tracking

/// A run whose events are delivered, with a clock that the test moves.
final class DeliveredRun {
  let folder: TemporaryFolder
  let google = StandInGoogle()
  private let journal: EventJournal
  private let makeSink: (StandInGoogle) -> any TrackingSink
  private(set) var delivery: Delivery
  /// All problems that were told.
  private(set) var problems: [String] = []
  /// Seconds since 1970 at the beginning.
  static let start = 1_700_000_000.0

  init(sink: @escaping (StandInGoogle) -> any TrackingSink) throws {
    folder = try TemporaryFolder()
    journal = try EventJournal(TrackingFolder(folder.path).journal)
    makeSink = sink
    delivery = Delivery(to: sink(google), folder: folder.path)
  }

  /// Records an event, so many seconds after the beginning.
  func record(
    _ kind: TrackedEvent.Kind, after seconds: Double = 0,
    _ fill: (inout TrackedEvent) -> Void = { _ in }
  ) {
    var event = TrackedEvent(kind, at: Date(timeIntervalSince1970: Self.start + seconds))
    fill(&event)
    journal.append(event)
  }

  /// Begins anew with what is on the disk, as after a kill.
  func restart() { delivery = Delivery(to: makeSink(google), folder: folder.path) }

  /// Delivers until all is there.
  ///
  /// - Parameters:
  ///   - mostSeconds: how long that may take by the clock.
  ///   - killing: whether the program is killed after each failure.
  /// - Returns: the seconds it took; nil if it took longer.
  @discardableResult
  func deliver(within mostSeconds: Double = 7200, killing: Bool = false) -> Double? {
    let start = google.now
    while google.now - start <= mostSeconds {
      guard let pause = delivery.advance(now: google.now) else { return google.now - start }
      if let problem = delivery.problem {
        problems.append(problem)
        if killing { restart() }
      }
      google.now += max(pause, 0.5)
    }
    return nil
  }

  /// Whether a problem shows a secret.
  var tellsSecrets: Bool { problems.contains { $0.contains("secret") } }
}
