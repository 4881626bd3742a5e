/// Which checkpoints of a run are kept.
public struct Retention: Equatable, Sendable {
  /// How many of the newest are kept, at least 1.
  public var last: Int
  /// Those at the end of every so many epochs are kept for good; 0 is none.
  public var everyEpochs: Int

  /// Names a choice.
  ///
  /// - Parameters:
  ///   - last: how many of the newest are kept, at least 1.
  ///   - everyEpochs: those at the end of every so many epochs are kept for good; 0 is none.
  public init(last: Int, everyEpochs: Int = 0) {
    (self.last, self.everyEpochs) = (last, everyEpochs)
  }

  /// Which checkpoints may go.
  ///
  /// - Parameter places: the epoch, and the step within it, of every checkpoint.
  /// - Returns: the places that are neither among the newest nor kept for good.
  package func superfluous(among places: [CheckpointPlace]) -> [CheckpointPlace] {
    places.sorted().dropLast(max(last, 1)).filter { place in
      !(everyEpochs > 0 && place.stepInEpoch == 0 && place.epoch % everyEpochs == 0)
    }
  }
}
