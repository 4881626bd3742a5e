import Basics
import Foundation

/// Training that can't go on.
public enum TrainingError: ExplainedError {
  /// A loss or a gradient was no number.
  case notFinite(step: Int, loss: Double, gradientNorm: Double?, batch: String)

  /// The numbers', not the request's.
  public var blame: Blame { .execution }

  /// Says where the batch is and how to go on.
  public var description: String {
    switch self {
    case .notFinite(let step, let loss, let gradientNorm, let batch):
      "step \(step + 1) was not taken: its loss is \(loss)"
        + (gradientNorm.map { " and its gradient's norm \($0)" } ?? "")
        + "; its frames are listed in \(batch); go on with a smaller learning rate, --resume "
        + "--change-settings --learning-rate R, or pass such batches over, --resume --set "
        + "training.bad_steps=skip"
    }
  }
}
