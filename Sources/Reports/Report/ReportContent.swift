import Basics
import Datasets
import Evaluation
import Numerics
import Training
import Videos

/// Everything that a report shows, as plain values.
public struct ReportContent {
  /// The training, as its log describes it.
  public struct TrainingCourse {
    /// The name of the loss.
    public var lossTitle = "Loss"
    /// The losses of networks that have learned nothing but a scale; nil if they are unknown.
    public var trivialLosses: ClosedRange<Double>?
    /// The steps.
    public var steps: [MetricsLog.Entry] = []
    /// The label-free metrics at checkpoints.
    public var labelFree: [MetricsLog.Judged] = []
    /// The warnings.
    public var warnings: [String] = []

    /// Makes a training of which nothing is known.
    public init() {}
  }

  /// The groups of the whole collection.
  public struct Collection {
    /// What is known of the groups as a whole.
    public let summary: CollectionSummary
    /// All videos with their groups.
    public let videos: [CollectionVideo]
    /// All frames with their groups and their places on the map.
    public let frames: [FramesTable.Row]
    /// The videos that show the same footage; none if they were not looked for.
    public let duplicates: [DuplicatePair]
    /// Whether they were looked for.
    let hasLookedForDuplicates: Bool
    /// The names that the user has given to groups.
    public let names: ClusterNames
    /// The features of the frames.
    public let features: Features
    /// The nearest frames of other videos; nil in a grouping of an earlier version.
    let nearestFrames: NearestTable?
    /// The nearest videos; nil in a grouping of an earlier version.
    let nearestVideos: NearestTable?

    /// Reads the files of a grouping.
    ///
    /// - Parameters:
    ///   - folder: the folder of the grouping.
    ///   - names: the table of the groups' names, which need not exist.
    /// - Throws: `MalformedJSON`, `MalformedFile`, or `SystemCallError`.
    public init(reading folder: CollectionFolder, names: String) throws {
      summary = try CollectionSummary(contentsOf: folder.summary)
      videos = try CollectionVideo.read(folder.videos)
      frames = try FramesTable(reading: folder.frames, hasParts: true).rows
      hasLookedForDuplicates = Folder.isFile(folder.duplicates)
      duplicates = hasLookedForDuplicates ? try DuplicatePair.read(folder.duplicates) : []
      self.names = try ClusterNames(reading: names, of: videos)
      features = try Features(contentsOf: folder.features)
      guard features.rows == frames.count else {
        throw MalformedFile(
          path: folder.frames, line: 1,
          reason: "\(frames.count) frames, but features of \(features.rows)")
      }
      nearestFrames =
        Folder.isFile(folder.nearestFrames)
        ? try NearestTable(reading: folder.nearestFrames, rows: frames.count) : nil
      nearestVideos =
        Folder.isFile(folder.nearestVideos)
        ? try NearestTable(reading: folder.nearestVideos, rows: videos.count) : nil
      for video in videos where video.cluster >= summary.clusters {
        throw MalformedFile(
          path: folder.videos, line: 1, reason: "\(video.video) has the cluster \(video.cluster)")
      }
    }

    /// The mean share of a frame's nearest frames that another grouping of the same frames has too.
    ///
    /// - Parameter other: the other grouping.
    /// - Returns: a share from 0 to 1; nil if one of the two does not know the nearest frames.
    package func sharedNeighbours(with other: Collection) -> Double? {
      guard let own = nearestFrames, let others = other.nearestFrames else { return nil }
      return own.shared(with: others)
    }
  }

  /// The name of the collection.
  public let name: String
  /// The content of `metrics.json`.
  public let evaluation: Evaluation
  /// The rows of `frames.csv`.
  public let frames: [FramesTable.Row]
  /// What happened to every video.
  public let ledger: Ledger
  /// Reads the stored picture of a frame.
  public let picture: @Sendable (FramesTable.Row) throws -> RGBImage
  /// The confusion matrix of a linear probe; nil without a probe.
  public var confusion: ConfusionMatrix?
  /// The groups of the whole collection; nil if it was not grouped.
  public var collection: Collection?
  /// The folder of the videos: a path from the report's folder, or from the root.
  public var videos = ""
  /// The bytes of thumbnails that the report may hold; if there are more, they lie in a folder beside it.
  public var thumbnailLimit = 60_000_000
  /// What the edges of the frames in `frames.png` tell.
  public var frameEdges = FrameEdges.cluster
  /// How many threads read and compress pictures.
  public var threads = 1
  /// What a user should know of the split, a sentence each.
  public var splitRemarks: [String] = []
  /// The training.
  public var training = TrainingCourse()
  /// The filters of the network's first layer; nil if it has none that can be shown.
  public var filters: FilterBank?
  /// The audit of the sampler; nil if the run has none.
  public var audit: SamplerAudit?
  /// All settings that the result depends on.
  public var settings: [NamedText] = []

  /// Takes what every report needs; the rest can be set.
  ///
  /// - Parameters:
  ///   - name: the name of the collection.
  ///   - evaluation: the content of `metrics.json`.
  ///   - frames: the rows of `frames.csv`.
  ///   - ledger: what happened to every video.
  ///   - picture: reads the stored picture of a frame.
  public init(
    name: String, evaluation: Evaluation, frames: [FramesTable.Row], ledger: Ledger,
    picture: @escaping @Sendable (FramesTable.Row) throws -> RGBImage
  ) {
    (self.name, self.evaluation, self.frames) = (name, evaluation, frames)
    (self.ledger, self.picture) = (ledger, picture)
  }
}

extension ReportContent {
  /// What a report shows of an evaluation that was just done.
  ///
  /// - Parameters:
  ///   - result: what was found.
  ///   - name: what the collection is called.
  ///   - store: where the frames are.
  ///   - folder: where a `TrainingSession` kept its log, if the report is to show how training went.
  /// - Throws: `PictureError` if pictures can't be read at all.
  public init(
    _ result: EvaluationResult, name: String, store: FrameStore, trainedIn folder: String? = nil
  ) throws {
    self.init(
      name: name, evaluation: result.evaluation, frames: result.frames.rows, ledger: store.ledger
    ) { try JPEGCodec().read(store.queryPath($0.video, frame: $0.frame)) }
    confusion = result.confusion
    guard let folder else { return }
    training.steps = MetricsLog.read(folder + "/metrics.jsonl")
    training.labelFree = MetricsLog.judgements(folder + "/metrics.jsonl")
    training.warnings = MetricsLog.warnings(folder + "/metrics.jsonl")
  }
}
