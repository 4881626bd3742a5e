import Foundation

/// Reads lines of a training log, millions of them: `JSONDecoder` would take minutes.
package struct LogScanner {
  /// What a line is.
  package enum Line: Equatable, Sendable {
    /// A step, whose values are in ``LogScanner/step``.
    case step
    /// A warning or label-free metrics: few, and left to `JSONDecoder`.
    case remark
    /// Something else, or not whole.
    case other
  }

  /// The step that was read last.
  package private(set) var step = LoggedStep()

  /// A scanner that has read nothing.
  package init() {}

  private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var place = 0

  /// Reads one line.
  ///
  /// - Parameter line: the line without its line break.
  /// - Returns: what it is.
  package mutating func read(_ line: UnsafeBufferPointer<UInt8>) -> Line {
    (bytes, place) = (line, 0)
    step.step = 0
    step.epoch = 0
    step.time = .nan
    for index in step.values.indices { step.values[index] = .nan }
    var (hasLoss, hasRemark) = (false, false)
    guard take("{") else { return .other }
    while true {
      guard let key = string(), take(":") else { return .other }
      switch Self.meaning(of: key) {
      case .step:
        guard let number = number(), number >= 1, number < 1e15 else { return .other }
        step.step = Int(number)
      case .epoch:
        guard let number = number(), number >= 0, number < 1e15 else { return .other }
        step.epoch = Int(number)
      case .time:
        guard let text = string() else { return .other }
        step.time = Self.seconds(text)
      case .column(let column):
        guard let number = number() else { return .other }
        step.values[column.rawValue] = number
        if column == .loss { hasLoss = true }
      case .remark:
        hasRemark = true
        guard skipValue() else { return .other }
      case .other:
        guard skipValue() else { return .other }
      }
      if take("}") { break }
      guard take(",") else { return .other }
    }
    skipSpace()
    guard place == bytes.count, step.step > 0 else { return .other }
    return hasRemark ? .remark : hasLoss ? .step : .other
  }

  private enum Meaning {
    case step, epoch, time, remark, other
    case column(LogColumn)
  }

  private static func meaning(of key: Slice<UnsafeBufferPointer<UInt8>>) -> Meaning {
    func `is`(_ text: StaticString) -> Bool {
      text.withUTF8Buffer { $0.elementsEqual(key) }
    }
    // Most keys differ in their length.
    switch key.count {
    case 2: return `is`("lr") ? .column(.rate) : .other
    case 4:
      return `is`("step") ? .step : `is`("loss") ? .column(.loss) : `is`("time") ? .time : .other
    case 5: return `is`("epoch") ? .epoch : .other
    case 7: return `is`("warning") ? .remark : .other
    case 9: return `is`("data_wait") ? .column(.wait) : `is`("judgement") ? .remark : .other
    case 11: return `is`("feature_std") ? .column(.spread) : .other
    case 13: return `is`("dead_features") ? .column(.dead) : .other
    case 16: return `is`("pairs_per_second") ? .column(.speed) : .other
    default: return .other
    }
  }

  // MARK: Pieces of JSON

  private mutating func skipSpace() {
    while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 || bytes[place] == 0x0D
    {
      place += 1
    }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  /// Reads a string; escapes stay as they are.
  private mutating func string() -> Slice<UnsafeBufferPointer<UInt8>>? {
    guard take("\"") else { return nil }
    let start = place
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        place += 1
        return bytes[start..<place - 1]
      }
      place += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// Reads a number; `null` is not a number, and neither is a value of another kind, which is nil.
  private mutating func number() -> Double? {
    skipSpace()
    guard place < bytes.count else { return nil }
    if bytes[place] == UInt8(ascii: "n") { return skipValue() ? .nan : nil }
    let isNegative = bytes[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    var (mantissa, scale, digits, isFraction) = (UInt64(0), 0, 0, false)
    while place < bytes.count {
      let byte = bytes[place]
      if byte >= 0x30, byte <= 0x39 {
        digits += 1
        // The 19th digit and those after it don't change what a screen can show.
        if mantissa < 100_000_000_000_000_000 {
          mantissa = mantissa * 10 + UInt64(byte - 0x30)
          if isFraction { scale -= 1 }
        } else if !isFraction {
          scale += 1
        }
      } else if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else {
        break
      }
      place += 1
    }
    guard digits > 0 else { return nil }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      var (exponent, isSmall, found) = (0, false, false)
      if place < bytes.count, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+")
      {
        isSmall = bytes[place] == UInt8(ascii: "-")
        place += 1
      }
      while place < bytes.count, bytes[place] >= 0x30, bytes[place] <= 0x39 {
        exponent = min(exponent * 10 + Int(bytes[place] - 0x30), 9999)
        found = true
        place += 1
      }
      guard found else { return nil }
      scale += isSmall ? -exponent : exponent
    }
    let size = Double(mantissa)
    let value =
      scale == 0
      ? size
      : scale < 0 && scale >= -22
        ? size / Self.powers[-scale]
        : scale > 0 && scale <= 22 ? size * Self.powers[scale] : size * pow(10, Double(scale))
    return isNegative ? -value : value
  }

  private static let powers = (0...22).map { pow(10, Double($0)) }

  /// Skips a value of any kind.
  private mutating func skipValue() -> Bool {
    skipSpace()
    guard place < bytes.count else { return false }
    switch bytes[place] {
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var depth = 0
      while place < bytes.count {
        switch bytes[place] {
        case UInt8(ascii: "\""): guard string() != nil else { return false }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
          place += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          place += 1
          if depth == 0 { return true }
        default: place += 1
        }
      }
      return false
    default:
      let start = place
      while place < bytes.count, bytes[place] != UInt8(ascii: ","),
        bytes[place] != UInt8(ascii: "}")
      {
        place += 1
      }
      return place > start
    }
  }

  /// Reads `2026-11-29T07:57:46Z` as seconds since 1970; another form is not a number.
  static func seconds(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Double {
    guard text.count == 20 else { return .nan }
    let first = text.startIndex
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for place in range {
        let byte = text[first + place]
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), (1...12).contains(month),
      let day = number(8..<10), let hour = number(11..<13), let minute = number(14..<16),
      let second = number(17..<19), text[first + 19] == UInt8(ascii: "Z")
    else { return .nan }
    // Days since 1970 of the Gregorian calendar, counted in years that begin in March.
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return Double(days * 86_400 + hour * 3600 + minute * 60 + second)
  }
}
