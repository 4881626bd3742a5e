import Basics
import Foundation

/// Keeps copies in Google Drive: a folder a run.
///
/// Every file has one id for all time, so that it is there once whatever happens while it is sent. A file of the same
/// path replaces the one before.
public final class GoogleDriveStore: FileStore {
  private let parent: String?
  private let files: DriveFiles
  private let upload: ResumableUpload
  /// How often a file is sent again at once.
  private static let attempts = 3
  /// The bytes of a piece of an upload.
  public static let usualPiece = 8 << 20

  /// Creates the store.
  ///
  /// - Parameters:
  ///   - parent: the id of the folder in which the run's folder is made; nil for the folder `Unreel`.
  ///   - api: sends the requests.
  ///   - piece: the bytes of a piece of an upload.
  public init(in parent: String?, api: GoogleAPI, piece: Int = GoogleDriveStore.usualPiece) {
    self.parent = parent
    files = DriveFiles(api: api)
    upload = ResumableUpload(files: files, api: api, piece: piece)
  }

  /// Uploads a file in pieces; an upload that was cut goes on where it was.
  public func put(_ file: SourceFile, at path: String, state: SinkState) throws -> Bool {
    if state["kept:\(path)"] == file.stamp { return false }
    for _ in 1...Self.attempts where try send(file, path, state) { return true }
    throw DeliveryError.unavailable("\(path) did not arrive whole in \(DriveFiles.place)")
  }

  /// Removes a copy; where the account may not, it goes into the trash.
  public func remove(_ path: String, state: SinkState) throws {
    // Also one whose upload was cut by a kill may be there: its id was kept before the first byte.
    guard let id = state["id:\(path)"] else { return }
    try files.remove(id)
    for name in ["id", "there", "kept"] { state["\(name):\(path)"] = nil }
  }

  /// Folders are known by their ids, so that two runs may have folders of one name.
  public func claim(_ name: String, for owner: String, state: SinkState) -> Bool { true }

  // MARK: One file

  /// Uploads a file.
  ///
  /// - Returns: false if it must be tried again at once.
  private func send(_ file: SourceFile, _ path: String, _ state: SinkState) throws -> Bool {
    let id = try id(of: path, state)
    do {
      let (current, isNew) = try session(for: file, path, id, state)
      let md5 = try upload.send(file, current, isNew: isNew)
      state["upload"] = nil
      state["there:\(path)"] = "yes"
      try state.save()
      return try verify(file, id, path, md5: md5, state)
    } catch let obstacle as ResumableUpload.Obstacle {
      state["upload"] = nil
      switch obstacle {
      case .exists: state["there:\(path)"] = "yes"
      case .gone:
        // Google sometimes finds nothing although it is there.
        if try files.checksum(id) != nil { return false }
        forget(path, state)
      case .expired: break
      }
      try state.save()
      // What an earlier upload sent may be the whole file.
      if case .exists = obstacle { return try verify(file, id, path, md5: nil, state) }
      return false
    }
  }

  /// Returns the session under way, or begins one.
  private func session(
    for file: SourceFile, _ path: String, _ id: String, _ state: SinkState
  ) throws -> (progress: ResumableUpload.Progress, isNew: Bool) {
    let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
    let folder = try folder(parts[0], state)
    if let progress = Self.progress(state), progress.path == file.path,
      progress.stamp == file.stamp
    {
      return (progress, false)
    }
    let isKnown = state["there:\(path)"] != nil
    let progress = try upload.begin(
      file, id: id, isKnown ? .existing : .new(name: parts.last ?? path, parent: folder))
    state["upload"] = String(decoding: try JSONEncoder().encode(progress), as: UTF8.self)
    try state.save()
    return (progress, true)
  }

  /// Compares checksums.
  private func verify(
    _ file: SourceFile, _ id: String, _ path: String, md5: String?, _ state: SinkState
  ) throws -> Bool {
    let local = try file.md5()
    try file.checkUnchanged()
    var remote = md5
    if remote == nil { remote = try files.checksum(id) }
    guard let remote else {
      // It is gone or in the trash: it gets a new id.
      forget(path, state)
      try state.save()
      return false
    }
    guard remote == local else { return false }
    state["kept:\(path)"] = file.stamp
    try state.save()
    return true
  }

  private func forget(_ path: String, _ state: SinkState) {
    state["there:\(path)"] = nil
    state["id:\(path)"] = nil
  }

  private func id(of path: String, _ state: SinkState) throws -> String {
    if let id = state["id:\(path)"] { return id }
    let id = try files.newID()
    // It is on the disk together with the session, before the first byte is sent.
    state["id:\(path)"] = id
    return id
  }

  private static func progress(_ state: SinkState) -> ResumableUpload.Progress? {
    // The store wrote it; without it the upload begins anew.
    state["upload"].flatMap {
      try? JSONDecoder().decode(ResumableUpload.Progress.self, from: Data($0.utf8))
    }
  }

  // MARK: The folder

  private func folder(_ name: String, _ state: SinkState) throws -> String {
    if state["folder"] == nil {
      state["folder"] = try files.newID()
      try state.save()
    }
    let id = state["folder"] ?? ""
    if state["folder-is-made"] == nil {
      if let parent, !DriveFiles.isID(parent) {
        throw DeliveryError.refused(
          "\(parent) is no id of a folder", advice: "take the last part of the folder's address")
      }
      let above =
        try parent ?? files.findOrMake("Unreel", kind: DriveFiles.folderKind, in: nil)
      try files.makeFolder(name, id: id, in: above)
      state["folder-is-made"] = "yes"
      try state.save()
    }
    return id
  }
}
