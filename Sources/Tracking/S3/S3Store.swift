import Basics
import Foundation

/// Keeps copies in a bucket of an S3-compatible store: AWS, MinIO, Ceph, R2 and others.
///
/// A copy's SHA-256 is kept beside it, as `x-amz-meta-sha256`: a copy that is there is not sent again.
public final class S3Store: FileStore {
  private let client: S3Client
  private let partSize: Int

  /// The header of a copy's checksum.
  static let digestHeader = "x-amz-meta-sha256"
  /// The header of the run that a folder belongs to.
  static let ownerHeader = "x-amz-meta-unreel-run"
  /// The size of the parts in which larger files are sent.
  public static let usualPartSize = 16 << 20

  /// Creates the store.
  ///
  /// - Parameters:
  ///   - bucket: where the copies go.
  ///   - http: sends the requests.
  ///   - partSize: the bytes of a part, at least 5 MiB for most stores; files that are larger are sent in parts.
  ///   - now: the clock, which the signatures need.
  ///   - credentials: finds the key.
  public init(
    _ bucket: S3Bucket, http: any HTTPClient, partSize: Int = S3Store.usualPartSize,
    now: @escaping @Sendable () -> Date = { Date() },
    credentials: @escaping @Sendable () throws -> AWSCredentials
  ) {
    client = S3Client(bucket: bucket, http: http, credentials: credentials, now: now)
    self.partSize = partSize
  }

  /// Sends a file, in parts if it is large; an upload that was cut goes on where it was.
  public func put(_ file: SourceFile, at path: String, state: SinkState) throws -> Bool {
    let digest = try file.digest()
    try file.checkUnchanged()
    let upload = S3MultipartUpload(client: client, state: state)
    try upload.abandon(unless: path, digest)
    if try isThere(path, file.size, digest) {
      try upload.abandon()
      return false
    }
    if file.size > partSize {
      try upload.send(file, to: path, digest: digest, partSize: partSize)
    } else {
      let bytes = try file.bytes(0..<file.size)
      try file.checkUnchanged()
      var headers = S3Client.checksum(of: bytes)
      headers[Self.digestHeader] = digest
      headers["Content-Type"] = MediaType.of(path)
      let sent = try client.send("PUT", path, headers: headers, body: bytes)
      let response = try sent.succeeded(in: client.bucket)
      // The page by which a hotel's network asks for a name comes with status 200, too.
      guard response.headers["etag"] != nil else { throw client.strange("a file") }
      try client.check(response, hasDigest: MD5.digest(bytes), path)
    }
    return true
  }

  /// Removes a copy.
  public func remove(_ path: String, state: SinkState) throws {
    let answer = try client.send("DELETE", path)
    guard answer.response.status != 404 || answer.code == "NoSuchBucket" else { return }
    let response = try answer.succeeded(in: client.bucket)
    guard response.body.isEmpty else { throw client.strange("the end of a file") }
  }

  /// Puts the mark into the folder.
  ///
  /// The owner is kept beside it, as `x-amz-meta-unreel-run`.
  public func claim(_ name: String, for owner: String, state: SinkState) throws -> Bool {
    let path = "\(name)/\(OwnerMark.path)"
    if let response = try head(path) {
      guard let known = response.headers[Self.ownerHeader] else { throw client.strange("a mark") }
      return known == owner
    }
    let bytes = Array(OwnerMark.text(owner).utf8)
    var headers = S3Client.checksum(of: bytes)
    headers[Self.ownerHeader] = owner
    headers["Content-Type"] = MediaType.of(path)
    let response = try client.send("PUT", path, headers: headers, body: bytes)
      .succeeded(in: client.bucket)
    guard response.headers["etag"] != nil else { throw client.strange("a file") }
    return true
  }

  /// Whether the same copy is there already.
  private func isThere(_ path: String, _ size: Int, _ digest: String) throws -> Bool {
    guard let response = try head(path) else { return false }
    return response.headers["content-length"].flatMap(Int.init) == size
      && response.headers[Self.digestHeader] == digest
  }

  /// Asks for what the store knows of a copy; nil if there is none, or the key may not know.
  private func head(_ path: String) throws -> HTTPResponse? {
    let answer = try client.send("HEAD", path)
    let response = answer.response
    // A key that may only write is refused here. The answer has no body that says more: what follows tells.
    if (400..<500).contains(response.status), ![408, 425, 429].contains(response.status) {
      return nil
    }
    return try answer.succeeded(in: client.bucket)
  }
}

extension S3Client {
  /// The header by which the store checks that a body came whole.
  static func checksum(of bytes: [UInt8]) -> [String: String] {
    MD5.digest(bytes).map { ["Content-MD5": Data($0).base64EncodedString()] } ?? [:]
  }

  /// The error that something answers in the store's place.
  ///
  /// - Parameter what: what it got.
  func strange(_ what: String) -> DeliveryError {
    .unavailable("\(bucket.place) answered \(what) as no S3 store does")
  }

  /// Compares what the store calls a copy with the MD5 of what was sent.
  ///
  /// Stores that encrypt with keys of their own, and some others, call copies something else: that tells nothing.
  ///
  /// - Throws: ``DeliveryError/unavailable(_:after:)`` if they differ.
  func check(_ response: HTTPResponse, hasDigest digest: [UInt8]?, _ path: String) throws {
    let isOwn =
      response.headers["x-amz-server-side-encryption"].map { $0 != "AES256" } ?? false
      || response.headers["x-amz-server-side-encryption-customer-algorithm"] != nil
    guard let digest, !isOwn, let tag = response.headers["etag"] else { return }
    try Self.check(tag, is: Hexadecimal.text(digest), bucket, path)
  }

  /// Compares two checksums if both look like one of the same kind.
  static func check(_ tag: String, is expected: String, _ bucket: S3Bucket, _ path: String) throws {
    let tag = tag.trimmingCharacters(in: .init(charactersIn: "\"")).lowercased()
    let isDigest = tag.prefix(32).allSatisfy(\.isHexDigit) && tag.count == expected.count
    guard isDigest, tag != expected else { return }
    throw DeliveryError.unavailable("\(bucket.place) got \(path) with another checksum")
  }
}
