import Basics
import Datasets
import Evaluation
import Foundation
import TestSupport
import Testing
import Videos

/// Copies in a collection of drawn clips, of which it is known what they show.
@Suite struct DuplicateTests {
  /// A camera's view with three squares that move over it.
  private struct Scene {
    private let place: [[UInt8]]
    private let paths: [(speed: Double, phase: Double, grey: UInt8)]

    /// Draws the place and the motion by seeds of their own.
    init(place seed: UInt64, motion: UInt64) {
      var generator = SeededGenerator(seed: seed)
      place = (0..<9).map { _ in (0..<12).map { _ in UInt8(60 + generator.integer(below: 120)) } }
      var mover = SeededGenerator(seed: motion)
      paths = (0..<6).map { _ in
        (
          0.03 + 0.002 * Double(mover.integer(below: 30)), Double(mover.integer(below: 628)) / 100,
          UInt8(mover.integer(below: 2) * 240)
        )
      }
    }

    /// The picture of a frame, 144×108.
    func picture(_ frame: Int) -> RGBImage {
      var image = RGBImage(width: 144, height: 108)
      for y in 0..<108 {
        for x in 0..<144 {
          let grey = place[y / 12][x / 12]
          image[x, y] = (grey, grey, grey)
        }
      }
      for number in 0..<3 {
        let (across, down) = (paths[2 * number], paths[2 * number + 1])
        let left = Int(60 + 55 * sin(across.speed * Double(frame) + across.phase))
        let top = Int(40 + 38 * sin(down.speed * Double(frame) + down.phase))
        for y in top..<top + 26 {
          for x in left..<left + 26 { image[x, y] = (across.grey, across.grey, across.grey) }
        }
      }
      return image
    }
  }

  /// Writes frames of a scene as a clip, each through a change.
  private func write(
    _ scene: Scene, _ frames: Range<Int>, to path: String, width: Int = 144, height: Int = 108,
    at pixel: (_ x: Int, _ y: Int) -> (Int, Int) = { ($0, $1) }
  ) throws {
    let encoder = try ClipEncoder(path: path, width: width, height: height)
    for frame in frames {
      let whole = scene.picture(frame)
      var image = RGBImage(width: width, height: height)
      for y in 0..<height {
        for x in 0..<width {
          let (column, row) = pixel(x, y)
          image[x, y] = whole[column, row]
        }
      }
      try encoder.append(image)
    }
    try encoder.finish()
  }

  @Test func copiesAreFoundAndOthersAreNot() throws {
    let folder = try TemporaryFolder()
    try Folder.create(folder("videos"))
    func path(_ name: String) -> String { folder("videos") + "/" + name + ".avi" }
    let scenes = (1...4).map { Scene(place: UInt64($0), motion: UInt64(10 + $0)) }
    for (number, scene) in scenes.enumerated() {
      try write(scene, 0..<120, to: path("original\(number)"))
    }
    // The same place with another motion is no copy.
    for motion in 21...24 {
      try write(Scene(place: 1, motion: UInt64(motion)), 0..<120, to: path("session\(motion)"))
    }
    try FileManager.default.copyItem(atPath: path("original0"), toPath: path("same"))
    try write(scenes[0], 0..<120, to: path("resized"), width: 96, height: 72) {
      ($0 * 144 / 96, $1 * 108 / 72)
    }
    try write(scenes[1], 0..<120, to: path("flipped")) { (143 - $0, $1) }
    // The right 126 columns and the lower 96 rows.
    try write(scenes[2], 0..<120, to: path("cropped"), width: 126, height: 96) {
      ($0 + 18, $1 + 12)
    }
    // 50 frames are two seconds.
    try write(scenes[3], 50..<112, to: path("cut"))
    _ = try FramePreparation().run(.scan(folder("videos")), into: folder("frames"))
    let store = try FrameStore(path: folder("frames"))
    let silent = RunContext(display: ProgressDisplay(isTerminal: false, write: { _ in }))
    let found = try DuplicateFinder(store, threads: 2, in: silent).pairs(among: store.videos())

    let expected: [Set<String>: [DuplicatePair.Relation]] = [
      ["original0.avi", "same.avi"]: [.sameFile], ["original0.avi", "resized.avi"]: [.resized],
      ["original1.avi", "flipped.avi"]: [.flipped], ["original2.avi", "cropped.avi"]: [.cropped],
      ["original3.avi", "cut.avi"]: [.cut],
    ]
    #expect(Set(found.map { [$0.video, $0.other] }) == Set(expected.keys))
    for pair in found { #expect(pair.relations == expected[[pair.video, pair.other]]) }
    let cut = try #require(found.first { $0.relations == [.cut] })
    #expect(cut.video == "original3.avi" && abs(cut.offset - 2) < 0.25)
    #expect(found[0].relations == [.sameFile] && found[0].score == 1)
    // The number of threads decides nothing.
    #expect(
      try DuplicateFinder(store, threads: 1, in: silent).pairs(among: store.videos()) == found)
  }

