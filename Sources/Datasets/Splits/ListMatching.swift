import Basics
import Foundation

extension VideoList {
  /// The videos that a list names, and the names that fit no video.
  struct Found {
    /// The positions of the videos, in their order.
    let positions: [Int]
    /// The names that fit no video, in the list's order.
    let absent: [String]
    /// The names of all videos.
    let names: [String]

    /// Says which names fit no video; nil if all fit.
    func remark(on list: VideoList) -> String? {
      guard !absent.isEmpty else { return nil }
      let alike = Dictionary(names.map { (Self.key($0), $0) }) { first, _ in first }
      let shown = absent.map { name in
        name + (alike[Self.key(name)].map { " (did you mean \($0)?)" } ?? "")
      }
      return "warning: \(list.path) names \(absent.count) of \(list.names.count) videos that are "
        + "missing or could not be read, so they are not held out: \(NameList.text(shown))"
    }

    /// A name in small letters, without its extension.
    private static func key(_ name: String) -> String {
      (name as NSString).deletingPathExtension.lowercased()
    }
  }

  /// Says which names of the list fit no file of a folder.
  ///
  /// - Parameters:
  ///   - names: the files' paths in the folder.
  ///   - folder: the folder.
  /// - Returns: one sentence, or none if all names fit.
  /// - Throws: ``SplitError/nothingListed(path:example:advice:)``.
  package func remarks(on names: [String], in folder: String) throws -> [String] {
    try [found(in: names, folder: folder).remark(on: self)].compactMap { $0 }
  }

  /// Finds the videos that the list names.
  ///
  /// A name may be an absolute path below the folder, and may have backslashes.
  ///
  /// - Parameters:
  ///   - names: the videos' paths in the collection.
  ///   - folder: the folder of the collection; nil if it is not known.
  /// - Throws: ``SplitError/nothingListed(path:example:advice:)``.
  func found(in names: [String], folder: String? = nil) throws -> Found {
    let places = Dictionary(zip(names, names.indices)) { first, _ in first }
    var positions: Set<Int> = []
    var absent: [String] = []
    for name in self.names {
      if let place = Self.forms(of: name, below: folder).firstNonNil({ places[$0] }) {
        positions.insert(place)
      } else {
        absent.append(name)
      }
    }
    guard !positions.isEmpty else {
      throw SplitError.nothingListed(
        path: path, example: names.first, advice: advice(for: names, folder: folder))
    }
    return Found(positions: positions.sorted(), absent: absent, names: names)
  }

  /// Returns the forms in which the collection may have a name.
  private static func forms(of name: String, below folder: String?) -> [String] {
    var forms = [name]
    if name.contains("\\") { forms.append(name.replacing("\\", with: "/")) }
    guard name.hasPrefix("/"), let folder else { return forms }
    for path in [name, Folder.resolved(name)].compactMap({ $0 }) where path.hasPrefix(folder + "/")
    {
      forms.append(String(path.dropFirst(folder.count + 1)))
    }
    return forms
  }

  /// Says which folder the names of the list begin at; nil if that is not seen.
  private func advice(for names: [String], folder: String?) -> String? {
    let listed = Set(self.names)
    for name in names {
      for slash in name.indices.filter({ name[$0] == "/" })
      where listed.contains(String(name[name.index(after: slash)...])) {
        let below = String(name[..<slash])
        return "the list's names begin at \(below): give \((folder ?? "VIDEOS") + "/" + below)"
      }
    }
    let own = Set(names)
    for name in self.names {
      for slash in name.indices.filter({ name[$0] == "/" })
      where own.contains(String(name[name.index(after: slash)...])) {
        guard let folder, folder.hasSuffix("/" + name[..<slash]) else { return nil }
        let above = folder.dropLast(name[..<slash].count + 1)
        return "the list's names begin at a folder above: give \(above), or take "
          + "\(name[...slash]) off the names"
      }
    }
    return nil
  }
}

extension Sequence {
  /// Returns the first result that is not nil.
  fileprivate func firstNonNil<Result>(_ find: (Element) -> Result?) -> Result? {
    for element in self { if let found = find(element) { return found } }
    return nil
  }
}
