import Basics
import Foundation

/// Sends a large file in parts, and remembers them: after a cut or a restart it goes on with the next part.
struct S3MultipartUpload {
  /// What is remembered.
  private struct Progress: Codable {
    /// The copy's path.
    var path: String
    /// The SHA-256 of the whole file.
    var digest: String
    /// The store's name of the upload.
    var id: String
    /// The size of a part.
    var partSize: Int
    /// What the store calls the parts that it has.
    var parts: [String] = []
    /// The MD5 of these parts, one after the other; empty if there is no MD5.
    var sums = ""
  }

  let client: S3Client
  let state: SinkState

  /// Most parts of a file (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
  private static let mostParts = 10_000

  /// Sends a file, or what is left of it.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - path: the copy's path.
  ///   - digest: the file's SHA-256.
  ///   - partSize: the size of a part.
  /// - Throws: ``DeliveryError``, or an error of `file`.
  func send(_ file: SourceFile, to path: String, digest: String, partSize: Int) throws {
    var progress: Progress
    if let known = self.progress, known.path == path, known.digest == digest {
      progress = known
    } else {
      progress = try begin(path, digest: digest, size: file.size, partSize: partSize)
    }
    var place = progress.parts.count * progress.partSize
    while place < file.size {
      let bytes = try file.bytes(place..<min(place + progress.partSize, file.size))
      try file.checkUnchanged()
      let number = progress.parts.count + 1
      let sent = try client.send(
        "PUT", path, query: [("partNumber", "\(number)"), ("uploadId", progress.id)],
        headers: S3Client.checksum(of: bytes), body: bytes)
      try forget(ifUnknown: sent)
      let response = try sent.succeeded(in: client.bucket)
      try client.check(response, hasDigest: MD5.digest(bytes), path)
      guard let tag = response.headers["etag"] else { throw client.strange("a part") }
      progress.parts.append(tag)
      progress.sums += MD5.digest(bytes).map(Hexadecimal.text) ?? ""
      try keep(progress)
      place += bytes.count
    }
    try file.checkUnchanged()
    try complete(progress)
    try keep(nil)
  }

  /// Ends an upload of another file, or of another content: the store would keep its parts, and charge for them.
  ///
  /// - Parameters:
  ///   - path: the path that may stay.
  ///   - digest: the content that may stay.
  /// - Throws: ``DeliveryError``.
  func abandon(unless path: String? = nil, _ digest: String? = nil) throws {
    guard let progress, progress.path != path || progress.digest != digest else { return }
    try abort(progress.path, progress.id)
    try keep(nil)
  }

  private func begin(_ path: String, digest: String, size: Int, partSize: Int) throws -> Progress {
    try abortOrphans(of: path)
    let answer = try client.send(
      "POST", path, query: [("uploads", "")],
      headers: [S3Store.digestHeader: digest, "Content-Type": MediaType.of(path)],
      body: [])
    let response = try answer.succeeded(in: client.bucket)
    guard let id = XMLText(response.body).first("UploadId"), !id.isEmpty else {
      throw client.strange("the begin of an upload")
    }
    let least = (size + Self.mostParts - 1) / Self.mostParts
    let progress = Progress(path: path, digest: digest, id: id, partSize: max(partSize, least))
    try keep(progress)
    return progress
  }

  /// Ends uploads whose begin was answered when nobody listened any more.
  private func abortOrphans(of path: String) throws {
    let key = client.bucket.prefix + path
    let answer = try client.send("GET", nil, query: [("prefix", key), ("uploads", "")])
    // A key may be forbidden to list; some stores can't. Then they are left to the bucket's own rules.
    guard answer.response.isSuccess else { return }
    for upload in XMLText(answer.response.body).all("Upload") where upload.first("Key") == key {
      if let id = upload.first("UploadId") { try abort(path, id) }
    }
  }

  private func abort(_ path: String, _ id: String) throws {
    let answer = try client.send("DELETE", path, query: [("uploadId", id)])
    // Gone, or not allowed: neither may keep newer files from being sent.
    guard ![403, 404].contains(answer.response.status) else { return }
    try answer.succeeded(in: client.bucket)
  }

  private func complete(_ progress: Progress) throws {
    let parts = progress.parts.enumerated().map { number, tag in
      "<Part><PartNumber>\(number + 1)</PartNumber><ETag>\(XMLText.escaped(tag))</ETag></Part>"
    }
    let list =
      "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      + parts.joined() + "</CompleteMultipartUpload>"
    let answer = try client.send(
      "POST", progress.path, query: [("uploadId", progress.id)],
      headers: ["Content-Type": "application/xml"], body: Array(list.utf8))
    try forget(ifUnknown: answer)
    let response = try answer.succeeded(in: client.bucket)
    guard let tag = XMLText(response.body).first("ETag") else {
      throw client.strange("the last part")
    }
    guard let sum = wholeSum(progress) else { return }
    do {
      try S3Client.check(tag, is: sum, client.bucket, progress.path)
    } catch {
      // The next attempt must send it all.
      try keep(nil)
      throw error
    }
  }

  /// The MD5 of the parts' MD5s and their count: what most stores call such a file.
  private func wholeSum(_ progress: Progress) -> String? {
    let digits = Array(progress.sums.utf8)
    guard digits.count == 32 * progress.parts.count else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
    }
    return MD5.digest(bytes).map { "\(Hexadecimal.text($0))-\(progress.parts.count)" }
  }

  /// An upload that the store does not know is begun anew; if it was completed, the copy is found before.
  private func forget(ifUnknown answer: S3Client.Exchange) throws {
    guard answer.code == "NoSuchUpload" || answer.code == "InvalidPart" else { return }
    try keep(nil)
    throw DeliveryError.unavailable("\(client.bucket.place) lost the parts of an upload", after: 1)
  }

  private var progress: Progress? {
    state["upload"].flatMap { try? JSONDecoder().decode(Progress.self, from: Data($0.utf8)) }
  }

  private func keep(_ progress: Progress?) throws {
    state["upload"] = try progress.map { try JSONFile.line(of: $0) }
    try state.save()
  }
}
