import Basics
import Foundation

/// What a frame store was made from and how, as its `store.json` says.
public struct FrameStoreSettings: Codable, Equatable, Sendable {
  /// The absolute path of the folder of videos.
  public var videos: String
  /// Width and height of the stored pictures in pixels.
  public var side: Int
  /// Which frames of a video are stored.
  public var sampling: FrameSampling

  /// Reads a store's settings.
  ///
  /// - Parameter path: its `store.json`.
  /// - Throws: ``MalformedFile``, or a ``SystemCallError`` where it can't be read.
  init(path: String) throws {
    let bytes = try BoundedFile.bytes(path, atMost: BoundedFile.mostOfSettings)
    do {
      self = try JSONDecoder().decode(Self.self, from: bytes)
    } catch {
      throw MalformedFile(path: path, line: 1, reason: "not the settings of a frame store")
    }
    if let reason = sampling.shortcoming ?? (sides.contains(side) ? nil : "side is \(side)") {
      throw MalformedFile(path: path, line: 1, reason: reason)
    }
  }

  /// States settings.
  init(videos: String, side: Int, sampling: FrameSampling) {
    (self.videos, self.side, self.sampling) = (videos, side, sampling)
  }

  /// What pictures' sides can be: a network takes its input from them.
  private var sides: ClosedRange<Int> { 1...4096 }

  /// Writes the settings, keys sorted.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try DurableFile.write(try encoder.encode(self) + Data("\n".utf8), to: path)
  }

  /// What is different in other settings, in words; nil if nothing is.
  func difference(from wanted: FrameStoreSettings) -> String? {
    if videos != wanted.videos { return "from \(videos), not \(wanted.videos)" }
    if side != wanted.side { return "with pictures of side \(side), not \(wanted.side)" }
    return sampling.difference(from: wanted.sampling)
  }
}
