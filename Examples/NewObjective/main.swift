// A new objective, trained and evaluated beside the same baselines as Unreel's own.
//
//     new-objective VIDEOS OUTPUT [STEPS]      VIDEOS holds Category/clip.*

import Foundation
import UnreelKit

/// The triplet objective: a frame nearer to a frame of its own video than to one of another video.
struct TripletObjective: Objective {
  var margin = 0.5

  /// Mean over the pairs of max(0, ‖a − p‖² − ‖a − n‖² + margin); n is the next pair's frame.
  func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    let rows = try features.map { try $0.l2Normalised() }
    let pairs = labels.count
    let negatives = try Tensor.concatenate([
      rows[1].narrowed(start: 1, length: pairs - 1), rows[1].narrowed(start: 0, length: 1),
    ])
    let near = try (rows[0] - rows[1]).squared().sum(dimension: 1)
    let far = try (rows[0] - negatives).squared().sum(dimension: 1)
    return try (near - far).affine(summand: margin).clamped(below: 0).mean(dimension: 0)
  }
}

/// Trains on the videos below a folder, and evaluates what was learned.
func train(on videos: String, into output: String, steps: Int) throws {
  // Frames, and which videos are held out.
  _ = try FramePreparation().run(.scan(videos), into: output + "/frames")
  let store = try FrameStore(path: output + "/frames")
  let (training, heldOut) = try store.videos().split(testShare: 0.25, seed: 1)

  // Training on pairs of frames of one video.
  let architecture = Architecture.residual.projecting(to: 128)
  let session = TrainingSession(
    settings: TrainingSettings(
      maxSteps: steps, batch: 32, learningRate: .cosine(CosineSchedule(base: 0.06))),
    data: FrameTrainingData(
      sampler: try PositivePairSampler(videos: training, seed: 1),
      source: FrameSource(store: store, side: architecture.inputSide),
      views: ViewSampler(ViewSettings(), seed: 1)),
    objective: TripletObjective(), in: output)
  let network = try Network(architecture, seed: 1, on: .default)
  try session.run(TrainingState(beginning: network))

  // Clusters, metrics and baselines of the held-out videos, and the figures.
  let result = try Evaluator().evaluate(
    EvaluationSubject(store: store, training: training, heldOut: heldOut, network: network))
  try result.write(to: EvaluationFolder(output + "/evaluation"))
  try Report(ReportContent(result, name: "triplets", store: store, trainedIn: output)).write(
    to: output)
  print(result.evaluation.verdict)
}

let arguments = CommandLine.arguments
guard arguments.count > 2, let steps = arguments.count > 3 ? Int(arguments[3]) : 100 else {
  print("usage: new-objective VIDEOS OUTPUT [STEPS]")
  exit(2)
}
do {
  try train(on: arguments[1], into: arguments[2], steps: steps)
} catch {
  print(error)
  exit(1)
}
