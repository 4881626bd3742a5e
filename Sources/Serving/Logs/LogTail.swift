import Foundation

/// The end of a training log, read without the rest.
package struct LogTail: Equatable {
  /// The first step of the log.
  package var first: LoggedStep?
  /// The last step of the log.
  package var last: LoggedStep?
  /// Seconds a step took, of the last steps; nil if it is unknown.
  package var secondsPerStep: Double?

  /// How much is read of both ends.
  private static let reach = 1 << 16
  /// A longer pause between two steps is a stop of the training.
  private static let pause = 300.0

  /// Reads both ends of a log; one that can't be read has no steps.
  package init(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return
    }
    let size = Int(information.st_size)
    let end = Self.steps(descriptor, from: max(size - Self.reach, 0))
    last = end.last
    first = size > Self.reach ? Self.steps(descriptor, from: 0, count: 1 << 12).first : end.first
    var begin = end.startIndex
    for (place, pair) in zip(end, end.dropFirst()).enumerated()
    where pair.1.time - pair.0.time > Self.pause {
      begin = place + 1
    }
    if let last, end.indices.contains(begin), end[begin].step < last.step {
      let seconds = (last.time - end[begin].time) / Double(last.step - end[begin].step)
      if seconds.isFinite, seconds >= 0 { secondsPerStep = seconds }
    }
  }

  private static func steps(_ descriptor: Int32, from offset: Int, count: Int = reach)
    -> [LoggedStep]
  {
    var buffer = [UInt8](repeating: 0, count: count)
    let count = buffer.withUnsafeMutableBytes {
      pread(descriptor, $0.baseAddress, $0.count, off_t(offset))
    }
    guard count > 0 else { return [] }
    var scanner = LogScanner()
    return buffer[..<count].split(separator: 0x0A).compactMap { line in
      line.withUnsafeBufferPointer { scanner.read($0) } == .step ? scanner.step : nil
    }
  }
}
