import Basics
import Foundation

/// UCF101 in miniature: two categories of three groups of two clips under the names, and with the
/// lists, that it is downloaded with.
package enum MiniatureUCF101 {
  /// Every clip, in the order of the bytes of their names.
  package static let clips = ["Archery", "Billiards"].flatMap { category in
    (1...3).flatMap { group in
      (1...2).map { clip in "\(category)/v_\(category)_g0\(group)_c0\(clip).avi" }
    }
  }

  /// The clips of one group of each category: in split N those of group N are evaluated.
  package static func clips(ofGroup group: Int) -> [String] {
    clips.filter { $0.contains("_g0\(group)_") }
  }

  /// Writes the clips, as real videos.
  ///
  /// - Parameter frames: frames a clip.
  package static func write(to folder: String, frames: Int = 12) throws {
    for (number, clip) in clips.enumerated() {
      try Folder.create(folder + "/" + (clip as NSString).deletingLastPathComponent)
      try SmallCollection.writeClip(
        to: folder + "/" + clip, frames: frames, goesLeft: number < clips.count / 2,
        seed: UInt64(number))
    }
  }

  /// Writes files under the clips' names that are no videos.
  package static func writeNames(to folder: String) throws {
    for clip in clips {
      try Folder.create(folder + "/" + (clip as NSString).deletingLastPathComponent)
      try DurableFile.write("\n", to: folder + "/" + clip)
    }
  }

  /// Writes `classInd.txt` and the three splits' lists, with the labels and line ends of UCF101's.
  ///
  /// They also name a category of which there are no clips, as UCF101's name 101.
  ///
  /// - Parameter lineEnd: UCF101's own lists were made on Windows.
  package static func writeLists(to folder: String, lineEnd: String = "\r\n") throws {
    try Folder.create(folder)
    func write(_ lines: [String], _ name: String) throws {
      try DurableFile.write(lines.map { $0 + lineEnd }.joined(), to: folder + "/" + name)
    }
    try write(["1 Archery", "2 Billiards", "3 Rowing"], "classInd.txt")
    for split in 1...3 {
      let test = clips(ofGroup: split)
      let training = clips.filter { !test.contains($0) }
      try write(
        training.map { "\($0) \($0.hasPrefix("Archery") ? 1 : 2)" } + [
          "Rowing/v_Rowing_g09_c01.avi 3"
        ],
        "trainlist0\(split).txt")
      try write(test + ["Rowing/v_Rowing_g01_c01.avi"], "testlist0\(split).txt")
    }
  }
}
