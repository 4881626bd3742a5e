/// Decides which decoded frames of a video are stored, and gives their pictures names.
///
/// Short videos have a plan of their own, and whether a video is short is only certain at its end,
/// since the number of frames in a header is an estimate. Until the video is long enough, the
/// pictures that either plan needs are held in memory.
struct FrameSelector {
  /// A picture that waits until the plan is known.
  private struct Held {
    let frame: DecodedFrame
    let picture: PendingPicture
  }

  private let sampling: FrameSampling
  /// The plan; nil as long as it is unknown.
  private var plan: FramePlan?
  private var held: [Held] = []
  private let writer: FrameWriter

  /// The queries stored so far.
  private(set) var frames: [StoredFrame] = []

  /// Begins a video.
  ///
  /// - Parameters:
  ///   - sampling: which frames are stored.
  ///   - writer: makes and writes the pictures.
  init(_ sampling: FrameSampling, writer: FrameWriter) {
    self.sampling = sampling
    self.writer = writer
    plan = sampling.shortBelow > 0 ? nil : sampling.plan
  }

  /// The number of successors stored so far.
  var successors: Int { frames.count(where: \.hasSuccessor) }
  /// The number of later frames stored so far.
  var laterFrames: Int { frames.count { $0.later != nil } }

  /// Takes the next frame.
  ///
  /// - Parameters:
  ///   - frame: its position.
  ///   - shown: returns the frame itself; called only if its picture is needed.
  /// - Returns: whether the frame is stored, or may still be.
  /// - Throws: what `shown` or the writer throws.
  /// - Complexity: O(1), except for the one call that decides on the plan.
  mutating func take(_ frame: DecodedFrame, shown: () throws -> ShownFrame) throws -> Bool {
    if plan == nil, frame.number + 1 >= sampling.shortBelow { try settle(on: sampling.plan) }
    guard let plan else {
      let isWanted = sampling.mayStore(frame.number)
      if isWanted { held.append(Held(frame: frame, picture: try writer.makePicture(of: shown()))) }
      return isWanted
    }
    guard !plan.roles(of: frame.number).isEmpty else { return false }
    return try place(frame, writer.makePicture(of: shown()), by: plan)
  }

  /// Ends the video.
  ///
  /// - Parameter count: the number of its frames, including skipped ones.
  /// - Throws: what the writer throws.
  mutating func finish(count: Int) throws {
    guard plan == nil else { return }
    try settle(on: count < sampling.shortBelow ? sampling.shortPlan : sampling.plan)
  }

  /// Decides on a plan, and stores the held pictures that it needs.
  private mutating func settle(on plan: FramePlan) throws {
    self.plan = plan
    for one in held { _ = try place(one.frame, one.picture, by: plan) }
    held = []
  }

  /// Stores a picture in every role that the plan gives its frame.
  ///
  /// - Returns: whether it has a role.
  private mutating func place(
    _ frame: DecodedFrame, _ picture: PendingPicture, by plan: FramePlan
  ) throws -> Bool {
    var isStored = false
    for role in plan.roles(of: frame.number) {
      switch role {
      case .query:
        frames.append(
          StoredFrame(number: frame.number, seconds: frame.seconds, hasSuccessor: false))
        try writer.store(picture, named: FrameStore.queryName(frame.number))
      case .successor(let query):
        // If damaged frames were left out in between, it is not the successor.
        guard frame.followsPrevious else { continue }
        frames[query].hasSuccessor = true
        try writer.store(picture, named: FrameStore.successorName(frame.number))
      case .later(let query):
        frames[query].later = frame.number
        try writer.store(picture, named: FrameStore.laterName(frame.number))
      }
      isStored = true
    }
    return isStored
  }
}

/// The frames of one video that are stored: query k is frame k × stride (docs/method.md).
struct FramePlan: Equatable {
  /// A role of a stored frame, with the number of its query.
  enum Role: Equatable {
    /// The query itself.
    case query(Int)
    /// The frame after the query.
    case successor(Int)
    /// The later frame of the query.
    case later(Int)
  }

  let stride: Int
  let negativeEvery: Int
  let laterOffset: Int

  /// Returns the roles of a frame; none if it is not stored.
  ///
  /// - Parameter number: the frame's number in its video, from 0.
  func roles(of number: Int) -> [Role] {
    var roles: [Role] = []
    if number % stride == 0 { roles.append(.query(number / stride)) }
    if number % stride == 1, hasSuccessor(number / stride) {
      roles.append(.successor(number / stride))
    }
    if laterOffset > 0, number >= laterOffset, (number - laterOffset) % stride == 0 {
      roles.append(.later((number - laterOffset) / stride))
    }
    return roles
  }

  /// Whether pair k is positive.
  ///
  /// The last of every `negativeEvery` pairs is negative (docs/method.md).
  private func hasSuccessor(_ query: Int) -> Bool {
    negativeEvery == 0 || query % negativeEvery != negativeEvery - 1
  }
}

extension FrameSampling {
  /// The plan for a video of at least ``shortBelow`` frames.
  var plan: FramePlan {
    FramePlan(stride: stride, negativeEvery: negativeEvery, laterOffset: laterOffset)
  }

  /// The plan for a shorter video.
  var shortPlan: FramePlan {
    FramePlan(
      stride: shortStride, negativeEvery: negativeEvery,
      laterOffset: storesLaterFrames ? shortLaterOffset : 0)
  }

  /// Whether a frame is stored if the video is long, or if it is short.
  ///
  /// - Parameter number: the frame's number in its video, from 0.
  func mayStore(_ number: Int) -> Bool {
    !plan.roles(of: number).isEmpty
      || number < shortBelow && !shortPlan.roles(of: number).isEmpty
  }
}
