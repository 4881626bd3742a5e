import Foundation

/// Standard output, which carries results: a result that can't be written is an error.
package enum StandardOutput {
  /// Writes text and a line break.
  ///
  /// Swift's `print` says nothing if the disk behind standard output is full.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - terminator: what follows it.
  /// - Throws: ``OutputError``. A reader that has left, such as `head`, is no error: it has what it
  ///   wanted.
  package static func write(_ text: String, terminator: String = "\n") throws {
    guard !writeWhole(Array((text + terminator).utf8), to: STDOUT_FILENO), errno != EPIPE else {
      return
    }
    throw OutputError(code: errno)
  }

  /// Writes sentences and a line break; on a terminal, lines end between words.
  ///
  /// - Parameters:
  ///   - text: the sentences.
  ///   - whole: a path or a command that people copy; it follows the text and is never broken.
  /// - Throws: ``OutputError``.
  package static func say(_ text: String, whole: String = "") throws {
    try write(TerminalText.laidOut(text, whole: whole, on: STDOUT_FILENO))
  }
}

/// Standard output that can't be written to.
public struct OutputError: ExplainedError, Equatable {
  /// The system's error number.
  public var code: Int32

  /// Always ``Blame/execution``.
  public var blame: Blame { .execution }

  /// For example `writing to standard output: No space left on device; send it somewhere else, and run
  /// the same command again`.
  public var description: String {
    "writing to standard output: \(String(cString: strerror(code))); send it somewhere else, and run "
      + "the same command again"
  }
}

/// Standard error, which may disappear: a terminal that is closed must not end a training.
public enum StandardError {
  /// Writes text.
  ///
  /// Text that cannot be written is lost.
  ///
  /// Foundation's `FileHandle.write` ends the program when a write fails.
  public static func write(_ text: String) {
    _ = writeWhole(Array(text.utf8), to: STDERR_FILENO)
  }

  /// Writes a sentence and a line break; on a terminal, lines end between words.
  ///
  /// - Parameter text: the sentence.
  public static func say(_ text: String) {
    write(TerminalText.laidOut(PlainLine.text(text), on: STDERR_FILENO) + "\n")
  }
}

/// The three streams that a program begins with.
package enum StandardStreams {
  /// Gives each stream that is closed a file that reads nothing and takes nothing.
  ///
  /// Otherwise the next file that is opened gets the number of the stream, and text for a user is
  /// written into it. Standard output gets a file that can't be written to, so that writing to it
  /// remains an error.
  package static func fill() {
    for (stream, mode) in [
      (STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
    ] where fcntl(stream, F_GETFD) < 0 {
      // The lowest free number is that of the stream. Without /dev/null, nothing can be done.
      _ = open("/dev/null", mode)
    }
  }
}
