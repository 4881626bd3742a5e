import Basics
import Foundation

/// Copies the files of a run to a place that keeps them, and removes old checkpoints there as they are removed here.
public final class CopySink: TrackingSink {
  /// The sink's name, such as `copies` or `s3`.
  public let name: String
  /// Five seconds: files come seldom.
  public let interval = 5.0

  private let store: any FileStore
  private var files: CopiedFiles
  private let owner: String?

  /// How often a file that changes is read before it has to wait.
  private static let attempts = 3
  /// How many runs of one name have room.
  private static let mostNames = 100

  /// Creates the sink.
  ///
  /// - Parameters:
  ///   - name: its name: `copies`.
  ///   - store: the place.
  ///   - files: which files are copied.
  ///   - owner: what names the run in the place; nil for a name of its own, which the state keeps.
  public init(
    _ name: String, to store: any FileStore, files: CopiedFiles, owner: String? = nil
  ) {
    (self.name, self.store, self.files, self.owner) = (name, store, files, owner)
  }

  /// Copies the files of the entries, each as it is now.
  public func deliver(_ entries: [JournalEntry], state: SinkState) throws {
    if entries.contains(where: { files.paths(of: $0.event) != nil || $0.event.kind == .ended }) {
      try chooseFolder(state)
    }
    // A figure that was drawn three times since the last delivery is copied once.
    var last: [String: Int] = [:]
    for entry in entries { files.paths(of: entry.event).map { last[$0.there] = entry.number } }
    for entry in entries {
      if entry.event.kind == .file, entry.event.role == .checkpoint {
        state["last-checkpoint"] = entry.event.path
      }
      if let (here, there) = files.paths(of: entry.event) {
        // After a failure, files that were copied before it are not looked at again.
        guard last[there] == entry.number, entry.number > state["copied", default: 0] else {
          continue
        }
        if entry.event.role == .checkpoint {
          try copyCheckpoint(here, to: there, state)
          try removeOldCheckpoints(state)
        } else {
          _ = try copy(here, to: there, state)
        }
        state["copied", default: 0] = entry.number
        try state.save()
      } else if entry.event.kind == .ended {
        try copyLastCheckpoint(state)
        try removeOldCheckpoints(state)
      }
    }
  }

  /// Takes the folder of the run's name, or `NAME (2)` and so on where another run of that name has it.
  private func chooseFolder(_ state: SinkState) throws {
    if let chosen = state["name"] {
      files.name = chosen
      return
    }
    let owner = owner ?? state["owner"] ?? UUID().uuidString
    state["owner"] = owner
    // Before the mark: the program may be killed between the mark and the note.
    try state.save()
    for number in 1...Self.mostNames {
      let name = number == 1 ? files.name : "\(files.name) (\(number))"
      guard try store.claim(name, for: owner, state: state) else { continue }
      state["name"] = name
      try state.save()
      files.name = name
      return
    }
    throw DeliveryError.refused(
      "\(Self.mostNames) runs named \(files.name) have copies there",
      advice: "give this run another name")
  }

  /// Copies a file, unless it is gone.
  ///
  /// - Returns: whether the store has written it.
  private func copy(_ here: String, to there: String, _ state: SinkState) throws -> Bool {
    for _ in 0..<Self.attempts {
      do {
        guard let file = try SourceFile(here) else { return false }
        return try store.put(file, at: there, state: state)
      } catch is SourceFile.Changed {
        continue
      } catch let error as SystemCallError where error.path == here {
        throw DeliveryError.refused(
          "\(error)", advice: "let this user read the file, and check the disk that it is on")
      }
    }
    throw DeliveryError.unavailable("\(here) changes while it is read", after: 10)
  }

  /// Copies the last checkpoint, whichever epoch it is of: a command that was stopped goes on from it.
  private func copyLastCheckpoint(_ state: SinkState) throws {
    guard files.roles.contains(.checkpoint),
      let (here, there) = state["last-checkpoint"].flatMap({ files.paths(of: $0) })
    else { return }
    try copyCheckpoint(here, to: there, state)
  }

  /// Copies a checkpoint and notes that the copy was made here: only such copies are ever removed.
  private func copyCheckpoint(_ here: String, to there: String, _ state: SinkState) throws {
    var made = made(state)
    let isKnown = made.contains(there)
    if !isKnown, Folder.isFile(here) {
      made.append(there)
      // Before the copy: the program may be killed between the copy and the note.
      setMade(made, state)
      try state.save()
    }
    if try !copy(here, to: there, state), !isKnown {
      setMade(made.filter { $0 != there }, state)
    }
  }

  /// Removes copies of checkpoints that are gone here.
  ///
  /// The newest copy stays, and all of them if no checkpoint is here: then the run's folder was emptied, and the copies
  /// are what is left of it.
  private func removeOldCheckpoints(_ state: SinkState) throws {
    let made = made(state)
    let isHere = made.map { Folder.isFile(files.original(of: $0)) }
    guard isHere.contains(true) else { return }
    for (path, isHere) in zip(made, isHere).dropLast() where !isHere {
      try store.remove(path, state: state)
      setMade(self.made(state).filter { $0 != path }, state)
      try state.save()
    }
  }

  /// The copies of checkpoints that this sink made, oldest first.
  private func made(_ state: SinkState) -> [String] {
    state["checkpoints"].map { $0.split(separator: "\0").map(String.init) } ?? []
  }

  private func setMade(_ paths: [String], _ state: SinkState) {
    state["checkpoints"] = paths.joined(separator: "\0")
  }
}
