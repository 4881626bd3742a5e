import Basics
import Foundation
import Reports
import Videos

/// Reads pictures that a user names: JPEG and PNG.
enum PictureReader {
  private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF]
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]

  /// Reads a picture as a frame of a video would be stored: upright, and square.
  ///
  /// - Parameters:
  ///   - path: the path of any file.
  ///   - side: the width and height in pixels.
  /// - Returns: the picture; nil if the file is not a picture, judged by its first bytes.
  /// - Throws: ``SearchError/unreadable(path:reason:)`` if it is damaged, or `SystemCallError`.
  static func picture(at path: String, side: Int) throws -> RGBImage? {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw SystemCallError(action: "opening", path: path)
    }
    defer { try? file.close() }  // Nothing was written.
    let start = Array(try file.read(upToCount: 4) ?? Data())
    do {
      if start.starts(with: jpeg) {
        let bytes = start + Array(try file.readToEnd() ?? Data())
        return try JPEGCodec().decode(bytes, name: path).stored(
          side: side, exif: ExifOrientation.number(ofJPEG: bytes), name: path)
      }
      if start.starts(with: png) {
        return try Surface(readingPNG: path).picture().stored(side: side, name: path)
      }
      return nil
    } catch let error as PictureError {
      throw SearchError.unreadable(path: path, reason: error.reason)
    } catch let error as DrawingError {
      throw SearchError.unreadable(path: path, reason: "\(error)")
    }
  }
}
