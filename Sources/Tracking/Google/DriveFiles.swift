import Basics
import Foundation

/// Files and folders of Google Drive.
struct DriveFiles {
  let api: GoogleAPI

  static let place = "Google Drive"
  static let files = "https://www.googleapis.com/drive/v3/files"
  static let upload = "https://www.googleapis.com/upload/drive/v3/files"
  static let folderKind = "application/vnd.google-apps.folder"
  static let spreadsheetKind = "application/vnd.google-apps.spreadsheet"

  /// Asks for an id that no file has, so that a file that is made twice is made once.
  func newID() throws -> String {
    let answer = try api.call(
      "GET", "\(Self.files)/generateIds?count=1&space=drive", at: Self.place)
    guard let id = (answer.object["ids"] as? [String])?.first, Self.isID(id) else {
      throw DeliveryError.unavailable("\(Self.place) answered without an id")
    }
    return id
  }

  /// Makes a folder whose id was asked for before.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - id: its id; a folder that has it is there already.
  ///   - parent: the folder that it is in; nil for the top of the user's Drive.
  func makeFolder(_ name: String, id: String, in parent: String?) throws {
    var body: [String: Any] = ["id": id, "name": name, "mimeType": Self.folderKind]
    if let parent { body["parents"] = [parent] }
    let request = try GoogleAPI.request(
      "POST", "\(Self.files)?supportsAllDrives=true&fields=id", body: body)
    let response = try api.send(request)
    if response.status == 409 { return }
    _ = try api.read(response, to: request, at: Self.place)
  }

  /// Finds a file that the program made, or makes it.
  ///
  /// Google's own documents can't be made with an id that was asked for before, so the file has a mark by which it is
  /// found again. All runs share it.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - kind: its MIME type.
  ///   - parent: the folder that it is in; nil for the top of the user's Drive.
  /// - Returns: its id.
  func findOrMake(_ name: String, kind: String, in parent: String?) throws -> String {
    let digest = SHA256()
    digest.update("\(kind)\n\(name)\n\(parent ?? "")")
    let mark = String(digest.finish().prefix(32))
    let query =
      "appProperties has { key='unreel' and value='\(mark)' } and trashed = false"
    let found = try api.call(
      "GET",
      "\(Self.files)?q=\(PercentEncoding.encoded(query))&orderBy=createdTime&pageSize=1"
        + "&fields=\(PercentEncoding.encoded("files(id)"))"
        + "&supportsAllDrives=true&includeItemsFromAllDrives=true", at: Self.place)
    guard let files = found.object["files"] as? [[String: Any]] else {
      throw DeliveryError.unavailable("\(Self.place) answered without a list of files")
    }
    if let id = files.first?["id"] as? String, Self.isID(id) { return id }
    var body: [String: Any] = [
      "name": name, "mimeType": kind, "appProperties": ["unreel": mark],
    ]
    if let parent { body["parents"] = [parent] }
    let made = try api.call(
      "POST", "\(Self.files)?supportsAllDrives=true&fields=id", body: body, at: Self.place)
    guard let id = made["id"], Self.isID(id) else {
      throw DeliveryError.unavailable("\(Self.place) answered without an id")
    }
    return id
  }

  /// Returns the MD5 of a file's content; nil if the file is gone or in the trash.
  func checksum(_ id: String) throws -> String? {
    let request = try GoogleAPI.request(
      "GET", "\(Self.files)/\(id)?fields=md5Checksum,trashed&supportsAllDrives=true")
    let response = try api.send(request)
    if response.status == 404 { return nil }
    let answer = try api.read(response, to: request, at: Self.place)
    // A file whose upload did not end has no checksum.
    return answer.object["trashed"] as? Bool == true ? nil : answer["md5Checksum"] ?? ""
  }

  /// Removes a file; one that is gone is fine.
  func remove(_ id: String) throws {
    let address = "\(Self.files)/\(id)?supportsAllDrives=true"
    var request = try GoogleAPI.request("DELETE", address)
    var response = try api.send(request)
    if response.status == 403 {
      // In a shared drive only a manager removes for good; others move into the trash.
      request = try GoogleAPI.request("PATCH", address + "&fields=id", body: ["trashed": true])
      response = try api.send(request)
    }
    if response.isSuccess || response.status == 404 { return }
    throw api.failure(response, to: request, at: Self.place)
  }

  /// Whether a text is an id: it becomes a part of addresses.
  static func isID(_ text: String) -> Bool {
    !text.isEmpty && text.count < 200
      && text.utf8.allSatisfy { byte in
        let scalar = Unicode.Scalar(byte)
        return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
          || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
      }
  }
}
