import Basics
import Evaluation
import Foundation
import Reports
import TestSupport
import Testing
import Videos

/// Figures are compared with pictures that someone has looked at, in `Golden/`.
///
/// Pictures are compared at a quarter of their size, so that edges of letters may differ between versions of Cairo.
/// `Scripts/update-golden` writes the pictures anew; look at them before you commit them.
@Suite struct GoldenTests {
  @Test(arguments: Sample.allCases)
  func figuresLookAsTheyDid(sample: Sample) throws {
    let drawn = try sample.figure().picture()
    let small = drawn.reduced(width: drawn.width / 4, height: drawn.height / 4)
    let path = Self.folder + "/\(sample.rawValue).png"
    if ProcessInfo.processInfo.environment["UNREEL_UPDATE_GOLDEN"] != nil {
      return try DurableFile.write(Surface(small).png(), to: path)
    }
    let golden = try Surface(readingPNG: path).picture()
    try #require(golden.width == small.width && golden.height == small.height)
    #expect(
      Self.difference(small, golden) < 0.002,
      "the share of pixels that differ from \(path) by more than a tenth")
  }

  /// One pixel of 16 differs by more than 25 of 255.
  @Test func aDifferenceIsAShareOfPixels() {
    var other = RGBImage(width: 4, height: 4)
    other.pixels[3] = 26
    other.pixels[6] = 25
    #expect(Self.difference(RGBImage(width: 4, height: 4), other) == 1 / 16.0)
  }

  private static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Golden"

  /// The share of pixels of which a channel differs by more than 25.
  private static func difference(_ one: RGBImage, _ other: RGBImage) -> Double {
    let count = one.pixels.count / 3
    let different = (0..<count).count { pixel in
      (0..<3).contains {
        abs(Int(one.pixels[3 * pixel + $0]) - Int(other.pixels[3 * pixel + $0])) > 25
      }
    }
    return Double(different) / Double(count)
  }
}

/// A figure of each kind, with contents that do not change.
enum Sample: String, CaseIterable, Sendable {
  case clusters, clustersOnOneSpot = "clusters-on-one-spot", frames, framesByCategory =
    "frames-by-category"
  case contactSheet = "contact-sheet", confusion, curves, filters, comparison, views

  func figure() throws -> any Figure {
    switch self {
    case .clusters:
      try ClusterFigure(
        FrameMap(frames: blobs(of: 400, clusters: 4)), title: ["Four clusters", "400 frames"])
    case .clustersOnOneSpot:
      // Fifteen videos in ten clusters, five of them on one spot: every cluster must be seen.
      try ClusterFigure(
        FrameMap(
          frames: (0..<15).map { video in
            let cluster = video % 10
            let place = cluster < 5 ? (0.0, 0.0) : (Double(cluster), Double(cluster % 3))
            return FramesTable.Row(
              video: "\(video)", seconds: 0, cluster: cluster, x: place.0, y: place.1)
          }), title: ["Ten clusters of fifteen videos"])
    case .frames, .framesByCategory:
      try FramesFigure(
        FrameMap(
          frames: blobs(of: 60, clusters: 4).map { frame in
            var frame = frame
            frame.category = ["pitch", "track", ""][frame.cluster % 3]
            return frame
          }), title: ["Sixty frames"],
        edges: self == .frames ? .cluster : .category
      ) { Self.picture($0) }
    case .contactSheet:
      try ContactSheet(
        (0..<8).map {
          ContactSheet.Entry(
            picture: Self.picture($0), name: "a/folder with a long name/video-\($0).mp4",
            remark: "\($0).00 s · similarity 0.9\($0)", colour: Palette(count: 3)[$0 % 3])
        }, title: ["Group 3", "8 videos, the most typical first"])
    case .confusion:
      try ConfusionFigure(
        categories: ["archery", "biking", "diving"],
        counts: [[20, 3, 0], [5, 15, 2], [0, 0, 7]],
        title: ["What the probe says"])
    case .curves:
      try CurveFigure(
        ["training", "held out"].enumerated().map { number, name in
          Curve(
            name: name,
            values: (0..<200).map {
              (x: Double($0), y: exp(-Double($0) / 60) + 0.3 * Double(number))
            })
        }, title: ["Loss"], xLabel: "step", yLabel: "loss",
        bands: [Band(0.9...1, meaning: "nothing learned")])
    case .filters:
      try FilterFigure(#require(Self.filterBank), title: ["Twelve filters"])
    case .comparison:
      try ComparisonFigure(
        Self.rows, panels: [(title: "Frames", label: "bits"), (title: "Videos", label: "share")],
        title: ["Four runs"])
    case .views:
      try ViewsFigure(
        (0..<3).map { row in (0..<4).map { Self.picture(4 * row + $0) } }, title: ["Views"])
    }
  }

  /// Four runs, of which the last is a baseline, and the third has no value of videos.
  private static let rows = [
    ComparisonFigure.Row(name: "run 0", values: values(1, 0.9)),
    ComparisonFigure.Row(name: "run 1", values: values(1.2, 0.8)),
    ComparisonFigure.Row(name: "run 2", values: values(1.4, nil)),
    ComparisonFigure.Row(name: "run 3", isFaint: true, values: values(1.6, 0.6)),
  ]

  private static func values(_ frames: Double, _ videos: Double?) -> [ComparisonFigure.Value?] {
    [
      ComparisonFigure.Value(mean: frames, deviation: 0.1),
      videos.map { ComparisonFigure.Value(mean: $0) },
    ]
  }

  /// Waves, each filter with another wavelength.
  private static var filterBank: FilterBank? {
    let side = 5
    let size = 3 * side * side
    let values = (0..<12 * size).map { place -> Float in
      let wave = place / size + 3
      return Float(sin(Double(place * wave) / 20))
    }
    return FilterBank(side: side, values: values)
  }

  /// A slope between two colours that depend on the number.
  private static func picture(_ number: Int) -> RGBImage {
    RGBImage(
      width: 64, height: 48,
      pixels: (0..<48).flatMap { y in
        (0..<64).flatMap { x in
          [UInt8(x * 4), UInt8(y * 5), UInt8(number * 37 % 256)]
        }
      })
  }
}
