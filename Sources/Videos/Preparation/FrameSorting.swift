/// Gives the frames of one video, as they are decoded, to what stores them.
///
/// Whether a video is short shows only when it ends, since a container's number of frames is an
/// estimate; until it is long enough, the pictures that either plan wants are held in memory.
struct FrameSorting<Picture> {
  /// A picture that waits for the plan.
  private struct Held {
    let frame: DecodedFrame
    let picture: Picture
  }

  private let sampling: FrameSampling
  private var plan: FramePlan?
  private var held: [Held] = []
  private let store: (_ picture: Picture, _ name: String) throws -> Void

  /// The stored queries so far.
  private(set) var frames: [StoredFrame] = []

  /// Begins a video.
  ///
  /// - Parameters:
  ///   - sampling: which frames are stored.
  ///   - store: writes a picture under a name.
  init(
    _ sampling: FrameSampling,
    store: @escaping (_ picture: Picture, _ name: String) throws -> Void
  ) {
    self.sampling = sampling
    self.store = store
    plan = sampling.shortBelow > 0 ? nil : sampling.plan
  }

  /// How many successors are stored so far.
  var successors: Int { frames.count(where: \.hasSuccessor) }
  /// How many later frames are stored so far.
  var laterFrames: Int { frames.count { $0.later != nil } }

  /// Takes the next frame.
  ///
  /// - Parameters:
  ///   - frame: which one it is.
  ///   - picture: makes its picture, if that is wanted.
  /// - Returns: whether the frame is stored, or may still be.
  mutating func take(_ frame: DecodedFrame, picture: () throws -> Picture) throws -> Bool {
    if plan == nil, frame.number + 1 >= sampling.shortBelow { try settle(on: sampling.plan) }
    guard let plan else {
      let isWanted = sampling.mayStore(frame.number)
      if isWanted { held.append(Held(frame: frame, picture: try picture())) }
      return isWanted
    }
    guard !plan.roles(of: frame.number).isEmpty else { return false }
    return try place(frame, picture(), by: plan)
  }

  /// Ends the video.
  ///
  /// - Parameter count: how many frames it had, with those that were not taken.
  mutating func finish(count: Int) throws {
    guard plan == nil else { return }
    try settle(on: count < sampling.shortBelow ? sampling.shortPlan : sampling.plan)
  }

  private mutating func settle(on plan: FramePlan) throws {
    self.plan = plan
    for one in held { _ = try place(one.frame, one.picture, by: plan) }
    held = []
  }

  private mutating func place(
    _ frame: DecodedFrame, _ picture: Picture, by plan: FramePlan
  ) throws -> Bool {
    var isStored = false
    for role in plan.roles(of: frame.number) {
      switch role {
      case .query:
        frames.append(
          StoredFrame(number: frame.number, seconds: frame.seconds, hasSuccessor: false))
        try store(picture, FrameStore.queryName(frame.number))
      case .successor(let query):
        // Where damaged frames were left out in between, it is no successor.
        guard frame.followsPrevious else { continue }
        frames[query].hasSuccessor = true
        try store(picture, FrameStore.successorName(frame.number))
      case .later(let query):
        frames[query].later = frame.number
        try store(picture, FrameStore.laterName(frame.number))
      }
      isStored = true
    }
    return isStored
  }
}
