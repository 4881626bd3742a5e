import Basics
import Foundation
import Synchronization

/// Tells the places that watch a run what happens in it, without ever delaying the run.
///
/// ``record(_:)`` writes an event into the run's journal and returns. A thread for each sink brings the events to it.
/// What could not be delivered before the program ends is delivered by the next command that works on the run.
public final class Tracker: @unchecked Sendable {
  // Unchecked: the journal is used under `lock`, and each delivery by its thread alone until that has ended.

  /// What was not delivered.
  public struct Remainder: Equatable, Sendable {
    /// The sink's name.
    public var sink: String
    /// How many events wait.
    public var events: Int
    /// Why; nil if there was no time.
    public var problem: String?
  }

  /// The seconds between looks for what another program appended.
  private static let look = 5.0

  private let journal: EventJournal
  private let deliveries: [Delivery]
  private let lock = NSCondition()
  private var isEnding = false
  private var running = 0
  private var revision = 0
  private let say: @Sendable (String) -> Void

  /// Opens the journal and starts the deliveries; what an earlier command left is delivered first.
  ///
  /// - Parameters:
  ///   - folder: the folder of the journal, which is created.
  ///   - sinks: the places.
  ///   - say: tells the user that something is wrong, once for each problem.
  /// - Throws: `SystemCallError` or `ThreadError`.
  public init(
    _ folder: String, sinks: [any TrackingSink], say: @escaping @Sendable (String) -> Void
  ) throws {
    try Folder.create(folder)
    journal = try EventJournal(TrackingFolder(folder).journal)
    deliveries = sinks.map { Delivery(to: $0, folder: folder) }
    self.say = say
    for delivery in deliveries {
      // The deliveries are used by one thread each.
      nonisolated(unsafe) let delivery = delivery
      lock.withLock { running += 1 }
      do {
        try startThread { [self] in work(on: delivery) }
      } catch {
        lock.withLock { running -= 1 }
        throw error
      }
    }
  }

  /// Records an event: it is delivered later.
  ///
  /// - Parameter event: the event.
  public func record(_ event: TrackedEvent) {
    lock.withLock {
      let before = journal.failure
      guard journal.append(event) else { return }
      if let failure = journal.failure, before == nil { say("tracking: \(failure)") }
      revision += 1
      lock.broadcast()
    }
  }

  /// Delivers what is left, and ends the deliveries.
  ///
  /// - Parameter seconds: the longest time that this takes; a delivery that hangs is left alone.
  /// - Returns: what was not delivered.
  public func finish(within seconds: Double) -> [Remainder] {
    let deadline = Date().addingTimeInterval(seconds)
    lock.lock()
    journal.write()
    if let failure = journal.failure {
      say(
        "tracking: \(failure); \(journal.waitingCount) events are lost for the places. The run's own log has them"
      )
    }
    isEnding = true
    revision += 1
    lock.broadcast()
    while running > 0, lock.wait(until: deadline) {}
    lock.unlock()
    return deliveries.compactMap { delivery in
      let events = delivery.remaining()
      return events == 0
        ? nil : Remainder(sink: delivery.sink.name, events: events, problem: delivery.problem)
    }
  }

  /// Delivers a whole journal to a sink on this thread, without a second attempt.
  ///
  /// - Parameters:
  ///   - sink: the sink.
  ///   - folder: the folder of the journal.
  /// - Returns: what is wrong; nil if all was delivered.
  public static func deliverOnce(to sink: any TrackingSink, folder: String) -> String? {
    let delivery = Delivery(to: sink, folder: folder)
    while delivery.advance(now: ProcessInfo.processInfo.systemUptime) != nil {
      if let problem = delivery.problem { return problem }
      if delivery.isElsewhere { return "another program delivers to it" }
      delivery.hurry()
    }
    return nil
  }

  /// The work of a sink's thread.
  private func work(on delivery: Delivery) {
    var said: String?
    while true {
      let (seen, isLast) = lock.withLock { (revision, isEnding) }
      if isLast { delivery.hurry() }
      let pause = delivery.advance(now: ProcessInfo.processInfo.systemUptime)
      if let problem = delivery.problem, problem != said {
        say("\(delivery.sink.name): \(problem)")
      }
      said = delivery.problem
      // At the end one failure is enough: the next command goes on.
      if isLast, pause == nil || delivery.problem != nil || delivery.isElsewhere {
        // Before the end is known: who waits for it may deliver to the same place at once.
        delivery.leave()
        lock.withLock {
          running -= 1
          lock.broadcast()
        }
        return
      }
      lock.lock()
      if !isEnding, let pause {
        _ = lock.wait(until: Date().addingTimeInterval(pause))
      } else if revision == seen, !isEnding {
        // Another program may append too, and can't wake this one.
        _ = lock.wait(until: Date().addingTimeInterval(Self.look))
      }
      lock.unlock()
    }
  }
}
