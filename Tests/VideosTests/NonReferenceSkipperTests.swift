import Foundation
import TestSupport
import Testing
import Videos

/// Frames that are not wanted and on which no other frame depends are not decoded.
@Suite struct NonReferenceSkipperTests {
  static let encodings = [
    Encoding(file: "clip.mp4", codec: "libx264", maximumBFrames: 3),
    Encoding(file: "clip.mkv", codec: "libx264", maximumBFrames: 2),
    Encoding(file: "clip.ts", codec: "libx264", maximumBFrames: 3),
  ]

  @Test(arguments: encodings)
  func skippedFramesAreCounted(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    let count = 96
    try writeClip(
      folder(encoding.file), count: count, codec: encoding.codec,
      maximumBFrames: encoding.maximumBFrames)
    let whole = try VideoDecoder(path: folder(encoding.file))
    var times: [Double] = []
    while let frame = try whole.next() { times.append(frame.seconds) }
    #expect(times.count == count)

    func isWanted(_ number: Int) -> Bool { number % 5 < 2 }
    let decoder = try VideoDecoder(path: folder(encoding.file), isWanted: isWanted)
    var seen: [Int] = []
    while let frame = try decoder.next() {
      let picture = try decoder.picture(width: 320, height: 240)
      #expect(NumberedPicture.read(picture) == frame.number)
      #expect(frame.seconds == times[frame.number])
      #expect(frame.followsPrevious == (frame.number > 0))
      seen.append(frame.number)
    }
    #expect(seen == seen.sorted() && Set(seen).count == seen.count)
    #expect(Set(seen).isSuperset(of: (0..<count).filter(isWanted)))
    #expect(seen.count < count)
    #expect(decoder.frameCount == count)
    #expect(decoder.secondsDecoded == whole.secondsDecoded)
    #expect(decoder.shortcoming == nil)
  }

  /// All frames are decoded without presentation times, or if packets hold half a frame or none.
  @Test(arguments: [
    Encoding(file: "clip.avi", maximumBFrames: 2), Encoding(file: "clip.webm", codec: "libvpx"),
  ])
  func framesOfOtherVideosAreNotSkipped(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    try writeClip(
      folder(encoding.file), count: 30, codec: encoding.codec,
      maximumBFrames: encoding.maximumBFrames)
    let decoder = try VideoDecoder(path: folder(encoding.file), isWanted: { $0 == 0 })
    var seen: [Int] = []
    while let frame = try decoder.next() { seen.append(frame.number) }
    #expect(seen == Array(0..<30))
  }

  /// This is as if damage had shifted the numbers after some frames were skipped.
  @Test func aSkippedFrameThatIsWantedIsAnError() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("clip.mp4"), count: 60, codec: "libx264", maximumBFrames: 3)
    var answers: [Int: Int] = [:]
    let decoder = try VideoDecoder(
      path: folder("clip.mp4"),
      isWanted: { number in
        answers[number, default: 0] += 1
        return number < 20 || answers[number] != 1
      })
    #expect(throws: NonReferenceSkipper.SkippingError.self) {
      while try decoder.next() != nil {}
    }
  }

  /// The file holds two recordings, so times go back in its middle.
  @Test func allFramesAreDecodedIfTimesGoBack() throws {
    let folder = try TemporaryFolder()
    for name in ["a.ts", "b.ts"] {
      try writeClip(folder(name), count: 48, codec: "libx264", maximumBFrames: 3)
    }
    let path = folder("videos/both.ts")
    try write(bytes(folder("a.ts")) + bytes(folder("b.ts")), to: path)
    let whole = try VideoDecoder(path: path)
    var painted: [Int?] = []
    while try whole.next() != nil {
      painted.append(NumberedPicture.read(try whole.picture(width: 320, height: 240)))
    }
    #expect(painted.count > 90)
    let ledger = try prepare(folder("videos"), into: folder("store"))
    #expect(ledger.rows.first?.frames == painted.count)
    let store = try FrameStore(path: folder("store"))
    for frame in try store.frames(of: "both.ts") {
      let picture = try JPEGCodec().read(store.queryPath("both.ts", frame: frame.number))
      #expect(NumberedPicture.read(picture) == painted[frame.number])
    }
    let decoder = try VideoDecoder(path: path, isWanted: { $0 % 5 < 2 })
    #expect(throws: NonReferenceSkipper.SkippingError.self) {
      while try decoder.next() != nil {}
    }
  }
}
