import Basics
import Foundation

/// What a frame store was made from and how; the content of its `store.json`.
public struct FrameStoreSettings: Codable, Equatable, Sendable {
  /// The absolute path of the folder of videos.
  public var videos: String
  /// Width and height of the stored pictures in pixels.
  public var side: Int
  /// Which frames of a video are stored.
  public var sampling: FrameSampling

  /// Reads the settings of a store.
  ///
  /// - Parameter path: its `store.json`.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the file cannot be read.
  init(path: String) throws {
    let bytes = try BoundedFile.bytes(path, atMost: BoundedFile.mostOfSettings)
    do {
      self = try JSONDecoder().decode(Self.self, from: bytes)
    } catch {
      throw MalformedFile(path: path, line: 1, reason: "not the settings of a frame store")
    }
    if let reason = sampling.invalidSetting ?? (sides.contains(side) ? nil : "side is \(side)") {
      throw MalformedFile(path: path, line: 1, reason: reason)
    }
  }

  /// Makes settings.
  ///
  /// - Parameters:
  ///   - videos: the absolute path of the folder of videos.
  ///   - side: width and height of the stored pictures in pixels.
  ///   - sampling: which frames of a video are stored.
  init(videos: String, side: Int, sampling: FrameSampling) {
    (self.videos, self.side, self.sampling) = (videos, side, sampling)
  }

  /// The values that ``side`` may have.
  private var sides: ClosedRange<Int> { 1...4096 }

  /// Writes the settings with sorted keys.
  ///
  /// - Parameter path: the file, `store.json`.
  /// - Throws: `SystemCallError`.
  func write(to path: String) throws {
    try JSONFile.write(self, to: path)
  }

  /// Returns the first setting that differs from others, in words; nil if all are equal.
  ///
  /// - Parameter wanted: the other settings.
  func difference(from wanted: FrameStoreSettings) -> String? {
    if videos != wanted.videos { return "from \(videos), not \(wanted.videos)" }
    if side != wanted.side { return "with pictures of side \(side), not \(wanted.side)" }
    return sampling.difference(from: wanted.sampling)
  }
}

/// Which frames of a video are stored, and in which role.
///
/// The default is that of the thesis: one frame in ten is a query, and four queries in five have
/// their successor stored (docs/method.md).
public struct FrameSampling: Codable, Equatable, Sendable {
  /// The number of frames from one query to the next, at least 2.
  public var stride = 10
  /// Every `negativeEvery`-th query begins a negative pair, and its successor is not stored.
  ///
  /// 0 means none.
  public var negativeEvery = 5
  /// The number of frames from a query to the later frame that is stored with it; 0 stores none.
  public var laterOffset = 0
  /// Videos with fewer frames than this count as short; 0 means none.
  public var shortBelow = 0
  /// The stride in short videos.
  public var shortStride = 3
  /// The offset of the later frame in short videos.
  public var shortLaterOffset = 7

  /// Makes the default sampling.
  public init() {}

  /// The keys in `store.json`.
  enum CodingKeys: String, CodingKey {
    case stride
    case negativeEvery = "negative_every"
    case laterOffset = "later_offset"
    case shortBelow = "short_below"
    case shortStride = "short_stride"
    case shortLaterOffset = "short_later_offset"
  }

  /// Whether a later frame is stored with every query.
  public var storesLaterFrames: Bool { laterOffset > 0 }

  /// Returns the first setting that differs from another sampling, in words; nil if all are equal.
  ///
  /// - Parameter wanted: the other sampling.
  public func difference(from wanted: FrameSampling) -> String? {
    let settings: [(CodingKeys, KeyPath<FrameSampling, Int>)] = [
      (.stride, \.stride), (.negativeEvery, \.negativeEvery), (.laterOffset, \.laterOffset),
      (.shortBelow, \.shortBelow), (.shortStride, \.shortStride),
      (.shortLaterOffset, \.shortLaterOffset),
    ]
    guard let (key, path) = settings.first(where: { self[keyPath: $1] != wanted[keyPath: $1] })
    else { return nil }
    return "with \(key.rawValue) \(self[keyPath: path]), not \(wanted[keyPath: path])"
  }

  /// The first setting outside its range, in words; nil if all are valid.
  var invalidSetting: String? {
    let most = 1 << 30
    for (key, value, least) in [
      (CodingKeys.stride, stride, 2), (.shortStride, shortStride, 2),
      (.negativeEvery, negativeEvery, 0), (.laterOffset, laterOffset, 0),
      (.shortLaterOffset, shortLaterOffset, 0), (.shortBelow, shortBelow, 0),
    ] where !(least...most).contains(value) {
      return "\(key.rawValue) is \(value), not from \(least) on"
    }
    return nil
  }
}
