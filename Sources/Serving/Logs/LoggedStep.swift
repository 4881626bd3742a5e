/// A step as a line of a training log tells it; a value that the line lacks is not a number.
package struct LoggedStep: Equatable {
  /// Steps so far, from 1.
  package var step = 0
  /// The epoch, from 1; 0 if the line lacks it.
  package var epoch = 0
  /// When the line was written, in seconds since 1970.
  package var time = Double.nan
  /// A value for each of ``LogColumn``.
  package var values = [Double](repeating: .nan, count: LogColumn.allCases.count)

  /// A step without numbers.
  package init() {}
}

/// A number of each step that is drawn as a curve.
package enum LogColumn: Int, CaseIterable {
  case loss
  case rate
  case spread
  case dead
  case wait
  case speed
  /// Seconds since the first step of the log.
  case elapsed

  /// The name in the log, which is also the name in JSON.
  var name: String {
    switch self {
    case .loss: "loss"
    case .rate: "lr"
    case .spread: "feature_std"
    case .dead: "dead_features"
    case .wait: "data_wait"
    case .speed: "pairs_per_second"
    case .elapsed: "elapsed"
    }
  }
}
