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
}
