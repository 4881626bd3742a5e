import Foundation

/// Text for a terminal: the columns that it takes, and lines that end between words.
public enum TerminalText {
  /// Returns how many columns a terminal shows a text in.
  ///
  /// Chinese, Japanese and Korean characters and emoji take two columns, combining marks take none. Terminals differ
  /// on joined emoji: here each part counts, so that the result is never too small.
  ///
  /// - Complexity: O(length of the text).
  public static func columns(of text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// Returns a text whose lines end between words.
  ///
  /// A line that goes on is indented: by two columns, or to the second column of a row such as
  /// `  batches    of 256`. A word that is wider than the terminal, such as a path, gets a line of its own and stays
  /// whole.
  ///
  /// - Parameters:
  ///   - text: the text, of one or more lines.
  ///   - width: the columns of the terminal.
  /// - Complexity: O(length of the text).
  public static func wrapped(_ text: String, to width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { columns(of: $0) <= width ? String($0) : wrapped(line: String($0), to: width) }
      .joined(separator: "\n")
  }

  /// Returns a sentence with what people copy after it, such as a path or a command, which stays whole.
  ///
  /// - Parameters:
  ///   - text: the sentence.
  ///   - whole: what people copy. It gets a line of its own if it doesn't fit beside the sentence.
  ///   - width: the columns of the terminal.
  public static func wrapped(_ text: String, whole: String, to width: Int) -> String {
    guard !whole.isEmpty else { return wrapped(text, to: width) }
    let line = text + " " + whole
    return columns(of: line) <= width ? line : wrapped(text, to: width) + "\n" + whole
  }

  /// Returns a text as a stream should get it: without control characters, and wrapped on a terminal.
  ///
  /// A path with such characters is exact only in JSON.
  static func laidOut(_ text: String, whole: String = "", on stream: Int32) -> String {
    let (text, whole) = (harmless(text), PlainLine.text(whole))
    guard isatty(stream) == 1 else { return text + (whole.isEmpty ? "" : " " + whole) }
    return wrapped(text, whole: whole, to: Terminal.columns(of: stream))
  }

  /// Returns a text whose lines have their control characters as escapes.
  ///
  /// Line breaks stay.
  private static func harmless(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { PlainLine.text(String($0)) }.joined(separator: "\n")
  }

  private static func wrapped(line: String, to width: Int) -> String {
    let head = line.firstMatch(of: /^ *[^ ]+(?: [^ ]+)* {2,}/).map { String($0.output) }
    // A row's first column that takes half of the terminal leaves too little to its second one.
    let row = head.flatMap { columns(of: $0) <= width / 2 ? $0 : nil }
    let start = row ?? String(line.prefix { $0 == " " })
    let indent = String(
      repeating: " ", count: row.map { columns(of: $0) } ?? start.count + 2)
    var lines: [String] = []
    var current = start
    var (used, isEmpty) = (columns(of: start), true)
    for word in line.dropFirst(start.count).split(separator: " ") {
      let size = columns(of: word)
      if !isEmpty, used + 1 + size > width {
        lines.append(current)
        (current, used, isEmpty) = (indent, indent.count, true)
        // A word that doesn't fit beside the indentation begins at the left, so that it can be copied whole.
        if used + size > width { (current, used) = ("", 0) }
      }
      current += (isEmpty ? "" : " ") + word
      used += (isEmpty ? 0 : 1) + size
      isEmpty = false
    }
    return (lines + [current]).joined(separator: "\n")
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format:
      // The selector of an emoji's picture makes a narrow character wide.
      return scalar.value == 0xFE0F ? 1 : 0
    default: break
    }
    return isWide(scalar) ? 2 : 1
  }

  /// Unicode Standard Annex 11, East Asian Width: wide and fullwidth, by blocks.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF,
      0x1B000...0x1B2FF, 0x20000...0x3FFFD:
      return true
    default:
      return scalar.properties.isEmojiPresentation
    }
  }
}

/// The width of a terminal, and whether a stream is one whose lines can be rewritten.
public enum Terminal {
  /// Returns the width of the terminal of a stream in columns, at least 20; 80 if it is unknown.
  ///
  /// - Parameter stream: the file descriptor.
  public static func columns(of stream: Int32) -> Int {
    var size = winsize()
    guard ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return max(Int(size.ws_col), 20)
  }

  /// Tells whether a stream is a terminal that understands how to erase a line; `TERM=dumb` names one that doesn't.
  ///
  /// - Parameter stream: the file descriptor.
  public static func isRewritable(_ stream: Int32) -> Bool {
    isatty(stream) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }
}
