/// What a clip of the demo collection shows.
public enum DemoCategory: String, CaseIterable, Sendable {
  /// A ball that bounces.
  case bouncingBall = "BouncingBall"
  /// A snake that crawls.
  case crawlingSnake = "CrawlingSnake"
  /// Leaves that fall.
  case fallingLeaves = "FallingLeaves"
  /// A pendulum that swings.
  case swingingPendulum = "SwingingPendulum"
  /// A windmill that turns.
  case turningWindmill = "TurningWindmill"
  /// A stick figure that walks.
  case walkingFigure = "WalkingFigure"

  /// The thing that moves.
  package var subject: any DemoSubject {
    switch self {
    case .bouncingBall: BouncingBall()
    case .crawlingSnake: CrawlingSnake()
    case .fallingLeaves: FallingLeaves()
    case .swingingPendulum: SwingingPendulum()
    case .turningWindmill: TurningWindmill()
    case .walkingFigure: WalkingFigure()
    }
  }

  /// What its clips' files are called before their number, such as `bouncing_ball`.
  var fileStem: String {
    rawValue.reduce(into: "") { stem, letter in
      if letter.isUppercase && !stem.isEmpty { stem += "_" }
      stem += letter.lowercased()
    }
  }

  /// The category's place in the alphabet, from 0, which its randomness hangs on.
  var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
