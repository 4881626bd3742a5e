import Basics
import Foundation

/// Where the sheets of a map go: into the page while there is room, else into a folder beside it.
final class MapSheetShelf {
  /// The path of the folder beside a page that holds its map's thumbnails: `report_files` for `report.html`.
  private static func parent(of page: String) -> String {
    (page.hasSuffix(".html") ? String(page.dropLast(5)) : page) + "_files"
  }

  /// The sheets that lie in the page.
  private(set) var sheets: [MapSheet] = []
  private let parent: String
  private let id: String
  private let limit: Int
  private var bytes = 0
  private var isOutside = false

  /// Prepares a shelf.
  ///
  /// - Parameters:
  ///   - page: the path of the page.
  ///   - id: tells this map from others; a page of before keeps its sheets until this one replaces it.
  ///   - limit: the bytes that the page has room for.
  init(besides page: String, id: String, limit: Int) {
    (parent, self.id, self.limit) = (Self.parent(of: page), id, limit)
  }

  private var folder: String { parent + "/" + id }

  /// Takes a sheet.
  ///
  /// - Throws: `SystemCallError`.
  func add(_ sheet: MapSheet) throws {
    guard !isOutside else { return try write(sheet) }
    sheets.append(sheet)
    // In the page a byte takes four thirds, by base64.
    bytes += (sheet.bytes.count + 2) / 3 * 4
    guard bytes > limit else { return }
    isOutside = true
    try Folder.create(folder)
    for sheet in sheets { try write(sheet) }
    sheets = []
  }

  /// Says where the sheets are.
  ///
  /// - Returns: the folder, from the page's folder; nil if the sheets lie in the page.
  func finish() throws -> String? { isOutside ? Self.name(of: parent) + "/" + id : nil }

  private static func name(of folder: String) -> String {
    folder.split(separator: "/").last.map(String.init) ?? folder
  }

  /// Removes the sheets of earlier pages, once the page is written.
  ///
  /// - Parameters:
  ///   - page: the path of the page.
  ///   - kept: the folder of this page's sheets; nil if they lie in the page.
  /// - Throws: `SystemCallError`.
  static func removeOthers(besides page: String, than kept: String?) throws {
    let parent = parent(of: page)
    guard Folder.isFolder(parent) else { return }
    guard let kept else { return try Folder.remove(parent) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where Self.name(of: parent) + "/" + name != kept {
      try Folder.remove(parent + "/" + name)
    }
  }

  /// Writes a sheet as a script: from disk a page can load scripts, but no picture for WebGL.
  private func write(_ sheet: MapSheet) throws {
    let text =
      "Unreel.sheetArrived(\(sheet.level),\(sheet.number),\"\(Data(sheet.bytes).base64EncodedString())\");\n"
    try DurableFile.write(text, to: "\(folder)/sheet-\(sheet.level)-\(sheet.number).js")
  }
}
