import Basics
import Foundation

/// A list of videos, such as UCF101's `testlist01.txt` and `trainlist01.txt`.
///
/// Every line is a path, `Category/clip.avi`. A label may follow. `./` before a path means nothing.
public struct VideoList: Equatable, Sendable {
  /// The path of the list.
  public let path: String
  /// The videos' paths in the collection.
  public let names: [String]

  /// Reads a list.
  ///
  /// Empty lines are skipped. A number after a space at the end of a line is UCF101's label; it is
  /// removed.
  ///
  /// - Parameter path: the path of the list.
  /// - Throws: ``SplitError/unreadable(path:reason:)``.
  public init(reading path: String) throws {
    self.path = path
    names = try Self.lines(of: path).map { Self.withoutDots(Self.withoutLabel($0)) }
  }

  /// Removes every `./` at the beginning of a path.
  private static func withoutDots(_ name: String) -> String {
    var name = name[...]
    while name.hasPrefix("./") { name = name.dropFirst(2).drop { $0 == "/" } }
    return String(name)
  }

  /// Removes a number after spaces or tabs at the end of a line.
  ///
  /// A regular expression would take quadratic time for a line with many spaces.
  private static func withoutLabel(_ line: String) -> String {
    let name = line.utf8.reversed().drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard name.count < line.utf8.count, name.first.map(isSpace) == true else { return line }
    return String(decoding: name.drop(while: isSpace).reversed(), as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// Reads the lines of a text file.
  ///
  /// Removes empty lines, and spaces around the others.
  fileprivate static func lines(of path: String) throws -> [String] {
    let text: String
    do {
      text = try BoundedFile.text(path, atMost: BoundedFile.mostOfList)
    } catch let error as SystemCallError {
      throw SplitError.unreadable(path: path, reason: error.reason)
    }
    return text.split(whereSeparator: \.isNewline).compactMap { line in
      let text = line.trimmingCharacters(in: .whitespaces)
      return text.isEmpty ? nil : text
    }
  }
}

/// The lists of one of UCF101's three splits (`UCF101TrainTestSplits-RecognitionTask.zip`).
public struct UCF101Lists: Equatable, Sendable {
  /// The numbers of the splits.
  public static let numbers = 1...3

  /// The number of this split.
  public let number: Int
  /// All categories of UCF101, in the order of `classInd.txt`.
  public let categories: [String]
  /// The path that the categories were read from.
  let categoriesPath: String
  /// The training videos, from `trainlistNN.txt`.
  public let training: VideoList
  /// The test videos, from `testlistNN.txt`.
  public let test: VideoList

  /// Reads the lists of a split.
  ///
  /// - Parameters:
  ///   - folder: the folder of `classInd.txt` (`number Category` per line), `trainlist01.txt` and
  ///     the others.
  ///   - number: the number of the split, from 1 to 3.
  /// - Throws: ``SplitError`` if a list is missing or is not a list.
  public init(reading folder: String, number: Int) throws {
    self.number = number
    let path = folder + "/classInd.txt"
    let unpacked = folder + "/ucfTrainTestlist"
    if !Folder.isFile(path), Folder.isFile(unpacked + "/classInd.txt") {
      throw SplitError.unreadable(path: path, reason: "it is in \(unpacked): --lists \(unpacked)")
    }
    categories = try VideoList.lines(of: path).map { line in
      guard let match = line.wholeMatch(of: /\d+\s+(\S+)/) else {
        throw SplitError.unreadable(path: path, reason: "not a number and a category: \(line)")
      }
      return String(match.1)
    }
    categoriesPath = path
    training = try VideoList(reading: "\(folder)/trainlist0\(number).txt")
    test = try VideoList(reading: "\(folder)/testlist0\(number).txt")
  }
}