  @Test func alignmentFindsTheCrop() {
    // Two waves that repeat nowhere within the picture.
    func grey(_ x: Float, _ y: Float) -> Float {
      128 + 60 * sin(5 * x + 2 * y) + 60 * cos(7 * y - x)
    }
    func picture(_ x: ClosedRange<Float>, _ y: ClosedRange<Float>) -> [Float] {
      (0..<VideoSignature.size).map { place in
        let (row, column) = place.quotientAndRemainder(dividingBy: VideoSignature.side)
        return grey(
          x.lowerBound + (x.upperBound - x.lowerBound) * (Float(column) + 0.5) / 32,
          y.lowerBound + (y.upperBound - y.lowerBound) * (Float(row) + 0.5) / 32)
      }
    }
    let found = PictureAlignment(of: picture(0...1, 0...1), with: picture(0.1...0.95, 0.05...0.9))
    let edges =
      [
        (found.window.x.lowerBound, 0.1), (found.window.x.upperBound, 0.95),
        (found.window.y.lowerBound, 0.05), (found.window.y.upperBound, 0.9),
      ] as [(Float, Float)]
    for (edge, expected) in edges { #expect(abs(edge - expected) < 0.02) }
    #expect(found.correlation > 0.999)
  }

  @Test func likenessIsOfChangesNotOfPlaces() {
    func sequence(_ values: [[Float]]) -> FrameSequence {
      // A frame of four quarters of 16×16 pixels, whose grey levels are given.
      FrameSequence(
        VideoSignature(
          seconds: values.indices.map { Double($0) / 3 },
          pixels: values.flatMap { quarters in
            (0..<VideoSignature.size).map { place in
              UInt8(quarters[place / 512 * 2 + place % 32 / 16])
            }
          }), mirrored: false, window: .whole)
    }
    let pairs = (0..<3).map { (first: $0, second: $0) }
    let one = sequence([[0, 200, 100, 100], [0, 200, 130, 70], [0, 200, 70, 130]])
    #expect(abs(FrameLikeness(one, one, pairs: pairs).score - 1) < 1e-5)
    // The same place, and the opposite change.
    let other = sequence([[0, 200, 100, 100], [0, 200, 70, 130], [0, 200, 130, 70]])
    #expect(FrameLikeness(one, other, pairs: pairs).score < -0.9)
    // Nothing changes: the pictures must be the same, and 20 grey levels are too many.
    let still = sequence([[Float]](repeating: [0, 200, 100, 100], count: 3))
    let moved = sequence([[Float]](repeating: [0, 200, 120, 80], count: 3))
    #expect(abs(FrameLikeness(still, still, pairs: pairs).score - 1) < 1e-5)
    #expect(FrameLikeness(still, moved, pairs: pairs).score < 0)
  }

  @Test func aTableIsReadAsItWasWritten() throws {
    let folder = try TemporaryFolder()
    var pairs = [
      DuplicatePair(
        video: "a/1, 2.mp4", other: "b/1.mp4", score: 0.75, relations: [.cut, .flipped], offset: 1.5
      ),
      DuplicatePair(video: "c", other: "d", score: 1, relations: [.sameFile], offset: 0),
      DuplicatePair(video: "e", other: "f", score: 0.5, relations: [.resized], offset: 0),
    ]
    #expect(pairs.warning(from: "x") == nil)
    (pairs[0].part, pairs[0].otherPart) = ("test", "training")
    (pairs[1].part, pairs[1].otherPart) = ("training", "training")
    (pairs[2].part, pairs[2].otherPart) = ("both", "both")
    try DuplicatePair.write(pairs, to: folder("pairs.csv"))
    #expect(try DuplicatePair.read(folder("pairs.csv")) == pairs)
    #expect(
      pairs.warning(from: "RUN/x.csv")
        == "1 held-out video seems to be a copy of trained footage, and then the scores are too "
        + "good: a/1, 2.mp4 (of b/1.mp4). Look at them. To keep copies on one side, start "
        + "another run with --duplicates RUN/x.csv")
  }
}
