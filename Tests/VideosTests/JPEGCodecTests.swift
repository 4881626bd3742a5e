import Basics
import Foundation
import TestSupport
import Testing
import Videos

@Suite struct JPEGCodecTests {
  private func gradient() -> RGBImage {
    var image = RGBImage(width: 227, height: 227)
    for y in 0..<227 {
      for x in 0..<227 { image[x, y] = (UInt8(x), UInt8(y), UInt8((x + y) / 2)) }
    }
    return image
  }

  @Test func picturesComeBackNearlyAsTheyWere() throws {
    let folder = try TemporaryFolder()
    let (image, codec) = (gradient(), try JPEGCodec())
    try write(try codec.encode(image), to: folder("a.jpg"))
    let read = try codec.read(folder("a.jpg"))
    #expect((read.width, read.height) == (227, 227))
    let differences = zip(image.pixels, read.pixels).map { abs(Int($0) - Int($1)) }
    #expect(differences.reduce(0, +) < 3 * differences.count)
    #expect(try codec.encode(image) == codec.encode(image))
    #expect(try codec.encode(image, quality: 50).count < codec.encode(image).count)

    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 227 * 227 * 3)
    defer { buffer.deallocate() }
    try codec.read(folder("a.jpg"), into: buffer, width: 227, height: 227)
    #expect(Array(buffer) == read.pixels)
    let error = #expect(throws: PictureError.self) {
      try codec.read(folder("a.jpg"), into: buffer, width: 128, height: 128)
    }
    #expect(
      error?.description == "reading \(folder("a.jpg")): 227×227 pixels, not 128×128")
  }

  @Test func picturesCanBeReadSmaller() throws {
    let (image, codec) = (gradient(), try JPEGCodec())
    let bytes = try codec.encode(image)
    for (divisor, side) in [(2, 114), (4, 57), (8, 29)] {
      let small = try codec.decode(bytes, name: "a", divisor: divisor)
      #expect((small.width, small.height) == (side, side))
      let (red, green, _) = small[side / 2, side / 2]
      #expect(abs(Int(red) - 113) < 8 && abs(Int(green) - 113) < 8)
    }
  }

  @Test(arguments: [0, 1, 20, 300, 2000, -2, -1])
  func pictureThatEndsEarlyIsAnErrorThatNamesTheFile(_ length: Int) throws {
    let folder = try TemporaryFolder()
    let codec = try JPEGCodec()
    let whole = try codec.encode(gradient())
    #expect(whole.count > 3000)
    let part = whole.prefix(length >= 0 ? length : whole.count + length)
    try write(Array(part), to: folder("a.jpg"))
    let error = #expect(throws: PictureError.self) { try codec.read(folder("a.jpg")) }
    #expect(error?.description.hasPrefix("reading \(folder("a.jpg")): ") == true)
    // The codec can still read other pictures.
    #expect(try codec.decode(whole, name: "whole").width == 227)
  }

  @Test func missingFileIsNamed() throws {
    let error = #expect(throws: SystemCallError.self) { try JPEGCodec().read("/gone.jpg") }
    #expect(error?.description == "opening /gone.jpg: No such file or directory")
  }
}
