/// Where in training a checkpoint was written, as its file's name says.
package struct CheckpointPlace: Comparable, Hashable {
  /// Epochs that were finished.
  package let epoch: Int
  /// Steps taken in the epoch that was not.
  package let stepInEpoch: Int

  init(_ position: TrainingPosition) {
    (epoch, stepInEpoch) = (position.epoch, position.stepInEpoch)
  }

  /// Reads a file's name; nil where it is no checkpoint's.
  package init?(fileName: String) {
    guard let match = fileName.wholeMatch(of: /epoch-(\d{4,9})(?:-step-(\d{4,9}))?\.h5/),
      let epoch = Int(match.1), let step = match.2.map({ Int($0) }) ?? 0
    else { return nil }
    (self.epoch, stepInEpoch) = (epoch, step)
  }

  /// `epoch-0010.h5`, or `epoch-0002-step-0013.h5` within an epoch.
  package var fileName: String {
    func digits(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
    let name = "epoch-\(digits(epoch))"
    return stepInEpoch == 0 ? name + ".h5" : name + "-step-\(digits(stepInEpoch)).h5"
  }

  package static func < (one: CheckpointPlace, other: CheckpointPlace) -> Bool {
    (one.epoch, one.stepInEpoch) < (other.epoch, other.stepInEpoch)
  }
}
