import Basics
import Foundation
import Synchronization
import Tracking

/// An S3-compatible store in memory, as its reference describes it
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html).
final class S3StandIn: HTTPClient {
  struct Object: Equatable {
    var bytes: [UInt8]
    var headers: [String: String]
    var tag: String
  }

  struct Upload {
    var key: String
    var headers: [String: String]
    var parts: [Int: [UInt8]] = [:]
  }

  struct Content {
    var objects: [String: Object] = [:]
    var uploads: [String: Upload] = [:]
    var made = 0
    /// How often a content was put, by key.
    var puts: [String: Int] = [:]
    /// Bytes of all parts that were taken.
    var partBytes = 0
    /// Bodies that were not what their headers say.
    var damaged = 0
  }

  let content = Mutex(Content())
  private let bucket: String

  init(bucket: String) { self.bucket = bucket }

  /// The bytes of a key.
  subscript(_ key: String) -> [UInt8]? { content.withLock { $0.objects[key]?.bytes } }
  /// All keys.
  var keys: [String] { content.withLock { $0.objects.keys.sorted() } }
  /// How many uploads are open.
  var openUploads: Int { content.withLock(\.uploads.count) }

  func send(_ request: HTTPRequest) throws -> HTTPResponse {
    guard let address = URLComponents(string: request.url),
      address.path.hasPrefix("/\(bucket)/")
    else { return Self.error(404, "NoSuchBucket") }
    let key = String(address.path.dropFirst(bucket.count + 2))
    let query = Dictionary(
      (address.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
    let body = Array(request.body ?? Data())
    let headers = Dictionary(
      uniqueKeysWithValues: request.headers.map { ($0.key.lowercased(), $0.value) })
    return content.withLock { content in
      if headers["x-amz-content-sha256"] != SHA256.of(body)
        || headers["content-md5"].map({
          $0 != MD5.digest(body).map { Data($0).base64EncodedString() }
        }) ?? false
      {
        content.damaged += 1
        return Self.error(400, "BadDigest")
      }
      return Self.answer(request.method, key, query, headers, body, &content)
    }
  }

  private static func answer(
    _ method: String, _ key: String, _ query: [String: String], _ headers: [String: String],
    _ body: [UInt8], _ content: inout Content
  ) -> HTTPResponse {
    if query["uploads"] != nil, method == "GET" {
      let list = content.uploads.filter { $0.value.key.hasPrefix(query["prefix"] ?? "") }.map {
        "<Upload><Key>\($0.value.key)</Key><UploadId>\($0.key)</UploadId></Upload>"
      }
      return HTTPResponse(200, body: Data("<R>\(list.joined())</R>".utf8))
    }
    if query["uploads"] != nil {
      content.made += 1
      let id = "upload/\(content.made)=="
      content.uploads[id] = Upload(key: key, headers: headers)
      return HTTPResponse(200, body: Data("<R><UploadId>\(id)</UploadId></R>".utf8))
    }
    if let id = query["uploadId"] {
      guard let upload = content.uploads[id], upload.key == key else {
        return error(404, "NoSuchUpload")
      }
      switch method {
      case "PUT":
        content.uploads[id]?.parts[Int(query["partNumber"] ?? "") ?? 0] = body
        content.partBytes += body.count
        return HTTPResponse(200, headers: ["ETag": "\"\(sum(body))\""])
      case "DELETE":
        content.uploads[id] = nil
        return HTTPResponse(204)
      default:
        let text = String(decoding: body, as: UTF8.self)
        let parts = upload.parts.sorted { $0.key < $1.key }
        for (number, part) in parts
        where !text.contains(
          "<PartNumber>\(number)</PartNumber><ETag>\"\(sum(part))\"</ETag>")
        {
          return error(400, "InvalidPart")
        }
        let sums = MD5.digest(parts.flatMap { MD5.digest($0.value) ?? [] }) ?? []
        let tag = "\(Hexadecimal.text(sums))-\(parts.count)"
        content.objects[key] = Object(
          bytes: parts.flatMap(\.value), headers: upload.headers, tag: tag)
        content.puts[key, default: 0] += 1
        content.uploads[id] = nil
        return HTTPResponse(200, body: Data("<R><ETag>&quot;\(tag)&quot;</ETag></R>".utf8))
      }
    }
    switch method {
    case "PUT":
      content.objects[key] = Object(bytes: body, headers: headers, tag: sum(body))
      content.puts[key, default: 0] += 1
      return HTTPResponse(200, headers: ["ETag": "\"\(sum(body))\""])
    case "HEAD":
      guard let object = content.objects[key] else { return HTTPResponse(404) }
      var known = object.headers.filter { $0.key.hasPrefix("x-amz-meta-") }
      known["Content-Length"] = "\(object.bytes.count)"
      return HTTPResponse(200, headers: known)
    case "DELETE":
      content.objects[key] = nil
      return HTTPResponse(204)
    default: return error(405, "MethodNotAllowed")
    }
  }

  private static func sum(_ bytes: [UInt8]) -> String { Hexadecimal.text(MD5.digest(bytes) ?? []) }

  private static func error(_ status: Int, _ code: String) -> HTTPResponse {
    HTTPResponse(status, body: Data("<Error><Code>\(code)</Code></Error>".utf8))
  }
}
