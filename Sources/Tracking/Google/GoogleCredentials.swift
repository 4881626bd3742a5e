import Basics
import Foundation

/// Who writes to Google: a person who signed in, or a service account.
///
/// The files are those of Google's own programs, so that a file of theirs works here:
/// `{"type": "authorized_user", "client_id", "client_secret", "refresh_token"}` or the key of a service account.
public struct GoogleCredentials: Codable, Sendable {
  /// Which of the two.
  public enum Kind: String, Codable, Sendable {
    /// A person who signed in.
    case person = "authorized_user"
    /// A service account.
    case serviceAccount = "service_account"
  }

  var type: Kind
  var clientID: String?
  var clientSecret: String?
  var refreshToken: String?
  var email: String?
  var privateKey: String?
  var privateKeyID: String?
  var tokenAddress: String?

  /// Where tokens are made.
  static let tokenAddress = "https://oauth2.googleapis.com/token"
  /// Only the files that the program made.
  ///
  /// Both the device flow and the Sheets API take it: see docs/google.md.
  public static let scope = "https://www.googleapis.com/auth/drive.file"
  /// A service account sees what is shared with it, and must write into a folder that others made: `drive.file`
  /// would hide that folder.
  static let serviceAccountScope = "https://www.googleapis.com/auth/drive"

  private enum CodingKeys: String, CodingKey {
    case type
    case clientID = "client_id"
    case clientSecret = "client_secret"
    case refreshToken = "refresh_token"
    case email = "client_email"
    case privateKey = "private_key"
    case privateKeyID = "private_key_id"
    case tokenAddress = "token_uri"
  }

  /// Describes a person who signed in.
  ///
  /// - Parameters:
  ///   - client: the program that the person allowed to write.
  ///   - refreshToken: what Google gave for it.
  public init(_ client: GoogleClient, refreshToken: String) {
    type = .person
    (clientID, clientSecret, self.refreshToken) = (client.id, client.secret, refreshToken)
  }

  /// Words that no message may show.
  var secrets: [String] {
    // Of the key any line would be too much.
    [clientSecret, refreshToken].compactMap { $0 }
      + (privateKey?.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("---") } ?? [])
  }

  // MARK: Files

  /// The file that `unreel sign-in google` writes: `unreel/google.json` in the user's folder of settings.
  ///
  /// - Parameter environment: the environment's variables.
  public static func file(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    let folder =
      environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.config"
    return folder + "/unreel/google.json"
  }

  /// Finds the credentials: the file of the settings, that of `GOOGLE_APPLICATION_CREDENTIALS`, that of a person who
  /// signed in.
  ///
  /// - Parameters:
  ///   - path: the file that the settings name.
  ///   - environment: the environment's variables.
  /// - Throws: ``DeliveryError/refused(_:advice:)`` if there are none or the file is not right.
  public static func find(
    _ path: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> GoogleCredentials {
    let named =
      path ?? environment["GOOGLE_APPLICATION_CREDENTIALS"].flatMap { $0.isEmpty ? nil : $0 }
    if let named { return try read(named) }
    let own = file(environment: environment)
    guard Folder.isFile(own) else {
      throw DeliveryError.refused(
        "nobody is signed in to Google", advice: "run unreel sign-in google")
    }
    return try read(own, isPrivate: true)
  }

  /// Reads credentials.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - isPrivate: whether the file is refused if others can read it.
  /// - Throws: ``DeliveryError/refused(_:advice:)``.
  static func read(_ path: String, isPrivate: Bool = false) throws -> GoogleCredentials {
    var status = stat()
    if isPrivate, stat(path, &status) == 0, status.st_mode & 0o077 != 0 {
      throw DeliveryError.refused(
        "other users can read \(path)",
        advice: "run chmod 600 \(path), and sign in again if somebody may have read it")
    }
    let credentials: GoogleCredentials
    do {
      let bytes = try BoundedFile.bytes(path, atMost: BoundedFile.mostOfSettings)
      credentials = try JSONDecoder().decode(GoogleCredentials.self, from: bytes)
    } catch let error as SystemCallError {
      throw DeliveryError.refused("\(error)", advice: "see docs/google.md")
    } catch {
      // What is in the file is not for messages.
      throw DeliveryError.refused(
        "\(path) is neither a service account's key nor the file of a person who signed in",
        advice: "see docs/google.md")
    }
    let isWhole =
      switch credentials.type {
      case .person: credentials.refreshToken != nil && credentials.clientID != nil
      case .serviceAccount: credentials.email != nil && credentials.privateKey != nil
      }
    guard isWhole, credentials.tokenAddress?.hasPrefix("https://") != false else {
      throw DeliveryError.refused(
        "\(path) lacks a part of the credentials", advice: "sign in again or load the key again")
    }
    return credentials
  }

  /// Writes the credentials into a file that only the user can read.
  ///
  /// - Parameter path: the file; its folder is created.
  /// - Throws: `SystemCallError`.
  public func write(to path: String) throws {
    let folder = Folder.above(path)
    try Folder.create(folder)
    let text = try JSONFile.text(of: self)
    try DurableFile.replace(path) { temporary in
      unlink(temporary)
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw SystemCallError(action: "creating", path: path) }
      defer { close(descriptor) }
      guard fchmod(descriptor, 0o600) == 0, writeWhole(Array(text.utf8), to: descriptor) else {
        throw SystemCallError(action: "writing", path: path)
      }
    }
  }
}

/// The program as Google knows it: the user makes it in Google's console, see docs/google.md.
public struct GoogleClient: Sendable {
  /// Its name there.
  public var id: String
  /// Its secret.
  public var secret: String

  /// Names a client.
  public init(id: String, secret: String) { (self.id, self.secret) = (id, secret) }

  /// Finds the client: in a file as Google's console gives it, or in `UNREEL_GOOGLE_CLIENT_ID` and
  /// `UNREEL_GOOGLE_CLIENT_SECRET`.
  ///
  /// - Parameters:
  ///   - path: the file; nil for the environment.
  ///   - environment: the environment's variables.
  /// - Throws: ``GoogleClientError``, or `SystemCallError`.
  public static func find(
    _ path: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> GoogleClient {
    if let path { return try read(path) }
    guard let id = environment["UNREEL_GOOGLE_CLIENT_ID"], !id.isEmpty,
      let secret = environment["UNREEL_GOOGLE_CLIENT_SECRET"], !secret.isEmpty
    else { throw GoogleClientError.notNamed }
    return GoogleClient(id: id, secret: secret)
  }

  private static func read(_ path: String) throws -> GoogleClient {
    struct Named: Decodable {
      var client_id: String
      var client_secret: String
    }
    let bytes = try BoundedFile.bytes(path, atMost: BoundedFile.mostOfSettings)
    // What is in the file is not for messages.
    guard let file = try? JSONDecoder().decode([String: Named].self, from: bytes),
      let named = file["installed"] ?? file.values.first
    else { throw GoogleClientError.notClient(path) }
    return GoogleClient(id: named.client_id, secret: named.client_secret)
  }
}

/// Google does not know which program asks.
public enum GoogleClientError: ExplainedError, Equatable {
  /// Neither a file nor the environment names a client.
  case notNamed
  /// A file is none of Google's console.
  case notClient(String)

  /// Always `Blame.usage`.
  public var blame: Blame { .usage }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notNamed:
      "no client is named; make one in Google's console as docs/google.md shows, and give its file by --client"
    case .notClient(let path):
      "\(path) is no file of a client; load it from Google's console as docs/google.md shows"
    }
  }
}
