import Basics
import Foundation

/// Brings the journal's entries to one sink: in order, each once, and again after a failure.
///
/// It has no thread and no clock of its own, so that tests can let an hour pass.
package final class Delivery {
  /// The sink.
  package let sink: any TrackingSink
  /// What is wrong; nil if the last delivery succeeded.
  package private(set) var problem: String?

  /// Whether another program delivers to this place.
  private(set) var isElsewhere = false

  private let journal: JournalReader
  private let statePath: String
  private let lockPath: String
  private var lock: FileLock?
  private var state: SinkState?
  private var failures = 0
  private var notBefore = -Double.infinity

  /// The longest pause after a failure, in seconds.
  private static let longestPause = 300.0
  /// The pause after a refusal, in seconds.
  private static let refusalPause = 600.0
  /// The pause before a look whether another program still delivers, in seconds.
  private static let otherPause = 5.0
  /// The longest pause that a place can ask for, in seconds.
  private static let longestWish = 3600.0

  /// Prepares the delivery to a sink.
  ///
  /// - Parameters:
  ///   - sink: the sink.
  ///   - folder: the folder of the journal and of the sinks' states.
  package init(to sink: any TrackingSink, folder: String) {
    self.sink = sink
    journal = JournalReader(TrackingFolder(folder).journal)
    statePath = TrackingFolder(folder).state(of: sink.name)
    lockPath = TrackingFolder(folder).lock(of: sink.name)
  }

  /// Delivers the next entries, if it is time.
  ///
  /// - Parameter now: the time in seconds; where it begins does not matter.
  /// - Returns: the seconds to wait before the next call; nil if all is delivered.
  package func advance(now: Double) -> Double? {
    guard now >= notBefore else { return notBefore - now }
    do {
      // Two programs that deliver would do it twice.
      if lock == nil {
        lock = try FileLock(lockPath)
        isElsewhere = lock == nil
        guard !isElsewhere else {
          notBefore = now + Self.otherPause
          return Self.otherPause
        }
      }
      let state = try self.state ?? SinkState(statePath)
      self.state = state
      let (entries, end) = try journal.entries(from: state.offset, atMost: sink.mostEntries)
      if let last = entries.last {
        try sink.deliver(entries, state: state)
        try state.advance(to: end, last.number)
      } else if end > state.offset {
        // Lines that are no entries are passed over, or nothing after them would arrive.
        try state.advance(to: end, state.delivered)
      } else {
        problem = nil
        return nil
      }
      (failures, problem) = (0, nil)
      notBefore = now + sink.interval
    } catch {
      failures += 1
      problem = "\(error)"
      // What the sink changed in its state is not certain: read it again.
      state = nil
      notBefore = now + Self.pause(after: error, failures: failures)
    }
    return notBefore - now
  }

  /// Forgets the pause after a failure: for a last try before the program ends.
  package func hurry() { notBefore = -Double.infinity }

  /// Lets another program deliver to the place.
  func leave() { lock = nil }

  /// How many entries are not delivered yet.
  package func remaining() -> Int {
    guard let state = try? SinkState(statePath),
      let last = try? journal.last(1 << 16).entries.last
    else { return 0 }
    return max(0, last.number - state.delivered)
  }

  /// Returns the seconds to wait: 1, 2, 4, … or what the place asked for.
  package static func pause(after error: any Error, failures: Int) -> Double {
    switch error as? DeliveryError {
    case .refused: refusalPause
    case .unavailable(_, .some(let wish)): min(max(wish, 0), longestWish)
    default: min(pow(2, Double(min(failures, 16) - 1)), longestPause)
    }
  }
}

/// The files of tracking: the folder `RUN/tracking`.
public struct TrackingFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Names a folder.
  public init(_ path: String) { self.path = path }

  /// All events, in order.
  public var journal: String { path + "/events.jsonl" }

  /// What a sink keeps.
  ///
  /// - Parameter sink: the sink's name.
  public func state(of sink: String) -> String { path + "/\(sink).json" }

  /// The lock of the program that delivers to a sink.
  ///
  /// - Parameter sink: the sink's name.
  func lock(of sink: String) -> String { path + "/.\(sink).lock" }
}
