import Basics
import Evaluation
import Foundation
import Videos

/// Lays out a collection as a folder for each cluster, with links to the videos or copies of them.
///
/// Originals are only read. A second run brings the folder up to date: it makes what is new and removes what
/// it made before and is not wanted now.
public struct Organizer: Sendable {
  /// What was done to the folder.
  public struct Outcome: Equatable, Sendable {
    /// The number of links or copies that were made.
    public internal(set) var made = 0
    /// The number that was there already.
    public internal(set) var kept = 0
    /// The number of older links or copies that were removed.
    public internal(set) var removed = 0
    /// What could not be done, a sentence each.
    public internal(set) var problems: [String] = []
  }

  /// Where each video goes.
  public let plan: OrganizationPlan
  /// What a user should know of the clusters' names.
  public let remarks: [String]
  private let folder: String
  private let context: RunContext

  private var table: String { folder + "/organized.csv" }

  /// Plans to organize a run's collection.
  ///
  /// - Parameters:
  ///   - run: the run.
  ///   - settings: its settings.
  ///   - folder: the folder to organize the collection into.
  ///   - context: shows the progress.
  /// - Throws: ``OrganizingError`` or ``RunError`` if it can't be done, or errors of reading.
  public init(
    _ run: RunFolder, settings: Settings, into folder: String, in context: RunContext
  ) throws {
    guard Folder.isFile(run.collection.summary) else {
      throw RunError.notEvaluated(path: run.path)
    }
    let videos = try CollectionVideo.read(run.collection.videos)
    let names = try ClusterNames(reading: run.names, of: videos)
    let originals = Folder.absolute(
      try FrameStore(path: run.frames(of: settings)).settings.videos)
    self.folder = Folder.absolute(folder)
    self.context = context
    plan = OrganizationPlan(videos, names: names, from: originals)
    remarks = names.remarks
    guard !Folder.holds(originals, self.folder), !Folder.holds(self.folder, originals) else {
      throw OrganizingError.amongOriginals(folder: folder, originals: originals)
    }
    // An interrupted run may have left the table half written, and nothing else.
    let unfinished = "organized.csv" + DurableFile.suffix
    let content = ((try? FileManager.default.contentsOfDirectory(atPath: self.folder)) ?? [])
      .filter { $0 != unfinished }
    let exists = FileManager.default.fileExists(atPath: self.folder)
    guard !exists || Folder.isFolder(self.folder), content.isEmpty || Folder.isFile(table) else {
      throw OrganizingError.othersFolder(folder)
    }
  }

  /// Makes and removes links or copies until the folder is as planned.
  ///
  /// - Parameter method: whether videos are linked or copied.
  /// - Returns: what was done.
  /// - Throws: `SystemCallError`, or `CancellationError`; the same call then goes on.
  public func organize(by method: OrganizingMethod) throws -> Outcome {
    var outcome = Outcome()
    let wanted = plan.entries.compactMap { entry in
      let file = OrganizedFile(entry, method: method)
      if file == nil { outcome.problems.append("\(entry.source) does not exist any more") }
      return file
    }
    let old = Folder.isFile(table) ? try OrganizedFile.read(table) : []
    let missing = wanted.filter { $0.state(in: folder) == .nothing }
    if method == .copy { try checkSpace(for: missing) }
    try Folder.create(folder)
    // Written first, so that whatever an interrupted run has made is known to be ours.
    let known = Set(old)
    try OrganizedFile.write(old + wanted.filter { !known.contains($0) }, to: table)
    try remove(old, unless: wanted, &outcome)
    for (index, file) in wanted.enumerated() {
      try context.checkCancelled()
      switch file.state(in: folder) {
      case .asWritten: outcome.kept += 1
      case .other:
        outcome.problems.append("\(folder)/\(file.path) is something else; it was left as it is")
      case .nothing:
        try file.make(in: folder)
        outcome.made += 1
      }
      context.display.show(
        method == .link ? "linking" : "copying", done: index + 1, of: wanted.count, unit: "videos")
    }
    try OrganizedFile.write(wanted, to: table)
    return outcome
  }

  /// Removes what an earlier run has made and nobody wants now, and the folders that are empty then.
  private func remove(
    _ old: [OrganizedFile], unless wanted: [OrganizedFile], _ outcome: inout Outcome
  ) throws {
    let kept = Dictionary(wanted.map { ($0.path, $0) }) { first, _ in first }
    for file in old where kept[file.path] != file {
      let place = folder + "/" + file.path
      switch file.state(in: folder) {
      case .nothing: break
      case .other where kept[file.path] == nil:
        outcome.problems.append("\(place) was changed since it was made; it was left as it is")
      case .other: break
      case .asWritten:
        guard unlink(place) == 0 else { throw SystemCallError(action: "removing", path: place) }
        outcome.removed += 1
        // Fails, as it should, while the folder holds anything.
        rmdir(Folder.above(place))
      }
    }
  }

  private func checkSpace(for files: [OrganizedFile]) throws {
    let need = files.reduce(0) { $0 + $1.bytes }
    guard FreeSpace.isEnough(need: need, at: folder) else {
      throw SystemCallError(action: "copying to", path: folder, code: ENOSPC, need: need)
    }
  }
}

/// A collection can't be organized into the folder that was named.
public enum OrganizingError: ExplainedError, Equatable {
  /// The folder is among the original videos, or they are in it.
  case amongOriginals(folder: String, originals: String)
  /// The folder holds files that Unreel did not put there.
  case othersFolder(String)

  /// The request is to blame.
  public var blame: Blame { .usage }

  /// Says what is wrong, and what to do.
  public var description: String {
    switch self {
    case .amongOriginals(let folder, let originals):
      "\(folder) and the original videos, \(originals), contain one another; choose a folder apart from them"
    case .othersFolder(let folder):
      "\(folder) exists and was not made by unreel organize; choose a new or an empty folder"
    }
  }
}
