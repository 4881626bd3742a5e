import Foundation
import TestSupport
import Testing
import Videos

/// Frames that nobody wants to see and no other frame depends on are not decoded.
@Suite struct UnseenFramesTests {
  static let encodings = [
    Encoding(file: "clip.mp4", codec: "libx264", maximumBFrames: 3),
    Encoding(file: "clip.mkv", codec: "libx264", maximumBFrames: 2),
    Encoding(file: "clip.ts", codec: "libx264", maximumBFrames: 3),
  ]

  @Test(arguments: encodings)
  func framesThatAreLeftOutCount(_ encoding: Encoding) throws {
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

  /// Without times of presentation, with packets of half a frame or none, all are decoded.
  @Test(arguments: [
    Encoding(file: "clip.avi", maximumBFrames: 2), Encoding(file: "clip.webm", codec: "libvpx"),
  ])
  func otherVideosAreDecodedWhole(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    try writeClip(
      folder(encoding.file), count: 30, codec: encoding.codec,
      maximumBFrames: encoding.maximumBFrames)
    let decoder = try VideoDecoder(path: folder(encoding.file)) { $0 == 0 }
    var seen: [Int] = []
    while let frame = try decoder.next() { seen.append(frame.number) }
    #expect(seen == Array(0..<30))
  }

  /// As if damage had shifted the numbers after some frames were left out.
  @Test func aFrameThatIsWantedAfterAllIsMissed() throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("clip.mp4"), count: 60, codec: "libx264", maximumBFrames: 3)
    var answers: [Int: Int] = [:]
    let decoder = try VideoDecoder(path: folder("clip.mp4")) { number in
      answers[number, default: 0] += 1
      return number < 20 || answers[number] != 1
    }
    #expect(throws: UnseenFrames.Misjudgement.self) {
      while try decoder.next() != nil {}
    }
  }

  /// Two recordings in one file: times go back in the middle of it.
  @Test func whereTimesGoBackAllFramesAreDecoded() throws {
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
    let decoder = try VideoDecoder(path: path) { $0 % 5 < 2 }
    #expect(throws: UnseenFrames.Misjudgement.self) {
      while try decoder.next() != nil {}
    }
  }
}
