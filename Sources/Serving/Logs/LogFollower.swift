import Basics
import Foundation

/// Follows a training log while it grows: every byte is read once.
package struct LogFollower {
  /// A warning of the log.
  package struct Warning: Codable, Equatable {
    package var step: Int
    package var warning: String
    package var time: String?
  }

  /// Label-free metrics of the log.
  package struct Judgement: Codable, Equatable {
    package var step: Int
    package var judgement: [String: Double?]
  }

  /// The path of the log.
  package let path: String
  /// The curves of what was read.
  package private(set) var curves = LogCurves()
  /// The warnings so far; of very many, the last ones.
  package private(set) var warnings: [Warning] = []
  /// How many warnings there are in all.
  package private(set) var warningCount = 0
  /// The label-free metrics so far; of very many, the last ones.
  package private(set) var judgements: [Judgement] = []
  /// How many bytes were read.
  package private(set) var offset = 0
  /// How many bytes the file has.
  package private(set) var size = 0
  /// How often the file was replaced: its curves began anew.
  package private(set) var replacements = 0

  /// The curves of parts of a long log, until all of it was read.
  private var draft: LogCurves?
  private var inode: ino_t = 0
  private var rest: [UInt8] = []
  private var scanner = LogScanner()
  private static let mostKept = 1000
  private static let piece = 1 << 20
  /// A log of more bytes is drafted before it is read.
  private static let long = 24 << 20
  /// A line that is longer than this is no line of a log.
  private static let longestLine = 1 << 20

  /// Names a log, which need not exist yet.
  package init(_ path: String) { self.path = path }

  /// The curves to show: a draft until all of a long log was read.
  package var shown: LogCurves { draft ?? curves }
  /// Whether ``shown`` has parts of the log only.
  package var isDraft: Bool { draft != nil }

  /// Whether all that the file had at the last look was read.
  package var isComplete: Bool { offset >= size }

  /// Reads what was added since the last time.
  ///
  /// A log that was replaced, as after a stop, is read from its beginning. One that can't be read is empty.
  ///
  /// - Parameter limit: about how many bytes to read at most.
  /// - Returns: whether anything changed.
  package mutating func advance(upTo limit: Int = .max) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return forget() }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return forget()
    }
    var isChanged = false
    if information.st_ino != inode || Int(information.st_size) < offset {
      isChanged = forget()
      inode = information.st_ino
    }
    size = Int(information.st_size)
    if offset == 0, size > Self.long, limit < size, draft == nil {
      draft = Self.draft(of: descriptor, size: size)
      isChanged = true
    }
    var buffer = [UInt8](repeating: 0, count: min(Self.piece, max(size - offset, 1)))
    var left = limit
    while offset < size, left > 0 {
      let count = buffer.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, min($0.count, size - offset), off_t(offset))
      }
      guard count > 0 else { break }
      buffer.withUnsafeBufferPointer { take(UnsafeBufferPointer(rebasing: $0[..<count])) }
      offset += count
      left -= count
      isChanged = true
    }
    if isComplete { draft = nil }
    return isChanged
  }

  /// Reads pieces of a long log, evenly spread, so that its shape is seen before all of it was read.
  private static func draft(of descriptor: Int32, size: Int) -> LogCurves? {
    let (pieces, piece) = (256, 4096)
    var (steps, scanner) = ([LoggedStep](), LogScanner())
    var buffer = [UInt8](repeating: 0, count: piece)
    for number in 0..<pieces {
      let place = (size - piece) / (pieces - 1) * number
      let count = buffer.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(place))
      }
      guard count > 0 else { return nil }
      for line in buffer[..<count].split(separator: 0x0A)
      where line.withUnsafeBufferPointer({ scanner.read($0) }) == .step {
        steps.append(scanner.step)
      }
    }
    guard let first = steps.first, let last = steps.last else { return nil }
    // Buckets are wider than the pieces are apart, so that nearly all have values.
    var width = 1
    while width * pieces / 2 < last.step - first.step { width *= 2 }
    var curves = LogCurves(width: width)
    for step in steps { curves.add(step) }
    return curves
  }

  private mutating func forget() -> Bool {
    guard inode != 0 else { return false }
    let (path, replacements) = (path, replacements)
    self = LogFollower(path)
    self.replacements = replacements + 1
    return true
  }

  private mutating func take(_ piece: UnsafeBufferPointer<UInt8>) {
    var start = 0
    while start < piece.count {
      let left = UnsafeBufferPointer(rebasing: piece[start...])
      guard let count = Self.lineLength(left) else {
        rest.append(contentsOf: left)
        if rest.count > Self.longestLine { rest.removeAll() }
        return
      }
      let found = UnsafeBufferPointer(rebasing: left[..<count])
      if rest.isEmpty {
        line(found)
      } else {
        rest.append(contentsOf: found)
        let whole = rest
        rest.removeAll(keepingCapacity: true)
        whole.withUnsafeBufferPointer { line($0) }
      }
      start += count + 1
    }
  }

  /// The number of bytes before the next line break; nil if there is none.
  private static func lineLength(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = bytes.baseAddress, let end = memchr(start, 0x0A, bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(end) - UnsafeRawPointer(start)
  }

  private mutating func line(_ bytes: UnsafeBufferPointer<UInt8>) {
    switch scanner.read(bytes) {
    case .step: curves.add(scanner.step)
    case .remark: remark(Data(bytes))
    case .other: break
    }
  }

  private mutating func remark(_ line: Data) {
    let decoder = JSONDecoder()
    // Lines of other programs need not have these forms.
    if let warning = try? decoder.decode(Warning.self, from: line) {
      warningCount += 1
      warnings.append(warning)
      if warnings.count > Self.mostKept { warnings.removeFirst(Self.mostKept / 2) }
    } else if let judgement = try? decoder.decode(Judgement.self, from: line) {
      judgements.append(judgement)
      if judgements.count > Self.mostKept { judgements.removeFirst(Self.mostKept / 2) }
    }
  }
}
