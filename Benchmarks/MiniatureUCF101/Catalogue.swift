import Basics

/// What UCF101 holds: its categories, its groups of footage, and as many clips as there are in all.
enum Catalogue {
  /// The categories, in the order of `classInd.txt`.
  static let categories = """
    ApplyEyeMakeup ApplyLipstick Archery BabyCrawling BalanceBeam BandMarching BaseballPitch \
    Basketball BasketballDunk BenchPress Biking Billiards BlowDryHair BlowingCandles \
    BodyWeightSquats Bowling BoxingPunchingBag BoxingSpeedBag BreastStroke BrushingTeeth \
    CleanAndJerk CliffDiving CricketBowling CricketShot CuttingInKitchen Diving Drumming Fencing \
    FieldHockeyPenalty FloorGymnastics FrisbeeCatch FrontCrawl GolfSwing Haircut Hammering \
    HammerThrow HandstandPushups HandstandWalking HeadMassage HighJump HorseRace HorseRiding \
    HulaHoop IceDancing JavelinThrow JugglingBalls JumpingJack JumpRope Kayaking Knitting \
    LongJump Lunges MilitaryParade Mixing MoppingFloor Nunchucks ParallelBars PizzaTossing \
    PlayingCello PlayingDaf PlayingDhol PlayingFlute PlayingGuitar PlayingPiano PlayingSitar \
    PlayingTabla PlayingViolin PoleVault PommelHorse PullUps Punch PushUps Rafting \
    RockClimbingIndoor RopeClimbing Rowing SalsaSpin ShavingBeard Shotput SkateBoarding Skiing \
    Skijet SkyDiving SoccerJuggling SoccerPenalty StillRings SumoWrestling Surfing Swing \
    TableTennisShot TaiChi TennisSwing ThrowDiscus TrampolineJumping Typing UnevenBars \
    VolleyballSpiking WalkingWithDog WallPushups WritingOnBoard YoYo
    """.split(separator: " ").map(String.init)

  /// Every clip, in the order of the lists: 13 320.
  static let clips = categories.indices.flatMap { category in
    (1...groups).flatMap { group in
      (1...clipCount(group: category * groups + group - 1)).map { number in
        MiniatureClip(category: category, group: group, number: number)
      }
    }
  }

  /// Groups of footage in each category.
  private static let groups = 25
  private static let clipsInAll = 13_320

  /// How many clips a group has, 4 to 7: 5 or 6, and of every two groups one more and one less.
  ///
  /// - Parameter group: the group's number among those of all categories, from 0.
  private static func clipCount(group: Int) -> Int {
    let groupsInAll = categories.count * groups
    let even = (group + 1) * clipsInAll / groupsInAll - group * clipsInAll / groupsInAll
    // The last group has no other.
    guard group < groupsInAll / 2 * 2 else { return even }
    return group % 2 == 0 ? even + 1 : even - 1
  }
}
