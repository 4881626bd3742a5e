import Basics
import Foundation
import Synchronization
import TestSupport
import Testing
import Tracking

/// A sink that fails on command.
private final class Listener: TrackingSink {
  let name = "listener"
  var mostEntries = 500
  var got: [Int] = []
  /// What the next deliveries throw.
  var failures: [any Error] = []
  /// Whether the entries arrive although the delivery fails, as where the answer is lost.
  var losesAnswers = false

  func deliver(_ entries: [JournalEntry], state: SinkState) throws {
    let numbers = entries.map(\.number)
    if failures.isEmpty || losesAnswers {
      // Rows have places, so the same rows again change nothing.
      for number in numbers where !got.contains(number) { got.append(number) }
      state["rows", default: 0] = got.count
    }
    if !failures.isEmpty { throw failures.removeFirst() }
  }
}

@Suite struct DeliveryTests {
  private let folder: TemporaryFolder
  private let sink = Listener()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func journal(_ events: Int) throws -> EventJournal {
    let journal = try EventJournal(TrackingFolder(folder.path).journal)
    for number in 1...events {
      var event = TrackedEvent(.warning, at: Date(timeIntervalSince1970: 0))
      event.text = "\(number)"
      journal.append(event)
    }
    return journal
  }

  @Test func entriesArriveInOrderInSeveralDeliveries() throws {
    _ = try journal(5)
    sink.mostEntries = 2
    let delivery = Delivery(to: sink, folder: folder.path)
    #expect(delivery.remaining() == 5)
    #expect(delivery.advance(now: 0) == 1, "a second between two deliveries")
    #expect(delivery.advance(now: 0.5) == 0.5)
    #expect(sink.got == [1, 2])
    #expect(delivery.advance(now: 1) != nil && delivery.advance(now: 2) != nil)
    #expect(delivery.advance(now: 3) == nil)
    #expect(sink.got == [1, 2, 3, 4, 5] && delivery.remaining() == 0)
  }

  /// Pauses are 1, 2, 4, … seconds, at most 300; an hour offline loses nothing.
  @Test func anHourOfflineLosesNothing() throws {
    let journal = try journal(3)
    let delivery = Delivery(to: sink, folder: folder.path)
    sink.failures = Array(repeating: DeliveryError.unavailable("no network"), count: 20)
    var (now, pauses): (Double, [Double]) = (0, [])
    while let pause = delivery.advance(now: now) {
      pauses.append(pause)
      if sink.failures.count == 10 { journal.append(TrackedEvent(.ended, at: Date())) }
      now += pause
    }
    #expect(pauses.prefix(10) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300])
    #expect(now > 3600)
    #expect(sink.got == [1, 2, 3, 4])
    #expect(delivery.problem == nil)
  }

  @Test func aPlaceThatAsksForAPauseGetsIt() {
    #expect(Delivery.pause(after: DeliveryError.unavailable("busy", after: 42), failures: 1) == 42)
    #expect(
      Delivery.pause(after: DeliveryError.unavailable("busy", after: 1e9), failures: 1) == 3600)
    #expect(Delivery.pause(after: DeliveryError.refused("no", advice: "ask"), failures: 1) == 600)
    #expect(Delivery.pause(after: CancellationError(), failures: 60) == 300)
  }

  /// The place has the rows, and the program is killed before it knows.
  @Test func aLostAnswerDoublesNothing() throws {
    _ = try journal(3)
    (sink.failures, sink.losesAnswers) = ([DeliveryError.unavailable("cut")], true)
    var first: Delivery? = Delivery(to: sink, folder: folder.path)
    #expect(first?.advance(now: 0) == 1)
    #expect(first?.problem == "cut" && first?.remaining() == 3)
    first = nil
    let second = Delivery(to: sink, folder: folder.path)
    #expect(second.advance(now: 0) == 1 && second.advance(now: 1) == nil)
    #expect(sink.got == [1, 2, 3])
    let state = try SinkState(TrackingFolder(folder.path).state(of: "listener"))
    #expect(state["rows"] == "3")
  }

  /// A program that ends and begins anew delivers only what is left.
  @Test func aTrackerDeliversWhatAnEarlierOneLeft() throws {
    _ = try journal(2)
    // The first one tries once or twice before it ends.
    let refusal = DeliveryError.refused("no", advice: "sign in")
    sink.failures = Array(repeating: refusal, count: 9)
    let said = Mutex<[String]>([])
    func tracker() throws -> Tracker {
      try Tracker(folder.path, sinks: [sink]) { text in said.withLock { $0.append(text) } }
    }
    let remainder = try tracker().finish(within: 10)
    #expect(
      remainder.map { [$0.sink, "\($0.events)", $0.problem ?? ""] } == [
        ["listener", "2", "no; sign in"]
      ])
    sink.failures = []
    let second = try tracker()
    second.record(TrackedEvent(.ended, at: Date()))
    #expect(second.finish(within: 10) == [])
    #expect(sink.got == [1, 2, 3])
    #expect(said.withLock { $0 } == ["listener: no; sign in"])
  }

  /// While a training delivers, `unreel send` leaves it to it.
  @Test func onlyOneProgramDeliversToAPlace() throws {
    _ = try journal(2)
    let (first, second) = (
      Delivery(to: sink, folder: folder.path), Delivery(to: Listener(), folder: folder.path)
    )
    #expect(first.advance(now: 0) == 1)
    #expect(second.advance(now: 0) == 5 && second.advance(now: 5) == 5)
    #expect(sink.got == [1, 2])
  }

  /// A line that is no entry, such as a broken block of the disk, is passed over.
  @Test func whatIsNoEntryStopsNothing() throws {
    let path = TrackingFolder(folder.path).journal
    try DurableFile.write("not an entry\nnor this\n", to: path)
    _ = try journal(1)
    sink.mostEntries = 1
    let delivery = Delivery(to: sink, folder: folder.path)
    var now = 0.0
    while let pause = delivery.advance(now: now), now < 100 { now += max(pause, 1) }
    #expect(sink.got == [1] && delivery.problem == nil)
    #expect(delivery.remaining() == 0)
  }
}
