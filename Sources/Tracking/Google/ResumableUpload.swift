import Basics
import Foundation

/// Uploads a file to Google Drive in pieces; the upload goes on after a cut and after a restart.
///
/// See https://developers.google.com/workspace/drive/api/guides/manage-uploads: a session has an address, takes pieces
/// whose lengths are multiples of 256 KiB, and tells by 308 and `Range` what it has.
struct ResumableUpload {
  let files: DriveFiles
  let api: GoogleAPI
  /// The bytes of a piece.
  let piece: Int

  /// What is kept of an upload under way.
  struct Progress: Codable, Equatable {
    /// The file, as it was: ``SourceFile/stamp``.
    var stamp: String
    /// The file's path.
    var path: String
    /// The session's address: whoever has it can write the file.
    var session: String
  }

  /// What the session answered.
  private enum Answer {
    /// So many bytes are there.
    case has(Int)
    /// All is there; its MD5, if the answer tells.
    case done(md5: String?)
    /// The session is over.
    case expired
  }

  /// What the file in Drive is.
  enum Target {
    /// A new file; its id is known beforehand.
    case new(name: String, parent: String)
    /// A file whose content is replaced.
    case existing
  }

  /// The upload can't go on; another one may.
  enum Obstacle: Error {
    /// A new file's id is in use: an earlier upload came to its end.
    case exists
    /// The file to replace is gone.
    case gone
    /// The session ended.
    case expired
  }

  private static let unit = 256 << 10

  /// Begins a session.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - id: its id in Drive.
  ///   - target: whether it is new.
  /// - Returns: what to keep.
  /// - Throws: ``Obstacle`` or ``DeliveryError``.
  func begin(_ file: SourceFile, id: String, _ target: Target) throws -> Progress {
    let query = "?uploadType=resumable&supportsAllDrives=true&fields=id,md5Checksum"
    var request =
      switch target {
      case .new(let name, let parent):
        try GoogleAPI.request(
          "POST", DriveFiles.upload + query,
          body: ["id": id, "name": name, "parents": [parent]] as [String: Any])
      case .existing:
        try GoogleAPI.request(
          "PATCH", "\(DriveFiles.upload)/\(id)\(query)", body: [String: Any]())
      }
    request.headers["X-Upload-Content-Type"] = MediaType.of(file.path)
    request.headers["X-Upload-Content-Length"] = String(file.size)
    let response = try api.send(request)
    switch (target, response.status) {
    case (.new, 409): throw Obstacle.exists
    case (.existing, 404): throw Obstacle.gone
    default: break
    }
    guard response.isSuccess else {
      throw api.failure(response, to: request, at: DriveFiles.place)
    }
    // The token goes to this address, so it must be Google's.
    guard let session = response.headers["location"], let parts = URLComponents(string: session),
      parts.scheme == "https", let host = parts.host, host.hasSuffix(".googleapis.com")
    else {
      throw DeliveryError.unavailable("\(DriveFiles.place) answered without a session")
    }
    return Progress(stamp: file.stamp, path: file.path, session: session)
  }

  /// Sends what the session does not have.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - progress: what ``begin(_:id:_:)`` returned, perhaps before a restart.
  ///   - isNew: whether nothing was sent in this session.
  /// - Returns: the MD5 that Drive computed; nil if it did not tell.
  /// - Throws: ``Obstacle``, ``SourceFile/Changed`` or ``DeliveryError``.
  func send(_ file: SourceFile, _ progress: Progress, isNew: Bool) throws -> String? {
    var answer: Answer = isNew ? .has(0) : try ask(file, progress)
    var stalls = 0
    while true {
      switch answer {
      case .done(let md5): return md5
      case .expired: throw Obstacle.expired
      case .has(let offset):
        try file.checkUnchanged()
        answer = try sendPiece(file, from: offset, progress)
        if case .has(let next) = answer, next <= offset {
          stalls += 1
          if stalls > 2 {
            throw DeliveryError.unavailable("\(DriveFiles.place) takes no more bytes of a file")
          }
        } else {
          stalls = 0
        }
      }
    }
  }

  private func sendPiece(
    _ file: SourceFile, from offset: Int, _ progress: Progress
  ) throws -> Answer {
    let count = min(max(piece / Self.unit, 1) * Self.unit, file.size - offset)
    guard count > 0 else { return try ask(file, progress) }
    let bytes = try file.bytes(offset..<(offset + count))
    try file.checkUnchanged()
    return try put(
      Data(bytes), range: "bytes \(offset)-\(offset + count - 1)/\(file.size)", file, progress)
  }

  /// Asks what the session has; for an empty file, that is all there is to send.
  private func ask(_ file: SourceFile, _ progress: Progress) throws -> Answer {
    try put(Data(), range: "bytes */\(file.size)", file, progress)
  }

  private func put(
    _ data: Data, range: String, _ file: SourceFile, _ progress: Progress
  ) throws -> Answer {
    let request = HTTPRequest(
      "PUT", progress.session, headers: ["Content-Range": range], body: data,
      secrets: [progress.session])
    let response = try api.send(request)
    switch response.status {
    case 308:
      // No range: it has nothing.
      guard let range = response.headers["range"] else { return .has(0) }
      guard let last = range.split(separator: "-").last.flatMap({ Int($0) }), last >= 0,
        last < file.size
      else {
        throw DeliveryError.unavailable("\(DriveFiles.place) answered with a range that is none")
      }
      return .has(last + 1)
    // A session that is over, or that has another place than we think: a new one begins at 0.
    case 400, 404, 410, 416: return .expired
    case 409: throw Obstacle.exists
    default:
      let answer = try api.read(response, to: request, at: DriveFiles.place)
      return .done(md5: answer["md5Checksum"])
    }
  }
}
