import Basics
import Evaluation
import Foundation
import Numerics

/// A run that is put beside others: what it was asked for and what was found.
struct ComparedRun: Sendable {
  /// Its folder, as it was named.
  let path: String
  let settings: Settings
  let evaluation: Evaluation

  /// Reads a run.
  ///
  /// - Parameter path: its folder.
  /// - Throws: ``RunError/nothingThere(path:)``, ``RunError/notEvaluated(path:)``,
  ///   ``SettingsError``, `MalformedJSON`, `OversizedFile`, or a `SystemCallError`.
  init(reading path: String) throws {
    let run = RunFolder(path)
    guard let settings = try run.settings() else { throw RunError.nothingThere(path: path) }
    guard Folder.isFile(run.evaluation.metrics) else { throw RunError.notEvaluated(path: path) }
    self.path = path
    self.settings = settings
    evaluation = try Evaluation(contentsOf: run.evaluation.metrics)
  }

  /// The last part of its folder's path.
  var name: String {
    let whole = URL(fileURLWithPath: path).standardizedFileURL.path
    return whole.split(separator: "/").last.map(String.init) ?? whole
  }

  /// Where it lies, however that was said.
  var place: String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// What it was evaluated on, such as `120 frames of 12 videos in 6 clusters`.
  var frames: String {
    let counts =
      "\(evaluation.frames) frames of \(evaluation.videos) videos in \(evaluation.clusters) clusters"
    guard let scores = evaluation.metrics else { return counts }
    return counts + String(format: ", categories of %.3f bits", scores.rows.labelEntropyBits)
  }

  /// Whether another run was evaluated on what may be the same frames, as far as numbers tell, and in as
  /// many clusters: the more there are, the lower is their entropy by itself.
  func hasFrames(of other: ComparedRun) -> Bool {
    func areEqual(_ one: Double?, _ another: Double?) -> Bool {
      abs((one ?? 0) - (another ?? 0)) < 1e-9
    }
    let (own, others) = (evaluation.metrics, other.evaluation.metrics)
    return evaluation.frames == other.evaluation.frames
      && evaluation.videos == other.evaluation.videos
      && evaluation.clusters == other.evaluation.clusters
      && areEqual(own?.rows.labelEntropyBits, others?.rows.labelEntropyBits)
      && areEqual(own?.groups.labelEntropyBits, others?.groups.labelEntropyBits)
  }
}
