/// One of UCF101's three splits, as its lists name it (`UCF101TrainTestSplits-RecognitionTask.zip`).
package struct UCF101Lists: Equatable, Sendable {
  /// The numbers that the splits have.
  package static let numbers = 1...3

  /// Which of the three it is.
  package let number: Int
  /// Every category of UCF101, in the order of `classInd.txt`.
  package let categories: [String]
  /// Where the categories were read from.
  package let categoriesPath: String
  /// `trainlistNN.txt`.
  package let training: VideoList
  /// `testlistNN.txt`.
  package let test: VideoList

  /// Reads the lists of a split.
  ///
  /// - Parameters:
  ///   - folder: the folder of `classInd.txt` (`number Category`), `trainlist01.txt` and the others.
  ///   - number: which split, from 1 to 3.
  /// - Throws: ``SplitError`` where a list is missing or is no list.
  package init(reading folder: String, number: Int) throws {
    self.number = number
    let path = folder + "/classInd.txt"
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
