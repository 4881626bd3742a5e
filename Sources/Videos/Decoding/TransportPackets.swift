import Foundation

/// Reads packets of a transport stream from its file, at places that FFmpeg has named (ISO 13818-1,
/// section 2.4.3).
///
/// FFmpeg tells where packets are missing, but not whether the picture before them is complete.
struct TransportPackets {
  /// The length of a packet in bytes.
  private static let length = 188
  /// The distances between packets that files have: bare, with a time before each packet (M2TS), and
  /// with bytes for error correction after each packet.
  private static let distances = [188, 192, 204]
  /// The number of bytes that are read at once, before a place.
  private static let window = 1 << 20

  private let path: String

  /// Names a file, without opening it.
  ///
  /// - Parameter path: the file.
  init(path: String) { self.path = path }

  /// Whether the last packet of a stream before a place ends a picture.
  ///
  /// The last packet of a picture is filled up with stuffing, unless the picture happens to fill it:
  /// one case in 184, in which the answer is false.
  ///
  /// - Parameters:
  ///   - pid: the stream.
  ///   - position: the place in the file where a packet begins.
  /// - Returns: false as well if it cannot be found out.
  func endsPicture(pid: Int, before position: Int64) -> Bool {
    let start = max(0, position - Int64(Self.window))
    let bytes = read(from: start, count: Int(position - start) + Self.length)
    let end = Int(position - start)
    guard let distance = distance(in: bytes, before: end) else { return false }
    var place = end - distance
    while place >= 0, bytes[place] == 0x47 {
      let packet = bytes[place..<place + Self.length]
      if Self.pid(packet) == pid, Self.hasPayload(packet) { return Self.hasStuffing(packet) }
      place -= distance
    }
    return false
  }

  /// Whether the counters of a stream say nothing, since they are wrong at every second packet or
  /// more often.
  ///
  /// Some programs write packets without counting them.
  ///
  /// - Parameters:
  ///   - pid: the stream.
  ///   - position: the place in the file where a packet begins; the packets before it are read.
  func countersAreMeaningless(pid: Int, around position: Int64) -> Bool {
    let half = Int64(Self.window / 2)
    let start = max(0, position - half)
    let bytes = read(from: start, count: Self.window)
    let middle = Int(position - start)
    guard
      let distance = distance(in: bytes, before: middle)
        ?? self.distance(in: bytes, after: middle)
    else { return false }
    var (packets, wrong) = (0, 0)
    var expected: UInt8?
    var place = middle % distance
    while place + Self.length <= bytes.count {
      let packet = bytes[place..<place + Self.length]
      place += distance
      guard packet.first == 0x47, Self.pid(packet) == pid, Self.hasPayload(packet) else { continue }
      let counter = packet[packet.startIndex + 3] & 15
      packets += 1
      if let expected, expected != counter { wrong += 1 }
      expected = (counter + 1) & 15
    }
    return packets >= 8 && 2 * wrong >= packets
  }

  /// The distance between packets, if two packets lie before a place at that distance.
  private func distance(in bytes: [UInt8], before place: Int) -> Int? {
    Self.distances.first {
      place >= 2 * $0 && bytes[place - $0] == 0x47 && bytes[place - 2 * $0] == 0x47
    }
  }

  /// The distance between packets, if two packets lie after a place at that distance.
  private func distance(in bytes: [UInt8], after place: Int) -> Int? {
    Self.distances.first {
      place + 2 * $0 < bytes.count && bytes[place + $0] == 0x47 && bytes[place + 2 * $0] == 0x47
    }
  }

  private static func pid(_ packet: ArraySlice<UInt8>) -> Int {
    Int(packet[packet.startIndex + 1] & 31) << 8 | Int(packet[packet.startIndex + 2])
  }

  private static func hasPayload(_ packet: ArraySlice<UInt8>) -> Bool {
    packet[packet.startIndex + 3] & 0x10 != 0
  }

  /// Whether the adaptation field holds nothing, or is longer than what it states to hold (section
  /// 2.4.3.5).
  private static func hasStuffing(_ packet: ArraySlice<UInt8>) -> Bool {
    let start = packet.startIndex
    guard packet[start + 3] & 0x20 != 0 else { return false }
    let length = Int(packet[start + 4])
    // A field without flags is one byte of stuffing.
    guard length > 0 else { return true }
    let flags = packet[start + 5]
    guard flags != 0 else { return true }
    var used = 1
    if flags & 0x10 != 0 { used += 6 }
    if flags & 0x08 != 0 { used += 6 }
    if flags & 0x04 != 0 { used += 1 }
    for flag: UInt8 in [0x02, 0x01] where flags & flag != 0 {
      guard start + 5 + used < packet.endIndex else { return false }
      used += 1 + Int(packet[start + 5 + used])
    }
    return length > used
  }

  /// Reads a part of the file.
  ///
  /// - Returns: fewer bytes at the end of the file, and none if it cannot be read: the caller then
  ///   takes the picture for damaged, as it would without this file.
  private func read(from start: Int64, count: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let answer = pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled,
          off_t(start) + filled)
        guard answer > 0 else { return }
        filled += answer
      }
    }
  }
}
