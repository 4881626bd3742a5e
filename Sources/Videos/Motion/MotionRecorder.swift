/// Records the motion of a video while it is decoded: every so many frames, a histogram of the flow from
/// that frame to the next.
struct MotionRecorder {
  private var earlier: GreyPicture?
  /// A row a histogram; one of zeros where the next frame was damaged or there is none.
  private(set) var values: [Float] = []

  /// How many rows there are.
  var rows: Int { values.count / MotionHistogram.count }

  /// Whether a frame's picture is wanted.
  static func isWanted(_ number: Int) -> Bool { number % MotionHistogram.stride <= 1 }

  /// Takes the next frame.
  ///
  /// - Parameters:
  ///   - frame: which one it is.
  ///   - picture: makes it small and grey, if it is wanted.
  mutating func take(_ frame: DecodedFrame, picture: () throws -> GreyPicture) rethrows {
    switch frame.number % MotionHistogram.stride {
    case 0:
      earlier = try picture()
    case 1:
      let latest = try picture()
      values += [Float](
        repeating: 0, count: (frame.number / MotionHistogram.stride - rows) * MotionHistogram.count)
      if let earlier, frame.followsPrevious {
        values += MotionHistogram.of(OpticalFlow(from: earlier, to: latest))
      }
      earlier = nil
    default: break
    }
  }
}
