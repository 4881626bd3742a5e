import Basics
import Foundation

/// Keeps copies of a run's checkpoints, figures and reports in Google Drive: a folder a run.
///
/// Every file has one id for all time, so that it is there once whatever happens while it is sent. A file of the same
/// path replaces the one before.
public final class GoogleDriveSink: TrackingSink {
  /// What the settings say.
  public struct Options: Sendable {
    /// The name of the folder: the run's.
    public var run: String
    /// The run's folder on this machine.
    public var runFolder: String
    /// The id of the folder in which the run's folder is made; nil for the folder `Unreel`.
    public var folder: String?
    /// Every how many epochs a checkpoint is kept.
    public var everyEpochs = 10
    /// Which files are kept.
    public var roles: Set<TrackedEvent.Role> = [.checkpoint, .figure, .report, .other]
    /// The bytes of a piece of an upload.
    public var piece = 8 << 20

    /// The usual options for a run.
    ///
    /// - Parameters:
    ///   - run: the run's name.
    ///   - runFolder: the run's folder on this machine.
    public init(run: String, runFolder: String) { (self.run, self.runFolder) = (run, runFolder) }
  }

  /// `google-drive`.
  public let name = "google-drive"
  /// Two thousand: most events are no files.
  ///
  /// How far it has come is in the state after every file.
  public let mostEntries = 2000

  private let options: Options
  private let api: GoogleAPI
  private let files: DriveFiles
  private let upload: ResumableUpload
  /// How often a file that changes is read again at once.
  private static let attempts = 3

  /// Creates the sink.
  ///
  /// - Parameters:
  ///   - options: what the settings say.
  ///   - api: sends the requests.
  public init(_ options: Options, api: GoogleAPI) {
    (self.options, self.api) = (options, api)
    files = DriveFiles(api: api)
    upload = ResumableUpload(files: files, api: api, piece: options.piece)
  }

  /// Uploads the files that the entries tell of.
  public func deliver(_ entries: [JournalEntry], state: SinkState) throws {
    let done = state["done", default: 0]
    for entry in entries where entry.number > done {
      switch entry.event.kind {
      case .file: try deliver(entry.event, state)
      case .ended: try deliverLast(state)
      default: continue
      }
      state["done"] = String(entry.number)
      try state.save()
    }
  }

  private func deliver(_ event: TrackedEvent, _ state: SinkState) throws {
    guard let path = event.path, let role = event.role, options.roles.contains(role) else { return }
    if role == .checkpoint {
      state["last"] = path
      guard CheckpointChoice(every: options.everyEpochs).takes(event) else { return }
    }
    try keep(path, role, state)
    if role == .checkpoint { try thin(state) }
  }

  /// Keeps the last checkpoint, whichever epoch it is of.
  private func deliverLast(_ state: SinkState) throws {
    guard options.roles.contains(.checkpoint), let last = state["last"] else { return }
    try keep(last, .checkpoint, state)
    try thin(state)
  }

  // MARK: One file

  private func localPath(_ path: String) -> String {
    path.hasPrefix("/") ? path : options.runFolder + "/" + path
  }

  /// Uploads a file unless it is there as it is here.
  private func keep(_ path: String, _ role: TrackedEvent.Role, _ state: SinkState) throws {
    for _ in 1...Self.attempts {
      // A file that is gone was replaced or thinned: there is nothing to keep.
      guard let file = UploadedFile(localPath(path)) else { return }
      if state["kept:\(path)"] == file.stamp { return }
      if try send(file, path, role, state) { return }
    }
    throw DeliveryError.unavailable(
      "\(path) did not arrive whole in \(DriveFiles.place); it may change while it is read")
  }

