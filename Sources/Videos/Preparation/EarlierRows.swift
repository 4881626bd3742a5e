import Basics

/// The rows of earlier preparations that are still valid.
///
/// A row is valid if its video has not changed and its frames are still there.
struct EarlierRows {
  /// The valid rows, in the order of the collection.
  private(set) var rows: [LedgerRow] = []
  /// The folders of the rows that have frames.
  private(set) var folders: [String] = []
  /// The names of the videos that have changed.
  private(set) var changed: [String] = []
  /// Whether a row changed without its frames: its file has a new time, or another category.
  private(set) var hasNewValues = false

  /// Compares the rows of a store with a collection.
  ///
  /// - Parameters:
  ///   - collection: the videos.
  ///   - store: the store.
  ///   - retries: whether to try videos again that were skipped or incomplete.
  ///   - isCancelled: asked from time to time, since files whose time changed are read.
  /// - Throws: ``PreparationError`` if the store holds videos that the collection lacks;
  ///   `MalformedFile`, `SystemCallError` or `CancellationError`.
  /// - Complexity: O(videos), plus the bytes of files whose time changed.
  init(
    of collection: VideoCollection, in store: FrameStoreWriter, retries: Bool,
    isCancelled: () -> Bool
  ) throws {
    let found = try Self.read(store)
    try Self.refuseMissing(Set(found.keys), of: collection, in: store)
    // A new video may have made another video keep its extension, and so changed its folder.
    let foldersThen = FrameStore.folders(of: Array(found.values))
    for file in collection.files {
      guard var row = found[file.name] else { continue }
      // A folder of its own may get another name when the frames are extracted again.
      func removeOwnFolder() throws {
        if !row.folder.isEmpty { try Folder.remove(store.path + "/" + row.folder) }
      }
      guard !(retries && row.status != .ok) else {
        try removeOwnFolder()
        continue
      }
      guard try keepsBytes(file, row: &row, isCancelled: isCancelled) else {
        try removeOwnFolder()
        changed.append(file.name)
        continue
      }
      let usual = row.folder.isEmpty ? file.frameFolder : row.folder
      let list = store.path + "/" + usual + "/" + FrameStore.framesName
      if row.category != file.category {
        // An earlier version took folders such as train and test for categories.
        row.category = file.category
        hasNewValues = true
      }
      if row.status == .skipped || Folder.isFile(list) {
        rows.append(row)
        if row.status != .skipped { folders.append(usual) }
      } else if let folder = foldersThen[file.name], folder != file.frameFolder {
        try Folder.remove(store.path + "/" + folder)
      }
    }
  }

  /// Reads the rows of a store by the names of their videos.
  private static func read(_ store: FrameStoreWriter) throws -> [String: LedgerRow] {
    var rows: [String: LedgerRow] = [:]
    if Folder.isFile(store.ledgerPath) {
      for row in try Ledger(path: store.ledgerPath).rows { rows[row.video] = row }
    }
    for row in try PartialLedger.rows(at: store.partialLedgerPath) { rows[row.video] = row }
    return rows
  }

  /// Throws an error if the store holds videos that the collection lacks.
  private static func refuseMissing(
    _ names: Set<String>, of collection: VideoCollection, in store: FrameStoreWriter
  ) throws {
    // A folder that could not be listed may be listed now, or be gone: it had no frames.
    let gone = names.subtracting(collection.files.map(\.name)).filter { !$0.hasSuffix("/") }
    let passedOver = gone.filter(collection.passedOver.covers)
    if let first = passedOver.min() {
      throw PreparationError.videosPassedOver(
        store: store.path, first: first, count: passedOver.count)
    }
    let leftOut = gone.intersection(collection.leftOut)
    if let first = leftOut.min() {
      throw PreparationError.videosLeftOut(store: store.path, first: first, count: leftOut.count)
    }
    if let first = gone.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      throw PreparationError.videosGone(
        store: store.path, videos: collection.folder, first: first, count: gone.count)
    }
  }

  /// Whether a file still has the bytes that its row describes.
  ///
  /// The file is read only if its size is the same and its time is not.
  private mutating func keepsBytes(
    _ file: VideoFile, row: inout LedgerRow, isCancelled: () -> Bool
  ) throws -> Bool {
    if file.problem != nil { return row.status == .skipped }
    // A file that cannot be read now gives its error when it is decoded.
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
    hasNewValues = true
    return true
  }
}
