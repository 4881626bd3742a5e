import Basics
import Foundation

/// Writes what happens in a run, an event a line, in order: `RUN/tracking/events.jsonl`.
///
/// The journal is the queue on disk of all sinks: each reads it at its own pace (``Delivery``). An event is in it
/// once: steps that a resumed run takes again are left out. If the disk is full, events wait in memory. Several
/// programs can write, such as a training and `unreel send`.
package final class EventJournal {
  private let path: String
  private let descriptor: Int32
  /// The bytes of whole lines that are known.
  private var size = 0
  private var lastNumber = 0
  /// The last step and epoch of every training.
  private var progress: [String: Int] = [:]
  /// Events that could not be written yet.
  private var waiting: [TrackedEvent] = []
  /// Why the last write failed; nil if it did not.
  package private(set) var failure: String?
  /// How many events are in memory only.
  package var waitingCount: Int { waiting.count + forgotten }
  /// Events for which the memory had no room.
  private var forgotten = 0

  /// How much of an earlier journal is read to know where it ends.
  private static let tail = 1 << 20
  /// The most events that wait in memory for room on the disk.
  private static let mostWaiting = 100_000
  /// The most events of a write.
  private static let mostOfWrite = 500
  /// While so many events or more wait, every so many new ones are an attempt to write: a full disk costs no time.
  private static let attemptEvery = 32

  /// Opens a journal, and cuts off a line that a crash left incomplete.
  ///
  /// - Parameter path: the file's path; its folder must exist.
  /// - Throws: `SystemCallError`.
  package init(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    try alone {
      try note(JournalReader(path).last(Self.tail))
      try cutOffRest()
    }
  }

  deinit { close(descriptor) }

  /// Appends an event, unless the journal has it already.
  ///
  /// It takes some microseconds and never fails: see ``failure``.
  ///
  /// - Parameter event: the event.
  /// - Returns: whether it was new.
  @discardableResult
  package func append(_ event: TrackedEvent) -> Bool {
    if let (name, number) = event.progress {
      if let last = progress[name], number <= last { return false }
      progress[name] = number
    }
    guard waiting.count < Self.mostWaiting else {
      forgotten += 1
      return true
    }
    waiting.append(event)
    if waiting.count < Self.attemptEvery || waiting.count.isMultiple(of: Self.attemptEvery) {
      write()
    }
    return true
  }

  /// Writes the events that wait, if the disk has room.
  package func write() {
    do {
      while !waiting.isEmpty { try writeSome() }
      failure = nil
    } catch {
      failure = "\(error)"
    }
  }

  /// Writes the first events that wait.
  private func writeSome() throws {
    let some = waiting.prefix(Self.mostOfWrite)
    try alone {
      // Another program may have appended something.
      if Int(lseek(descriptor, 0, SEEK_END)) != size {
        while true {
          let piece = try JournalReader(path).entries(from: size, atMost: .max)
          guard piece.end > size else { break }
          note(piece)
        }
        try cutOffRest()
      }
      let lines = try some.enumerated().flatMap { place, event in
        try JSONLine.encode(JournalEntry(lastNumber + 1 + place, event))
      }
      let count = lines.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress, $0.count, off_t(size))
      }
      guard count == lines.count else {
        // A write that is too short is one of a full disk.
        let error = SystemCallError(
          action: "writing", path: path, code: count < 0 ? errno : ENOSPC)
        // Half a line would be read as a broken one.
        ftruncate(descriptor, off_t(size))
        throw error
      }
      size += count
      lastNumber += some.count
    }
    waiting.removeFirst(some.count)
  }

  /// Notes what was read, and where it ends.
  private func note(_ read: (entries: [JournalEntry], end: Int)) {
    for entry in read.entries {
      lastNumber = entry.number
      if let (name, number) = entry.event.progress {
        progress[name] = max(progress[name] ?? 0, number)
      }
    }
    size = read.end
  }

  /// Cuts off what is no whole line.
  private func cutOffRest() throws {
    guard Int(lseek(descriptor, 0, SEEK_END)) > size else { return }
    guard ftruncate(descriptor, off_t(size)) == 0 else {
      throw SystemCallError(action: "shortening", path: path)
    }
  }

  /// Does something while no other program writes.
  private func alone(_ body: () throws -> Void) throws {
    guard flock(descriptor, LOCK_EX) == 0 else {
      throw SystemCallError(action: "locking", path: path)
    }
    defer { flock(descriptor, LOCK_UN) }
    try body()
  }
}

/// The encoding of a journal's lines.
enum JSONLine {
  private static let (infinity, nan) = ("inf", "nan")

  /// Encodes a value as a line.
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Otherwise one such number would keep all later events from being written.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: infinity, negativeInfinity: "-" + infinity, nan: nan)
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      // Milliseconds are exact in a Double.
      try container.encode((date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  /// Decodes a line; nil if it is none.
  static func decode(_ line: some DataProtocol) -> JournalEntry? {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: infinity, negativeInfinity: "-" + infinity, nan: nan)
    return try? decoder.decode(JournalEntry.self, from: Data(line))
  }
}
