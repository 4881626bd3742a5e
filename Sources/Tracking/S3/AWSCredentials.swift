import Basics
import Foundation

/// A key for an S3-compatible store, which is never printed whole.
public struct AWSCredentials: Equatable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible
{
  /// The key's public part: `AKIA…`.
  public var id: String
  /// The key's secret part.
  public var secret: String
  /// What a key for some hours has beside.
  public var sessionToken: String?

  /// Puts a key together.
  ///
  /// - Parameters:
  ///   - id: its public part.
  ///   - secret: its secret part.
  ///   - sessionToken: what a key for some hours has beside.
  public init(id: String, secret: String, sessionToken: String? = nil) {
    (self.id, self.secret, self.sessionToken) = (id, secret, sessionToken)
  }

  /// The public part only.
  public var description: String { "the key \(id)" }
  /// The public part only.
  public var debugDescription: String { description }

  /// Finds the key as AWS's own programs do: in the environment, or in the file of keys.
  ///
  /// - Parameters:
  ///   - profile: the section of the file; by default that of `AWS_PROFILE`, or `default`. If it is given, the
  ///     environment's key is not used.
  ///   - environment: the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`,
  ///     `AWS_SHARED_CREDENTIALS_FILE`, `HOME`.
  /// - Throws: ``DeliveryError/refused(_:advice:)`` if there is none.
  public static func find(
    profile: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> AWSCredentials {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if profile == nil, let id = value("AWS_ACCESS_KEY_ID") {
      guard let secret = value("AWS_SECRET_ACCESS_KEY") else {
        throw DeliveryError.refused(
          "AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not", advice: "set both")
      }
      return AWSCredentials(id: id, secret: secret, sessionToken: value("AWS_SESSION_TOKEN"))
    }
    let path =
      value("AWS_SHARED_CREDENTIALS_FILE") ?? (value("HOME") ?? "") + "/.aws/credentials"
    let section = profile ?? value("AWS_PROFILE") ?? "default"
    let advice =
      "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write aws_access_key_id and "
      + "aws_secret_access_key below [\(section)] in \(path)"
    let text: String
    do {
      text = try BoundedFile.text(path, atMost: BoundedFile.mostOfSettings)
    } catch let error as SystemCallError where error.code == ENOENT {
      throw DeliveryError.refused("there is no key for the store", advice: advice)
    } catch {
      throw DeliveryError.refused("\(error)", advice: advice)
    }
    let values = parse(text, section: section)
    guard let id = values["aws_access_key_id"], let secret = values["aws_secret_access_key"] else {
      throw DeliveryError.refused("\(path) has no key for \(section)", advice: advice)
    }
    return AWSCredentials(id: id, secret: secret, sessionToken: values["aws_session_token"])
  }

  /// Reads `name = value` of one section: `[default]`.
  static func parse(_ text: String, section wanted: String) -> [String: String] {
    var section = ""
    var values: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        section = line[line.index(after: line.startIndex)..<end]
          .trimmingCharacters(in: .whitespaces)
      } else if section == wanted, let mark = line.firstIndex(of: "=") {
        let value = line[line.index(after: mark)...].trimmingCharacters(in: .whitespaces)
        if !value.isEmpty {
          values[line[..<mark].trimmingCharacters(in: .whitespaces).lowercased()] = value
        }
      }
    }
    return values
  }
}
