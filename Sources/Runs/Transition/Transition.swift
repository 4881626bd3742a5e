import Basics
import Evaluation
import Foundation
import Numerics
import Reports
import Videos

/// How a map changes from one network to another: two checkpoints of a run, or two runs on the same frames.
///
/// The second plane starts from the first one. So what stays the same stays in its place, and what moves has changed.
public struct Transition {
  /// What changed, a sentence each.
  public let findings: [String]
  private let page: TransitionPage

  /// Groups both sides if need be, and computes the second plane.
  ///
  /// - Parameters:
  ///   - first: the earlier state.
  ///   - second: the later one; its groups are those of the page.
  ///   - path: the path of the page to write, which paths of videos begin at.
  ///   - context: receives progress, and can cancel the work.
  /// - Throws: ``TransitionError``, ``RunError``, errors of reading and computing, `CancellationError`.
  public init(
    from first: MapState, to second: MapState, writing path: String, in context: RunContext
  ) throws {
    let (before, _) = try first.grouped(in: context)
    let (after, settings) = try second.grouped(in: context)
    guard before.frames.map(\.place) == after.frames.map(\.place) else {
      throw TransitionError.otherFrames(first: first.name, second: second.name)
    }
    let store = try FrameStore(path: second.run.frames(of: settings))
    let start = before.frames.map { SIMD2(Float($0.x), Float($0.y)) }
    let positions = try FrameMapping(
      perplexity: settings.evaluation.perplexity, seed: settings.seed, threads: settings.threads,
      in: context
    ).positions(of: after.features, from: start)
    findings = Self.findings(before, after, names: (first.name, second.name))
    page = try TransitionPage(
      title: "From \(first.name) to \(second.name)", findings: findings, collection: after,
      planes: [(first.name, start), (second.name, positions)],
      videos: Folder.relative(
        store.settings.videos, to: Folder.above(Folder.absolute(path))),
      limit: settings.report.thumbnailMegabytes * 1_000_000, threads: settings.threads
    ) { try JPEGCodec().read(store.queryPath($0.video, frame: $0.frame)) }
  }

  /// Writes the page.
  ///
  /// - Parameter path: the page's path.
  /// - Throws: errors of drawing, reading or writing.
  public func write(to path: String) throws { try page.write(to: path) }

  private static func findings(
    _ before: ReportContent.Collection, _ after: ReportContent.Collection,
    names: (first: String, second: String)
  ) -> [String] {
    var sentences: [String] = []
    let table = ContingencyTable(
      clusters: before.videos.map(\.cluster), categories: after.videos.map(\.cluster))
    sentences.append(
      String(
        format:
          "The groups of videos agree by %.2f (adjusted Rand index; 1 is the same, 0 is chance): ",
        table.adjustedRandIndex)
        + "\(before.summary.clusters) groups in \(names.first), \(after.summary.clusters) in \(names.second)."
    )
    if let share = before.sharedNeighbours(with: after) {
      sentences.append(
        "Of a frame's nearest frames of other videos, \(NumberText.share(share)) are the same.")
    }
    return sentences
  }
}

extension FramesTable.Row {
  /// Which frame the row is about.
  fileprivate var place: String { "\(video)\0\(frame)" }
}

/// Two states whose maps can't be compared.
public enum TransitionError: ExplainedError, Equatable {
  /// The two were grouped on other frames.
  case otherFrames(first: String, second: String)

  /// The request is to blame.
  public var blame: Blame { .usage }

  /// Says what is wrong, and what to do.
  public var description: String {
    switch self {
    case .otherFrames(let first, let second):
      "\(first) and \(second) have different frames; give two checkpoints of one run, or two runs on the same "
        + "frames: unreel train FRAMES -o RUN"
    }
  }
}
