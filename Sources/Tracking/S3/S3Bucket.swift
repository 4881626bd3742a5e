import Basics
import Foundation

/// Where in an S3-compatible store the copies go.
public struct S3Bucket: Equatable, Sendable {
  /// The bucket's name.
  public let name: String
  /// The region: `eu-central-1`.
  public let region: String
  /// What every copy's name begins with: empty, or parts and slashes.
  public let prefix: String
  /// `https` or `http`.
  let scheme: String
  /// The server, with its port unless that is the usual one.
  let host: String
  /// What the path in an address begins with: `/BUCKET` unless the bucket is in the host's name.
  let path: String

  /// Names a place in AWS or in another store.
  ///
  /// - Parameters:
  ///   - name: the bucket's name.
  ///   - region: the region; other stores often accept any.
  ///   - endpoint: the address of another store: `https://s3.example.org`, `http://127.0.0.1:9000`; nil is AWS.
  ///   - prefix: what every copy's name begins with.
  /// - Throws: ``DeliveryError/refused(_:advice:)`` if a name can't be one.
  public init(
    _ name: String, region: String = "us-east-1", endpoint: String? = nil, prefix: String = ""
  ) throws {
    let isName = name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "-._".utf8.contains(byte)
    }
    guard isName, !name.isEmpty, name != ".", name != ".." else {
      throw DeliveryError.refused(
        "\(PlainLine.text(name)) is no name of a bucket",
        advice: "write its name only, without s3://")
    }
    (self.name, self.region) = (name, region.isEmpty ? "us-east-1" : region)
    let parts = prefix.split(separator: "/").filter { $0 != "." && $0 != ".." }
    self.prefix = parts.map { $0 + "/" }.joined()
    guard let endpoint else {
      let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
      // A certificate for *.s3.… does not hold for names with dots.
      let isPart = !name.contains(".") && !name.contains("_") && name == name.lowercased()
      (scheme, host, path) =
        isPart
        ? ("https", "\(name).s3.\(self.region).\(domain)", "")
        : ("https", "s3.\(self.region).\(domain)", "/\(name)")
      return
    }
    guard let address = URLComponents(string: endpoint), let host = address.host,
      let scheme = address.scheme?.lowercased(), ["http", "https"].contains(scheme), !host.isEmpty,
      address.user == nil, address.password == nil, address.query == nil
    else {
      // The address may have a password in it: it is not repeated.
      throw DeliveryError.refused(
        "the endpoint is no address of a store",
        advice: "write it like https://s3.example.org or http://127.0.0.1:9000")
    }
    let usual = scheme == "https" ? 443 : 80
    let port = address.port.flatMap { $0 == usual ? nil : ":\($0)" } ?? ""
    (self.scheme, self.host) = (scheme, host.lowercased() + port)
    let base = address.path.split(separator: "/").map { "/" + $0 }.joined()
    path = "\(base)/\(name)"
  }

  /// The place in messages: `the bucket NAME at HOST`.
  var place: String { "the bucket \(name) at \(host)" }
}
