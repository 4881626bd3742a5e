import Basics

/// A place that keeps copies of files under paths of its own: a folder, a bucket, Google Drive.
///
/// Every function may be called again after it failed or after the program was killed in it.
public protocol FileStore: AnyObject {
  /// Puts a file's whole content under a path; the path never has half a file.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - path: the path, such as `RUNNAME/checkpoints/epoch-0010.h5`.
  ///   - state: what the sink keeps between deliveries.
  /// - Returns: false if the same content was there already.
  /// - Throws: ``DeliveryError``, or an error of `file`.
  func put(_ file: SourceFile, at path: String, state: SinkState) throws -> Bool

  /// Removes what ``put(_:at:state:)`` put under a path; nothing there is fine.
  ///
  /// - Parameters:
  ///   - path: the path.
  ///   - state: what the sink keeps between deliveries.
  /// - Throws: ``DeliveryError``.
  func remove(_ path: String, state: SinkState) throws

  /// Marks a folder as a run's own, unless another run has marked it.
  ///
  /// - Parameters:
  ///   - name: the folder, such as `RUNNAME`.
  ///   - owner: what names the run.
  ///   - state: what the sink keeps between deliveries.
  /// - Returns: false if the folder is another run's.
  /// - Throws: ``DeliveryError``.
  func claim(_ name: String, for owner: String, state: SinkState) throws -> Bool
}

/// The mark of the run that a folder of copies belongs to.
enum OwnerMark {
  /// The file's path in the folder.
  static let path = "unreel-run.txt"

  /// The content of the mark.
  static func text(_ owner: String) -> String {
    "The files beside this one are copies of one run of Unreel: \(owner)\n"
  }
}

/// Which files of a run are copied, and under which paths.
public struct CopiedFiles: Sendable {
  /// The run's folder.
  public var folder: String
  /// The first part of every copy's path: the run's name.
  public internal(set) var name: String
  /// What is copied.
  public var roles: Set<TrackedEvent.Role>
  /// Checkpoints of every so many epochs are copied, and the last one.
  public var checkpointEpochs: Int

  /// Chooses files.
  ///
  /// - Parameters:
  ///   - folder: the run's folder.
  ///   - name: the run's name; by default that of its folder.
  ///   - roles: what is copied.
  ///   - checkpointEpochs: checkpoints of every so many epochs are copied, and the last one.
  public init(
    of folder: String, name: String? = nil,
    roles: Set<TrackedEvent.Role> = [.checkpoint, .figure, .report, .result, .other],
    checkpointEpochs: Int = 1
  ) {
    self.folder = Folder.absolute(folder)
    // A link to a folder keeps its own name; `.` has none.
    let last = [folder, self.folder].compactMap { $0.split(separator: "/").last }
    self.name = name ?? String(last.first { $0 != "." && $0 != ".." } ?? "run")
    self.roles = roles
    self.checkpointEpochs = max(1, checkpointEpochs)
  }

  /// Returns the path of an event's file here, and that of its copy; nil if it is not copied.
  func paths(of event: TrackedEvent) -> (here: String, there: String)? {
    guard event.kind == .file, let path = event.path, !path.isEmpty else { return nil }
    let role = event.role ?? .other
    guard roles.contains(role) else { return nil }
    if role == .checkpoint, !CheckpointChoice(every: checkpointEpochs).takes(event) { return nil }
    return paths(of: path)
  }

  /// Returns the path of a file here, and that of its copy; nil if it can't have one.
  func paths(of path: String) -> (here: String, there: String)? {
    let isInside = path.hasPrefix(folder + "/")
    let inner = isInside ? String(path.dropFirst(folder.count + 1)) : path
    let parts = inner.split(separator: "/").filter { $0 != "." }
    guard let last = parts.last, last != ".." else { return nil }
    let here = path.hasPrefix("/") ? path : folder + "/" + path
    // What lies elsewhere, such as a file that the user sends, is copied by its name.
    guard isInside || !path.hasPrefix("/"), !parts.contains("..") else {
      return (here, "\(name)/sent/\(last)")
    }
    return (here, "\(name)/\(parts.joined(separator: "/"))")
  }

  /// Returns where the original of a copy lies.
  func original(of there: String) -> String { folder + "/" + there.dropFirst(name.count + 1) }
}

/// Which checkpoints are kept elsewhere: those of every so many epochs, and the last of the training.
///
/// The last one of a command that was stopped is kept too, but only its end tells which one that is.
struct CheckpointChoice {
  private let every: Int

  /// Chooses the checkpoints of every so many epochs.
  init(every: Int) { self.every = max(1, every) }

  /// Whether a checkpoint is kept; its name tells the epoch if the event does not.
  func takes(_ event: TrackedEvent) -> Bool {
    if let epoch = event.epoch { return epoch == event.epochs || epoch.isMultiple(of: every) }
    let name = event.path?.split(separator: "/").last ?? ""
    guard let match = name.wholeMatch(of: /epoch-(\d+)(-step-\d+)?\.h5/) else { return true }
    return match.2 == nil && (Int(match.1) ?? 0).isMultiple(of: every)
  }
}
