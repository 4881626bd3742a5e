import Foundation
import TestSupport
import Testing
import Videos

/// A corner of a picture.
enum Corner: CaseIterable { case topLeft, topRight, bottomRight, bottomLeft }

@Suite struct OrientationTests {
  /// Display matrices of ISO 14496-12, section 6.2.2, and where each stored corner, clockwise from
  /// the top left, is shown.
  static let matrices: [(matrix: [Int32], corners: [Corner], isTransposed: Bool)] = [
    ([1, 0, 0, 1], [.topLeft, .topRight, .bottomRight, .bottomLeft], false),
    // A quarter turn clockwise.
    ([0, 1, -1, 0], [.topRight, .bottomRight, .bottomLeft, .topLeft], true),
    ([-1, 0, 0, -1], [.bottomRight, .bottomLeft, .topLeft, .topRight], false),
    // A quarter turn anticlockwise.
    ([0, -1, 1, 0], [.bottomLeft, .topLeft, .topRight, .bottomRight], true),
    // Mirrored.
    ([-1, 0, 0, 1], [.topRight, .topLeft, .bottomLeft, .bottomRight], false),
  ]

  @Test(arguments: matrices.indices)
  func picturesAreShownUpright(_ index: Int) throws {
    let (matrix, corners, isTransposed) = Self.matrices[index]
    let folder = try TemporaryFolder()
    let colours: [(UInt8, UInt8, UInt8)] = [
      (230, 20, 20), (20, 230, 20), (20, 20, 230), (220, 220, 20),
    ]
    let encoder = try ClipEncoder(path: folder("clip.mp4"), width: 160, height: 96, quality: 1)
    var image = RGBImage(width: 160, height: 96)
    for y in 0..<96 {
      for x in 0..<160 {
        let quarter = y < 48 ? (x < 80 ? 0 : 1) : (x < 80 ? 3 : 2)
        let (red, green, blue) = colours[quarter]
        image[x, y] = (red, green, blue)
      }
    }
    try encoder.append(image)
    try encoder.finish()
    try write(try withMatrix(matrix, in: bytes(folder("clip.mp4"))), to: folder("clip.mp4"))

    let decoder = try VideoDecoder(path: folder("clip.mp4"))
    _ = try #require(try decoder.next())
    #expect(decoder.size == (isTransposed ? (96, 160) : (160, 96)))
    let picture = try decoder.picture(width: 60, height: 40)
    #expect((picture.width, picture.height) == (60, 40))
    for (corner, expected) in zip(corners, colours) {
      let x = [.topLeft, .bottomLeft].contains(corner) ? 10 : 50
      let y = [.topLeft, .topRight].contains(corner) ? 8 : 32
      let (red, green, blue) = picture[x, y]
      let distances = zip([red, green, blue], [expected.0, expected.1, expected.2])
        .map { abs(Int($0) - Int($1)) }
      #expect(distances.allSatisfy { $0 < 12 }, "\(corner): \(red) \(green) \(blue)")
    }
  }

  /// Replaces the identity in the track header of an MP4 file by a, b, c, d.
  private func withMatrix(_ matrix: [Int32], in file: [UInt8]) throws -> [UInt8] {
    var file = file
    let start = try #require(file.indices.first { file[$0...].starts(with: Array("tkhd".utf8)) })
    // After the name: version and flags, five numbers, two reserved ones, four short ones.
    let place = start + 4 + 4 + 20 + 8 + 8
    #expect(Array(file[place..<place + 4]) == [0, 1, 0, 0])
    for (offset, value) in zip([0, 4, 12, 16], matrix) {
      let fixedPoint = UInt32(bitPattern: value << 16)
      for byte in 0..<4 { file[place + offset + byte] = UInt8(fixedPoint >> (24 - 8 * byte) & 255) }
    }
    return file
  }

  /// Where the stored corners, clockwise from the top left, are shown, by Exif's number (Exif 2.3, section 4.6.4:
  /// which side of the scene the stored first row and first column are).
  static let exif: [[Corner]] = [
    [.topLeft, .topRight, .bottomRight, .bottomLeft],
    [.topRight, .topLeft, .bottomLeft, .bottomRight],
    [.bottomRight, .bottomLeft, .topLeft, .topRight],
    [.bottomLeft, .bottomRight, .topRight, .topLeft],
    [.topLeft, .bottomLeft, .bottomRight, .topRight],
    [.topRight, .bottomRight, .bottomLeft, .topLeft],
    [.bottomRight, .topRight, .topLeft, .bottomLeft],
    [.bottomLeft, .topLeft, .topRight, .bottomRight],
  ]

  @Test(arguments: exif.indices)
  func photosAreStoredUpright(_ index: Int) throws {
    let colours: [UInt8] = [200, 150, 100, 50]
    var image = RGBImage(width: 64, height: 32)
    for y in 0..<32 {
      for x in 0..<64 {
        let value = colours[y < 16 ? (x < 32 ? 0 : 1) : (x < 32 ? 3 : 2)]
        image[x, y] = (value, value, value)
      }
    }
    let shown = try image.stored(side: 16, exif: index + 1, name: "photo")
    let places: [Corner: (Int, Int)] = [
      .topLeft: (2, 2), .topRight: (13, 2), .bottomRight: (13, 13), .bottomLeft: (2, 13),
    ]
    for (corner, colour) in zip(Self.exif[index], colours) {
      let (x, y) = try #require(places[corner])
      #expect(abs(Int(shown[x, y].0) - Int(colour)) <= 2, "Exif \(index + 1), \(corner)")
    }
  }

  /// Little-endian and big-endian segments; one that is cut off, wrong or missing means upright.
  @Test func exifIsReadFromTheFile() {
    let head: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xE1, 0, 34]
    let exif = Array("Exif\0\0".utf8)
    let big: [UInt8] = [
      77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0,
    ]
    let little: [UInt8] = [
      73, 73, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
    ]
    var wrong = big
    wrong[19] = 9
    #expect(ExifOrientation.number(ofJPEG: head + exif + big) == 8)
    #expect(ExifOrientation.number(ofJPEG: head + exif + little) == 6)
    #expect(ExifOrientation.number(ofJPEG: head + exif + wrong) == 1)
    for count in 0..<(head + exif + big).count {
      #expect(ExifOrientation.number(ofJPEG: Array((head + exif + big)[..<count])) == 1)
    }
    // A directory that would begin behind the end.
    let lost = big[..<4] + [0xFF, 0xFF, 0xFF, 0xFF] + big[8...]
    #expect(ExifOrientation.number(ofJPEG: head + exif + lost) == 1)
  }
}
