/// What a video that was decoded to its end lacks.
struct Shortcoming: CustomStringConvertible {
  /// In words, FFmpeg's own last.
  let description: String

  /// Looks at what was decoded; nil if nothing lacks.
  ///
  /// - Parameters:
  ///   - damage: the damaged frames.
  ///   - end: the file, read to its end.
  init?(damage: Damage, end: Demuxer) {
    var phrases: [String] = []
    if !damage.isNone {
      let count = damage.missingFrames
      let leftOut = count > 0 ? ", \(count) frame\(count == 1 ? "" : "s") left out" : ""
      phrases.append("damaged" + leftOut)
      if damage.firstRemark != end.complaint { phrases.append(damage.firstRemark) }
    }
    if let promise = end.promise,
      promise.promised - promise.delivered > Self.tolerance(of: promise.promised, end)
    {
      phrases.append(
        "holds \(promise.delivered.decimalText(places: 2)) s of the "
          + "\(promise.promised.decimalText(places: 2)) s that it promises")
    } else if !end.complaint.isEmpty {
      phrases.append("ends early")
    }
    phrases.append(end.complaint)
    phrases.removeAll(where: \.isEmpty)
    guard !phrases.isEmpty else { return nil }
    description = phrases.joined(separator: "; ")
  }

  /// How much shorter than promised a sound video may be, in seconds: headers round, and AVIs count
  /// frames that hold nothing.
  private static func tolerance(of promised: Double, _ end: Demuxer) -> Double {
    let frames = end.framesPerSecond > 0 ? 3 / end.framesPerSecond : 0
    return max(frames, promised * 0.02)
  }
}
