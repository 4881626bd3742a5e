import Basics

/// The rows that earlier preparations left, of videos that are as they were then and whose frames are
/// still there.
struct EarlierRows {
  /// The rows, in the order of the collection.
  private(set) var rows: [LedgerRow] = []
  /// The names of the videos that were changed since.
  private(set) var changed: [String] = []
  /// Whether a row got another time, of a file that was written again with the same bytes.
  private(set) var hasNewTimes = false

  /// Reads what a store holds, and compares it with a collection.
  ///
  /// - Parameters:
  ///   - collection: the videos.
  ///   - store: the store.
  ///   - retries: whether videos that were skipped or are not whole are to be tried again.
  ///   - isCancelled: asked now and then, since changed files are read.
  /// - Throws: ``PreparationError`` where the store holds videos that the collection lacks,
  ///   ``MalformedFile``, a ``SystemCallError``, or `CancellationError`.
  init(
    of collection: VideoCollection, in store: StoreFolder, retries: Bool,
    isCancelled: () -> Bool
  ) throws {
    let found = try Self.read(store)
    try Self.refuseMissing(Set(found.keys), of: collection, in: store)
    // A video that was added may have taken another one's extension out of the way.
    let foldersThen = FrameStore.folders(of: Array(found.keys))
    for file in collection.files {
      guard var row = found[file.name], !(retries && row.status != .ok) else { continue }
      guard try keepsBytes(file, row: &row, isCancelled: isCancelled) else {
        changed.append(file.name)
        continue
      }
      let list = store.path + "/" + file.frameFolder + "/" + FrameStore.framesName
      if row.status == .skipped || Folder.isFile(list) {
        rows.append(row)
      } else if let folder = foldersThen[file.name], folder != file.frameFolder {
        try Folder.remove(store.path + "/" + folder)
      }
    }
  }

  private static func read(_ store: StoreFolder) throws -> [String: LedgerRow] {
    var rows: [String: LedgerRow] = [:]
    if Folder.isFile(store.ledgerPath) {
      for row in try Ledger(path: store.ledgerPath).rows { rows[row.video] = row }
    }
    for row in try PartialLedger.rows(at: store.partialLedgerPath) { rows[row.video] = row }
    return rows
  }

  private static func refuseMissing(
    _ names: Set<String>, of collection: VideoCollection, in store: StoreFolder
  ) throws {
    let gone = names.subtracting(collection.files.map(\.name))
    let leftOut = gone.intersection(collection.leftOut)
    if let first = leftOut.min() {
      throw PreparationError.videosLeftOut(store: store.path, first: first, count: leftOut.count)
    }
    if let first = gone.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      throw PreparationError.videosGone(
        store: store.path, videos: collection.folder, first: first, count: gone.count)
    }
  }

  /// Whether a file holds the bytes that its row is of; it is read only where size and time leave that
  /// open.
  private mutating func keepsBytes(
    _ file: VideoFile, row: inout LedgerRow, isCancelled: () -> Bool
  ) throws -> Bool {
    if file.trouble != nil { return row.status == .skipped }
    // What can't be asked or read now is found out where it is decoded.
    guard let stamp = try? FileStamp(of: file.path) else { return false }
    if stamp == FileStamp(in: row) { return true }
    guard stamp.bytes == row.bytes, !row.sha256.isEmpty else { return false }
    do {
      let digest = try SHA256.ofFile(file.path) {
        if isCancelled() { throw CancellationError() }
      }
      guard digest == row.sha256 else { return false }
    } catch is SystemCallError {
      return false
    }
    row.modified = stamp.modified
    hasNewTimes = true
    return true
  }
}