  /// Uploads a file.
  ///
  /// - Returns: false if it must be tried again at once.
  private func send(
    _ file: UploadedFile, _ path: String, _ role: TrackedEvent.Role, _ state: SinkState
  ) throws -> Bool {
    let id = try id(of: path, state)
    do {
      let (current, isNew) = try session(for: file, path, id, state)
      let md5 = try upload.send(file, current, isNew: isNew)
      state["upload"] = nil
      state["there:\(path)"] = role.rawValue
      try state.save()
      return try verify(file, id, path, md5: md5, state)
    } catch let obstacle as ResumableUpload.Obstacle {
      state["upload"] = nil
      switch obstacle {
      case .exists: state["there:\(path)"] = role.rawValue
      case .gone:
        // Google sometimes finds nothing although it is there.
        if try files.checksum(id) != nil { return false }
        state["there:\(path)"] = nil
        state["id:\(path)"] = nil
      case .changed, .expired: break
      }
      try state.save()
      // What an earlier upload sent may be the whole file.
      if case .exists = obstacle { return try verify(file, id, path, md5: nil, state) }
      return false
    }
  }

  /// Returns the session under way, or begins one.
  private func session(
    for file: UploadedFile, _ path: String, _ id: String, _ state: SinkState
  ) throws -> (progress: ResumableUpload.Progress, isNew: Bool) {
    let parent = try folder(state)
    if let progress = Self.progress(state), progress.path == file.path,
      progress.stamp == file.stamp
    {
      return (progress, false)
    }
    let isKnown = state["there:\(path)"] != nil
    let progress = try upload.begin(
      file, id: id, isKnown ? .existing : .new(name: path, parent: parent))
    state["upload"] = String(decoding: try JSONEncoder().encode(progress), as: UTF8.self)
    try state.save()
    return (progress, true)
  }

  /// Compares checksums.
  private func verify(
    _ file: UploadedFile, _ id: String, _ path: String, md5: String?, _ state: SinkState
  ) throws -> Bool {
    let local = try file.md5()
    guard file.isUnchanged else { return false }
    var remote = md5
    if remote == nil { remote = try files.checksum(id) }
    guard let remote else {
      // It is gone or in the trash: it gets a new id.
      state["there:\(path)"] = nil
      state["id:\(path)"] = nil
      try state.save()
      return false
    }
    guard remote == local else { return false }
    state["kept:\(path)"] = file.stamp
    try state.save()
    return true
  }

  private func id(of path: String, _ state: SinkState) throws -> String {
    if let id = state["id:\(path)"] { return id }
    let id = try files.newID()
    // It is on the disk together with the session, before the first byte is sent.
    state["id:\(path)"] = id
    return id
  }

  private static func progress(_ state: SinkState) -> ResumableUpload.Progress? {
    // The sink wrote it; without it the upload begins anew.
    state["upload"].flatMap {
      try? JSONDecoder().decode(ResumableUpload.Progress.self, from: Data($0.utf8))
    }
  }

  // MARK: The folder

  private func folder(_ state: SinkState) throws -> String {
    if state["folder"] == nil {
      state["folder"] = try files.newID()
      try state.save()
    }
    let id = state["folder"] ?? ""
    if state["folder-is-made"] == nil {
      if let named = options.folder, !DriveFiles.isID(named) {
        throw DeliveryError.refused(
          "\(named) is no id of a folder", advice: "take the last part of the folder's address")
      }
      let parent =
        try options.folder
        ?? files.findOrMake("Unreel", kind: DriveFiles.folderKind, in: nil)
      try files.makeFolder(options.run, id: id, in: parent)
      state["folder-is-made"] = "yes"
      try state.save()
    }
    return id
  }

  /// Removes checkpoints from Drive that are no longer here.
  private func thin(_ state: SinkState) throws {
    let kept = state.names(withPrefix: "there:").filter {
      state["there:\($0)"] == TrackedEvent.Role.checkpoint.rawValue
    }
    let gone = kept.filter { !Folder.isFile(localPath($0)) }
    // If none is here, they were moved, not thinned.
    guard gone.count < kept.count else { return }
    for path in gone {
      guard let id = state["id:\(path)"] else { continue }
      try files.remove(id)
      for name in ["id", "there", "kept"] { state["\(name):\(path)"] = nil }
      try state.save()
    }
  }
}
