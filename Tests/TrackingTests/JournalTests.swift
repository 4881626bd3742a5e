import Basics
import Foundation
import TestSupport
import Testing
import Tracking

@Suite struct JournalTests {
  private let folder: TemporaryFolder
  private var path: String { folder("events.jsonl") }

  init() throws { folder = try TemporaryFolder() }

  private func step(_ number: Int, stage: String = "training") -> TrackedEvent {
    var event = TrackedEvent(.step, at: Date(timeIntervalSince1970: 1_000))
    (event.stage, event.step, event.values) = (stage, number, ["loss": 0.5, "odd": Double?.none])
    return event
  }

  private func entries() throws -> [JournalEntry] {
    try JournalReader(path).entries(from: 0, atMost: 1000).entries
  }

  @Test func eventsAreReadAsTheyWereWritten() throws {
    let journal = try EventJournal(path)
    #expect(journal.append(step(1)) && journal.append(step(2)))
    #expect(try entries() == [JournalEntry(1, step(1)), JournalEntry(2, step(2))])
  }

  /// The program was killed after step 3, and goes on after step 1.
  @Test func stepsThatAreTakenAgainAreLeftOut() throws {
    var journal = try EventJournal(path)
    for number in 1...3 { journal.append(step(number)) }
    journal = try EventJournal(path)
    #expect(!journal.append(step(2)) && !journal.append(step(3)))
    #expect(journal.append(step(1, stage: "motion")), "another training counts by itself")
    #expect(journal.append(step(4)))
    #expect(try entries().map(\.number) == [1, 2, 3, 4, 5])
    #expect(try entries().compactMap(\.event.step) == [1, 2, 3, 1, 4])
  }

  @Test func halfALineIsCutOff() throws {
    _ = try EventJournal(path).append(step(1))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"n\":2,\"kind\":\"st".utf8))
    #expect(try entries().count == 1, "a reader passes over it")
    #expect(try EventJournal(path).append(step(2)))
    #expect(try entries().map(\.number) == [1, 2])
  }

  @Test func piecesAreReadOneAfterTheOther() throws {
    let journal = try EventJournal(path)
    for number in 1...5 { journal.append(step(number)) }
    let reader = JournalReader(path)
    let (first, end) = try reader.entries(from: 0, atMost: 2)
    #expect(first.map(\.number) == [1, 2])
    // A piece that is shorter than a line grows.
    let (second, _) = try reader.entries(from: end, atMost: 2, bytes: 8)
    #expect(second.map(\.number) == [3])
    #expect(try reader.last(250).entries.map(\.number) == [4, 5])
  }

  /// A training and `unreel send` write at the same time.
  @Test func twoWritersKeepTheNumbersInOrder() throws {
    let (one, other) = (try EventJournal(path), try EventJournal(path))
    one.append(step(1))
    other.append(step(1, stage: "motion"))
    one.append(step(2))
    #expect(try entries().map(\.number) == [1, 2, 3])
    #expect(try entries().map(\.event.stage) == ["training", "motion", "training"])
  }

  /// The other writer has appended more than is read at once, 1 MiB.
  @Test func muchThatAnotherWriterAppendedIsKept() throws {
    let (one, other) = (try EventJournal(path), try EventJournal(path))
    var long = TrackedEvent(.warning, at: Date(timeIntervalSince1970: 0))
    long.text = String(repeating: "x", count: 600_000)
    for _ in 1...4 { other.append(long) }
    one.append(step(1))
    #expect(try JournalReader(path).last(1 << 22).entries.map(\.number) == [1, 2, 3, 4, 5])
  }

  /// `/dev/full` is a file on a disk that is always full.
  @Test func eventsWaitForRoomOnTheDisk() throws {
    let journal = try EventJournal("/dev/full")
    for number in 1...1000 { #expect(journal.append(step(number))) }
    #expect(journal.failure?.contains("No space left on device") == true)
    #expect(journal.waitingCount == 1000)
    journal.write()
    #expect(journal.waitingCount == 1000)
  }

  /// JSON has no such numbers, and one of them must not keep later events from being written.
  @Test func numbersThatAreNotFiniteAreKept() throws {
    let journal = try EventJournal(path)
    var odd = step(1)
    odd.values = ["loss": .infinity, "spread": -.infinity]
    journal.append(odd)
    odd.step = 2
    odd.values = ["loss": .nan]
    journal.append(odd)
    journal.append(step(3))
    #expect(journal.failure == nil)
    let read = try entries().map(\.event)
    try #require(read.map(\.step) == [1, 2, 3])
    #expect(read[0].values == ["loss": .infinity, "spread": -.infinity])
    #expect(read[1].values?["loss"]??.isNaN == true)
  }
}
