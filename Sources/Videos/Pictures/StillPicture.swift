import CFFmpeg

extension RGBImage {
  /// Returns the picture as a frame of a video would be stored: turned upright, then scaled.
  ///
  /// The same code scales the frames of videos. The aspect ratio is not kept.
  ///
  /// - Parameters:
  ///   - side: the new width and height in pixels.
  ///   - exif: how the camera was held, a number from 1 to 8 (``ExifOrientation``).
  ///   - name: the picture's name in errors.
  /// - Throws: ``VideoError``.
  package func stored(side: Int, exif: Int = 1, name: String) throws -> RGBImage {
    do {
      let frame = try Frame(
        width: Int32(width), height: Int32(height), format: AV_PIX_FMT_RGB24)
      frame.fill(with: self)
      return try FrameScaler().picture(
        of: ShownFrame(frame: frame, orientation: Orientation(exif: exif), video: name),
        width: side, height: side)
    } catch let error as FFmpegError {
      throw VideoError(action: "scaling", path: name, cause: .ffmpeg(error))
    }
  }
}

/// How a camera was held, as a JPEG file says in its Exif segment.
///
/// Phones store pictures as the sensor delivers them, and note which turn makes them upright.
package enum ExifOrientation {
  /// Reads the number from 1 to 8 of a JPEG file (Exif 2.3, tag 0x0112).
  ///
  /// - Parameter file: the bytes of the file; its beginning up to the Exif segment is enough.
  /// - Returns: the number; 1, which is upright, if the file has none or a wrong one.
  package static func number(ofJPEG file: [UInt8]) -> Int {
    var place = 2
    while place + 4 <= file.count, file[place] == 0xFF, file[place + 1] != startOfScan {
      let length = Int(file[place + 2]) << 8 | Int(file[place + 3])
      let end = place + 2 + length
      guard length >= 2, end <= file.count else { return 1 }
      let segment = file[place + 4..<end]
      if file[place + 1] == application1, segment.starts(with: Array("Exif\0\0".utf8)) {
        return number(ofTIFF: Array(segment.dropFirst(6))) ?? 1
      }
      place = end
    }
    return 1
  }

  private static let startOfScan: UInt8 = 0xDA
  private static let application1: UInt8 = 0xE1
  private static let tag = 0x0112

  /// Reads the number from the first directory of a TIFF structure.
  private static func number(ofTIFF bytes: [UInt8]) -> Int? {
    guard bytes.count >= 8 else { return nil }
    let isLittle = bytes[0] == UInt8(ascii: "I")
    func integer(_ start: Int, length: Int) -> Int? {
      guard start >= 0, start + length <= bytes.count else { return nil }
      let digits = bytes[start..<start + length]
      return (isLittle ? Array(digits.reversed()) : Array(digits))
        .reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = integer(4, length: 4), let count = integer(directory, length: 2) else {
      return nil
    }
    for entry in 0..<count {
      let start = directory + 2 + 12 * entry
      guard let found = integer(start, length: 2) else { return nil }
      if found == tag {
        return integer(start + 8, length: 2).flatMap { (1...8).contains($0) ? $0 : nil }
      }
    }
    return nil
  }
}
