/// How long one step's parts take.
struct Stopwatch {
  /// What the time is spent on.
  enum Part {
    /// Waiting for frames.
    case waiting
    /// Computing.
    case computing
  }

  private let clock = ContinuousClock()
  private var mark: ContinuousClock.Instant
  private var spent: [Part: Double] = [:]

  init() {
    mark = clock.now
  }

  /// Books the time since the last lap.
  mutating func lap(_ part: Part) {
    let time = clock.now
    spent[part, default: 0] += (time - mark) / .seconds(1)
    mark = time
  }

  /// Begins the next step.
  mutating func restart() {
    spent = [:]
  }

  /// The step's time so far.
  var seconds: Double { spent.values.reduce(0, +) }

  /// The share of the step's time that one part took.
  func share(of part: Part) -> Double { seconds > 0 ? spent[part, default: 0] / seconds : 0 }
}
