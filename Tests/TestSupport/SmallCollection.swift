import Basics
import Foundation
import Videos

/// A collection of real, tiny clips: a square that moves over a background of its own.
package enum SmallCollection {
  /// Writes `Category/clip_N.avi`, 64×48 pixels at 25 frames a second.
  ///
  /// - Parameters:
  ///   - folder: the collection's folder.
  ///   - categories: one folder each.
  ///   - clips: clips a category.
  ///   - frames: frames a clip.
  package static func write(
    to folder: String, categories: [String] = ["left", "right"], clips: Int = 2, frames: Int = 42
  ) throws {
    for (number, category) in categories.enumerated() {
      let path = category.isEmpty ? folder : folder + "/" + category
      try Folder.create(path)
      for clip in 0..<clips {
        try writeClip(
          to: "\(path)/clip_\(clip).avi", frames: frames, goesLeft: number % 2 == 0,
          seed: UInt64(number * clips + clip))
      }
    }
  }

  /// Writes a clip.
  package static func writeClip(to path: String, frames: Int, goesLeft: Bool, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let background = (
      UInt8(generator.integer(below: 200)), UInt8(generator.integer(below: 200)),
      UInt8(generator.integer(below: 200))
    )
    let encoder = try ClipEncoder(path: path, width: 64, height: 48)
    for frame in 0..<frames {
      var image = RGBImage(width: 64, height: 48, filledWith: background)
      let left = goesLeft ? 52 - frame % 50 : 2 + frame % 50
      for y in 20..<30 {
        for x in left..<left + 10 { image[x, y] = (255, 255, 255) }
      }
      try encoder.append(image)
    }
    try encoder.finish()
  }
}
