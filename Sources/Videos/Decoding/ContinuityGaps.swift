import CFFmpeg

/// The gaps in a transport stream, and what they mean for the pictures of one stream in it.
///
/// The packets of each stream in the file are counted. FFmpeg tells where the counters jump, and goes
/// on. A jump matters only in the counters of the video itself. Even there nothing needs to be
/// missing: where two files were joined, the counters jump between a complete picture and a key frame.
final class ContinuityGaps {
  /// A packet of the video, which holds one picture.
  struct Place {
    /// Where its first transport packet begins in the file, in bytes; negative if unknown.
    var position: Int64
    /// Its decoding time in seconds; nil if unknown.
    var seconds: Double?
    /// Whether it is a key frame.
    var isKey: Bool
    /// Whether FFmpeg marked it as incomplete.
    var isMarked: Bool
  }

  /// The longest time in seconds by which a joined recording goes on later than the one before it
  /// and still counts as the same recording, of which a part is missing.
  private static let longestLoss = 60.0

  /// The shortest time in seconds by which times go back where another recording begins.
  ///
  /// Times that some programs write go back by a few frames.
  private static let shortestReturn = 0.5

  /// The places where counters jump, by the stream, in the order of the file.
  private var places: [Int: [Int64]] = [:]
  private let file: TransportPackets
  /// What is missing before the next packet.
  private var lossBefore = PacketLoss.none
  /// Whether the counters of the video say nothing; nil as long as they made no jump.
  private var isMeaningless: Bool?
  /// The longest time between two packets of the video so far, in seconds.
  private var longestStep = 0.0
  /// Where the last jump of the video's counters is.
  private var latest: Int64 = -1
  /// Where the two packets before begin in the file.
  private var earlier: (Int64, Int64) = (0, 0)

  /// Begins at the start of a file.
  ///
  /// - Parameter path: the file.
  init(path: String) { file = TransportPackets(path: path) }

  /// The pointer by which FFmpeg's log finds this object.
  ///
  /// It is valid as long as this object exists.
  var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// The function that the log calls at each jump, with ``pointer``.
  static let listener: cffmpeg_gap_listener = { object, pid, position in
    guard let object else { return }
    Unmanaged<ContinuityGaps>.fromOpaque(object).takeUnretainedValue()
      .add(position, pid: Int(pid))
  }

  /// Notes a jump.
  ///
  /// FFmpeg reads some parts of a file twice, so places may come again.
  private func add(_ position: Int64, pid: Int) {
    let known = places[pid] ?? []
    let place = known.lastIndex { $0 <= position }
    if let place, known[place] == position { return }
    places[pid, default: []].insert(position, at: place.map { $0 + 1 } ?? 0)
  }

  /// Decides what is missing at a packet of the video.
  ///
  /// - Parameters:
  ///   - packet: the packet.
  ///   - next: the packet after it; nil at the end of the file.
  ///   - pid: the stream.
  ///   - frameDuration: seconds per frame; 0 if unknown.
  func loss(
    at packet: Place, before next: Place?, pid: Int, frameDuration: Double
  ) -> PacketLoss {
    let loss = lossBefore
    lossBefore = .none
    let step = next.flatMap { next in
      next.seconds.flatMap { time in packet.seconds.map { time - $0 } }
    }
    defer {
      if let step, step < Self.longestLoss { longestStep = max(longestStep, step) }
    }
    latest = places[pid]?.last ?? latest
    let isMarkedForJump = packet.isMarked && latest >= earlier.0
    earlier = (earlier.1, packet.position)
    let gaps = takeGaps(upTo: next?.position, pid: pid).filter {
      $0 > packet.position && !Self.isSame($0, packet.position)
    }
    // FFmpeg marks packets at every jump, near the jump; a mark elsewhere is of another kind.
    if packet.isMarked, !isMarkedForJump { return .at("a packet is incomplete") }
    guard let last = gaps.last, !areMeaningless(pid: pid, at: last) else {
      // The counters of the second recording may go on by chance.
      if let next, next.isKey, let step, step < -Self.shortestReturn { lossBefore = .join }
      return loss
    }
    let remark = "mpegts: packets of PID \(pid) are missing at byte \(last)"
    // The picture itself is incomplete.
    guard gaps.count == 1, let next, Self.isSame(last, next.position),
      file.endsPicture(pid: pid, before: last)
    else { return .at(remark) }
    lossBefore = lossBetweenPictures(
      step: step, isKey: next.isKey, frameDuration: frameDuration, remark: remark)
    return loss
  }

  /// Decides what is missing between two complete pictures.
  private func lossBetweenPictures(
    step: Double?, isKey: Bool, frameDuration: Double, remark: String
  ) -> PacketLoss {
    guard isKey, let step else { return .before(remark) }
    // The second recording begins with its own times.
    if step <= 0 || step > Self.longestLoss { return .join }
    return step > 1.5 * max(frameDuration, longestStep) ? .before(remark) : .none
  }

  /// Removes the gaps up to a place, and returns them.
  private func takeGaps(upTo end: Int64?, pid: Int) -> [Int64] {
    guard let known = places[pid] else { return [] }
    let count =
      end.map { end in known.prefix { $0 <= end || Self.isSame($0, end) }.count } ?? known.count
    places[pid]?.removeFirst(count)
    return Array(known.prefix(count))
  }

  private func areMeaningless(pid: Int, at position: Int64) -> Bool {
    if let isMeaningless { return isMeaningless }
    let answer = file.countersAreMeaningless(pid: pid, around: position)
    isMeaningless = answer
    return answer
  }

  /// Whether two places are in the same transport packet.
  ///
  /// Up to 16 bytes may lie around the 188 bytes that FFmpeg counts from.
  private static func isSame(_ left: Int64, _ right: Int64) -> Bool { abs(left - right) <= 16 }
}

/// What a file lacks at a packet.
enum PacketLoss: Equatable {
  /// Nothing.
  case none
  /// The packet is damaged, or may be. FFmpeg's message.
  case at(String)
  /// Packets before it are missing; the packet itself is whole. FFmpeg's message.
  case before(String)
  /// Another recording begins at the packet; nothing is missing.
  case join
}
