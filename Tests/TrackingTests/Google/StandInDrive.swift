import Foundation
import TestSupport
import Tracking

/// Drive's part of the stand-in.
extension StandInGoogle {
  func drive(_ request: HTTPRequest, _ path: [String], _ query: [String: String]) -> HTTPResponse {
    // drive/v3/files[/ID]
    guard path.count >= 3, path[2] == "files" else { return error(404, "notFound") }
    let id = path.count > 3 ? path[3] : nil
    switch (request.method, id) {
    case ("GET", "generateIds"): return json(["ids": [newID("id")], "space": "drive"])
    case ("GET", nil): return list(query["q"] ?? "")
    case ("POST", nil): return create(object(request), content: nil)
    case ("GET", let id?):
      guard let file = files[id] else { return error(404, "notFound") }
      var answer: [String: Any] = ["trashed": file.isTrashed]
      answer["md5Checksum"] = file.content.map(Self.md5)
      return json(answer)
    case ("DELETE", let id?):
      return files.removeValue(forKey: id) == nil ? error(404, "notFound") : HTTPResponse(204)
    case ("PATCH", let id?):
      guard files[id] != nil else { return error(404, "notFound") }
      files[id]?.isTrashed = object(request)["trashed"] as? Bool ?? false
      return json(["id": id])
    default: return error(405, "notAllowed")
    }
  }

  private func list(_ query: String) -> HTTPResponse {
    // appProperties has { key='unreel' and value='MARK' } and trashed = false
    let parts = query.components(separatedBy: "'")
    guard parts.count == 5, parts[1] == "unreel" else { return error(400, "invalid") }
    let found = files.filter { $0.value.mark == parts[3] && !$0.value.isTrashed }
    return json(["files": found.keys.sorted().map { ["id": $0] }])
  }

  private func create(_ body: [String: Any], content: Data?) -> HTTPResponse {
    let kind = body["mimeType"] as? String ?? "application/octet-stream"
    // Google's own documents, other than folders, get no id that was asked for before.
    let isDocument = kind == "application/vnd.google-apps.spreadsheet"
    if isDocument, body["id"] != nil { return error(400, "invalid") }
    let id = body["id"] as? String ?? newID("file")
    guard files[id] == nil else { return error(409, "fileIdInUse") }
    files[id] = File(
      name: body["name"] as? String ?? "Untitled", kind: kind,
      parent: (body["parents"] as? [String])?.first,
      mark: (body["appProperties"] as? [String: String])?["unreel"], content: content)
    if isDocument {
      spreadsheets[id] = [Sheet(id: 0, title: "Sheet1", rowCount: 1000, columnCount: 26)]
    }
    return json(["id": id])
  }

  // MARK: Resumable uploads

  func begin(_ request: HTTPRequest, _ path: [String], _ query: [String: String]) -> HTTPResponse {
    // upload/drive/v3/files[/ID]
    guard query["uploadType"] == "resumable",
      let size = request.headers["X-Upload-Content-Length"].flatMap({ Int($0) })
    else { return error(400, "invalid") }
    let meta = object(request)
    let isNew = request.method == "POST"
    let id = isNew ? meta["id"] as? String ?? newID("file") : path[4]
    if isNew, files[id] != nil { return error(409, "fileIdInUse") }
    if !isNew, files[id] == nil { return error(404, "notFound") }
    let name = newID("upload-secret")
    sessions[name] = Session(id: id, meta: meta, isNew: isNew, size: size)
    return HTTPResponse(
      200, headers: ["Location": "https://www.googleapis.com/session/\(name)"])
  }

  func piece(_ request: HTTPRequest, _ name: String) -> HTTPResponse {
    guard var session = sessions[name], !session.isOver else { return error(404, "notFound") }
    guard let range = request.headers["Content-Range"]?.dropFirst("bytes ".count) else {
      return error(400, "invalid")
    }
    let parts = range.split(separator: "/")
    guard parts.count == 2, Int(parts[1]) == session.size else { return error(400, "invalid") }
    let body = request.body ?? Data()
    if parts[0] != "*" {
      let ends = parts[0].split(separator: "-").compactMap { Int($0) }
      guard ends.count == 2, ends[0] <= session.received.count else { return error(400, "invalid") }
      let isLast = ends[1] + 1 == session.size
      // A piece that is not the last has a multiple of 256 KiB.
      guard isLast || (ends[1] + 1 - ends[0]) % (256 << 10) == 0 else {
        return error(400, "invalid")
      }
      receivedBytes += body.count
      session.received = session.received.prefix(ends[0]) + body
    }
    // What arrived of a piece that was cut is kept in whole units.
    if session.received.count < session.size {
      session.received = session.received.prefix(session.received.count / (256 << 10) * (256 << 10))
    }
    sessions[name] = session
    guard session.received.count == session.size else {
      let count = session.received.count
      return HTTPResponse(308, headers: count == 0 ? [:] : ["Range": "bytes=0-\(count - 1)"])
    }
    return end(session, name)
  }

  private func end(_ session: Session, _ name: String) -> HTTPResponse {
    let content = Data(session.received)
    if session.isNew, files[session.id] == nil {
      _ = create(session.meta.merging(["id": session.id]) { $1 }, content: content)
    } else {
      files[session.id]?.content = content
    }
    files[session.id]?.versions += 1
    return json(["id": session.id, "md5Checksum": Self.md5(content)])
  }

  /// MD5 by the program `md5sum`, which is another implementation than the one that is tested.
  static func md5(_ data: Data) -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/md5sum")
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    // Without the program, no checksum equals this one.
    guard (try? process.run()) != nil else { return "no md5sum" }
    DispatchQueue.global().async {
      input.fileHandleForWriting.write(data)
      try? input.fileHandleForWriting.close()
    }
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text.prefix(32), as: UTF8.self)
  }
}
