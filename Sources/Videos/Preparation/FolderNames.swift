import Basics
import Foundation

/// Finds a folder for the frames of each video that the disk of the frame store can hold.
///
/// Some disks do not distinguish `Clip` from `clip` (exFAT, NTFS, CIFS), refuse characters such as `:` and
/// `?`, or allow shorter names. So the disk is asked: the folders are made in a folder for trials. A name
/// that the disk refuses is escaped (`a:b?` becomes `a%3Ab%3F`), and a name that it takes for another one
/// gets a number (`clip~2`). On a disk that can hold every name, nothing is changed and little is asked.
package struct FolderNames {
  /// Makes a folder in the folder for trials, given a path relative to it.
  ///
  /// It returns 0 or the system's error number. Tests put another disk in its place.
  package typealias Make = (_ path: String) -> Int32

  private let make: Make
  /// The folders that exist, by the path that was asked for below the parent that was found.
  private var found: [String: String] = [:]

  /// Begins with an empty folder for trials.
  ///
  /// - Parameter make: makes a folder there.
  package init(make: @escaping Make) { self.make = make }

  /// Finds the folders of some videos.
  ///
  /// - Parameters:
  ///   - wanted: the folders that the videos would have on any other disk, in a fixed order.
  ///   - taken: the folders of videos that are in the store already.
  ///   - trials: a folder on the disk, which does not exist; it is removed again.
  /// - Returns: the folders, in the order of `wanted`.
  /// - Throws: `SystemCallError` if no form of a name can be made.
  /// - Complexity: O(1) on a disk that can hold every name, otherwise O(videos) folders are made.
  static func find(
    _ wanted: [String], besides taken: [String], trials: String
  ) throws -> [String] {
    try Folder.create(trials)
    defer {
      // What cannot be removed now is removed with the temporary files of the store.
      try? Folder.remove(trials)
    }
    func make(_ path: String) -> Int32 { mkdir(trials + "/" + path, 0o755) == 0 ? 0 : errno }
    let isLong = wanted.contains { $0.split(separator: "/").contains { $0.utf8.count > 255 } }
    if !isLong, holdsEveryName({ make("test " + $0) }) { return wanted }
    _ = make("names")
    var names = FolderNames { make("names/" + $0) }
    return try names.find(wanted, besides: taken)
  }

  /// Tells whether a disk distinguishes all names and allows all characters.
  package static func holdsEveryName(_ make: Make) -> Bool {
    // The two forms of "é" are one letter, and a letter with an accent behind it.
    let names = [
      "Aa", "aA", "\u{E9}", "e\u{301}", "<>:\"|?*\\", "dot.", "space ", "\u{1}", "\u{1F3AC}",
      String(repeating: "n", count: 250),
    ]
    return names.allSatisfy { make($0) == 0 }
  }

  /// Finds the folders of some videos, one after the other.
  ///
  /// - Parameters:
  ///   - wanted: the folders that the videos would have on any other disk, in a fixed order.
  ///   - taken: the folders of videos that are in the store already.
  /// - Returns: the folders, in the order of `wanted`.
  /// - Throws: `SystemCallError` if no form of a name can be made.
  package mutating func find(_ wanted: [String], besides taken: [String]) throws -> [String] {
    for name in FrameFolders.reserved.sorted() + taken { keep(name) }
    return try wanted.map { try place($0) }
  }

  /// Makes the folder of a video that is in the store already.
  private mutating func keep(_ folder: String) {
    var path = ""
    for component in folder.split(separator: "/") {
      path += (path.isEmpty ? "" : "/") + component
      // A folder that exists is fine here.
      if found[path] == nil { _ = make(path) }
      found[path] = path
    }
  }

  /// Makes the folder of a video, under another name if necessary.
  private mutating func place(_ folder: String) throws -> String {
    let components = folder.split(separator: "/").map(String.init)
    var path = ""
    for (index, component) in components.enumerated() {
      let asked = path.isEmpty ? component : path + "/" + component
      if index < components.count - 1, let known = found[asked] {
        path = known
      } else {
        path = try makeFolder(component, in: path)
        found[asked] = path
      }
    }
    return path
  }

  /// Makes a new folder whose name is as near to a wanted one as possible.
  private func makeFolder(_ wanted: String, in parent: String) throws -> String {
    var code: Int32 = 0
    for form in Self.forms(of: wanted) {
      var name = form
      var number = 1
      while true {
        let path = parent.isEmpty ? name : parent + "/" + name
        code = make(path)
        if code == 0 { return path }
        guard code == EEXIST else { break }
        number += 1
        name = form + "~\(number)"
      }
      // Another name does not help against these.
      if [ENOSPC, EDQUOT, EACCES, EPERM, EROFS].contains(code) { break }
    }
    throw SystemCallError(action: "creating the folder", path: wanted, code: code)
  }

  /// The names to try, each of them allowed on more disks than the one before.
  package static func forms(of name: String) -> [String] {
    let forbidden = Set("<>:\"|?*\\%".utf8)
    let bytes = Array(name.utf8)
    let end = (bytes.lastIndex { ![UInt8(ascii: "."), UInt8(ascii: " ")].contains($0) } ?? -1) + 1
    func escaped(all: Bool) -> String {
      bytes.enumerated().reduce(into: [UInt8]()) { text, element in
        let (index, byte) = element
        let isPlain =
          index < end && byte >= 0x20 && byte != 0x7F && !forbidden.contains(byte)
          && (byte < 0x80 || !all)
        let digits = String(byte, radix: 16, uppercase: true)
        text += isPlain ? [byte] : Array(("%" + (digits.count < 2 ? "0" : "") + digits).utf8)
      }
      .text
    }
    let plain = escaped(all: true)
    let digest = SHA256()
    digest.update(name)
    let short = plain.prefix(100) + "~" + digest.finish().prefix(8)
    return [name, escaped(all: false), plain, String(short)]
  }
}

extension [UInt8] {
  /// The bytes as UTF-8.
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
