import Basics
import Foundation

extension DemoClip {
  /// Where the clip lies in its collection's folder, such as `BouncingBall/bouncing_ball_01.avi`.
  public var path: String {
    let digits = number < 10 ? "0\(number)" : "\(number)"
    return "\(category.rawValue)/\(category.fileStem)_\(digits).avi"
  }

  /// Draws all frames and encodes them as MPEG-4.
  ///
  /// The file has its name only once it is whole; until then it is a hidden one beside it.
  ///
  /// - Parameters:
  ///   - path: the file to write; its folder must exist.
  ///   - isCancelled: asked before every frame.
  /// - Throws: `CancellationError`, ``VideoError`` or `SystemCallError`.
  func write(to path: String, isCancelled: () -> Bool) throws {
    let (folder, name) = (
      Folder.above(path), (path as NSString).lastPathComponent
    )
    // FFmpeg chooses the container by the ending, so this one has it too.
    let temporary = "\(folder)/.\(name)"
    do {
      let encoder = try ClipEncoder(
        path: temporary, width: Self.width, height: Self.height,
        framesPerSecond: Self.framesPerSecond, codec: "mpeg4")
      for frame in 0..<Self.frameCount {
        if isCancelled() { throw CancellationError() }
        try encoder.append(picture(frame: frame))
      }
      try encoder.finish()
      try DurableFile.synchronise(temporary, naming: path)
      guard rename(temporary, path) == 0 else {
        throw SystemCallError(action: "writing", path: path)
      }
    } catch {
      unlink(temporary)
      throw error
    }
  }
}
