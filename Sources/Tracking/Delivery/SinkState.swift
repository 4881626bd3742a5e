import Basics
import Foundation

/// What a sink keeps between deliveries, and how far it has come: `RUN/tracking/NAME.json`.
public final class SinkState {
  private struct Content: Codable {
    /// The byte of the journal after the last delivered entry.
    var offset = 0
    /// The number of the last delivered entry.
    var delivered = 0
    /// What the sink keeps.
    var values: [String: String] = [:]
  }

  private let path: String
  private var content: Content

  /// Reads the state, if there is one.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: `MalformedJSON` or `SystemCallError`.
  package init(_ path: String) throws {
    self.path = path
    content = Folder.isFile(path) ? try JSONFile.read(path) : Content()
  }

  /// A value that the sink keeps.
  public subscript(_ name: String) -> String? {
    get { content.values[name] }
    set { content.values[name] = newValue }
  }

  /// A number that the sink keeps.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - start: the number if there is none yet.
  public subscript(_ name: String, default start: Int) -> Int {
    get { content.values[name].flatMap(Int.init) ?? start }
    set { content.values[name] = String(newValue) }
  }

  /// Puts the values on the disk in the middle of a delivery: before something is made that has a name in them.
  ///
  /// - Throws: `SystemCallError`.
  public func save() throws {
    try JSONFile.write(content, to: path)
    // An upload's address in it lets others go on with the upload.
    chmod(path, 0o600)
  }

  /// The byte of the journal from which on nothing is delivered.
  var offset: Int { content.offset }
  /// The number of the last delivered entry.
  var delivered: Int { content.delivered }

  /// Notes that entries were delivered.
  ///
  /// - Parameters:
  ///   - offset: the byte after the last one.
  ///   - number: its number.
  /// - Throws: `SystemCallError`; the entries will be delivered again.
  func advance(to offset: Int, _ number: Int) throws {
    let before = content
    (content.offset, content.delivered) = (offset, number)
    do {
      try save()
    } catch {
      (content.offset, content.delivered) = (before.offset, before.delivered)
      throw error
    }
  }
}
