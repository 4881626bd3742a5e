/// Which frames of a video are stored, and as what.
///
/// By default as the thesis has it: one frame in ten, and its successor for four of five.
public struct FrameSampling: Codable, Equatable, Sendable {
  /// Frames from one query to the next, at least 2.
  public var stride = 10
  /// Every so many queries one anchors a negative pair, and its successor is not stored; 0 is never.
  public var negativeEvery = 5
  /// Frames from a query to the later frame that is stored with it; 0 stores none.
  public var laterOffset = 0
  /// Videos of fewer frames than this are short; 0 is none.
  public var shortBelow = 0
  /// The stride in short videos.
  public var shortStride = 3
  /// The later frame's distance in short videos.
  public var shortLaterOffset = 7

  /// The thesis's.
  public init() {}

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

  /// The first setting that is different in another sampling, in words; nil if none is.
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

  /// What can't be in it, in words; nil if everything can.
  var shortcoming: String? {
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

  /// The plan for a video of at least ``shortBelow`` frames.
  var plan: FramePlan {
    FramePlan(stride: stride, negativeEvery: negativeEvery, laterOffset: laterOffset)
  }

  /// Whether a frame is stored, or would be if the video were short.
  ///
  /// - Parameter number: the frame's number in its video, from 0.
  func mayStore(_ number: Int) -> Bool {
    !plan.roles(of: number).isEmpty
      || number < shortBelow && !shortPlan.roles(of: number).isEmpty
  }

  /// The plan for a shorter one.
  var shortPlan: FramePlan {
    FramePlan(
      stride: shortStride, negativeEvery: negativeEvery,
      laterOffset: storesLaterFrames ? shortLaterOffset : 0)
  }
}
