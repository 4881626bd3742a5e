import Basics
import Foundation

/// Writes what happens in a run, an event a line, in order: `RUN/tracking/events.jsonl`.
///
/// The journal is the queue on disk of all sinks: each reads it at its own pace (``Delivery``). An event is in it
/// once: steps that a resumed run takes again are left out. If the disk is full, events wait in memory.
package final class EventJournal {
  private let path: String
  private var descriptor: Int32
  /// The bytes of whole lines in the file.
  private var size: Int
  private var lastNumber = 0
  /// The last step and epoch of every training.
  private var progress: [String: Int] = [:]
  /// Lines that could not be written yet.
  private var waiting: [UInt8] = []
  /// Why the last write failed; nil if it did not.
  package private(set) var failure: String?

  /// How much of an earlier journal is read to know where it ends.
  private static let tail = 1 << 20
  /// The most bytes that wait in memory for room on the disk.
  private static let mostWaiting = 64 << 20

  /// Opens a journal, and cuts off a line that a crash left incomplete.
  ///
  /// - Parameter path: the file's path; its folder must exist.
  /// - Throws: `SystemCallError`.
  package init(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    let length = Int(lseek(descriptor, 0, SEEK_END))
    let (entries, end) = try JournalReader(path).last(Self.tail)
    size = end
    if end < length, ftruncate(descriptor, off_t(end)) != 0 {
      throw SystemCallError(action: "shortening", path: path)
    }
    for entry in entries {
      lastNumber = entry.number
      if let (name, number) = entry.event.progress {
        progress[name] = max(progress[name] ?? 0, number)
      }
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
    lastNumber += 1
    guard let line = try? JSONLine.encode(JournalEntry(lastNumber, event)),
      waiting.count + line.count < Self.mostWaiting
    else {
      // Numbers have no gaps, so that sinks can place rows by them.
      lastNumber -= 1
      return false
    }
    waiting += line
    write()
    return true
  }

  /// Writes the lines that wait, as far as the disk has room.
  package func write() {
    guard !waiting.isEmpty else { return }
    let count = waiting.withUnsafeBytes {
      pwrite(descriptor, $0.baseAddress, $0.count, off_t(size))
    }
    guard count == waiting.count else {
      failure = SystemCallError(action: "writing", path: path).description
      // Half a line would be read as a broken one.
      ftruncate(descriptor, off_t(size))
      return
    }
    size += count
    waiting = []
    failure = nil
  }
}

/// The encoding of a journal's lines.
enum JSONLine {
  /// Encodes a value as a line.
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
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
    return try? decoder.decode(JournalEntry.self, from: Data(line))
  }
}
