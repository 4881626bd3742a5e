import DemoVideos
import Testing
import Videos

/// Pictures of the demo collection before they are encoded.
struct DemoClipTests {
  private static let seed: UInt64 = 1701

  @Test func aFrameIsAFunctionOfSeedCategoryNumberAndFrame() {
    for category in DemoCategory.allCases {
      let clip = DemoClip(category: category, number: 3, seed: Self.seed)
      let picture = clip.picture(frame: 40)
      // Another clip of the same seed, whose frames are drawn in another order.
      let again = DemoClip(category: category, number: 3, seed: Self.seed)
      _ = again.picture(frame: 90)
      #expect(again.picture(frame: 40) == picture)
      #expect(clip.picture(frame: 41) != picture)
      let other = DemoClip(category: category, number: 4, seed: Self.seed)
      #expect(difference(other.picture(frame: 40), picture) > 10)
      let otherSeed = DemoClip(category: category, number: 3, seed: Self.seed + 1)
      #expect(difference(otherSeed.picture(frame: 40), picture) > 10)
    }
  }

  /// Successors must be nearly equal, since they are positive pairs.
  ///
  /// Frames a second apart must differ, or there is nothing to learn.
  @Test(arguments: DemoCategory.allCases)
  func picturesChangeALittleInAFrameAndMuchInASecond(category: DemoCategory) {
    for number in [1, 12] {
      let clip = DemoClip(category: category, number: number, seed: Self.seed)
      let starts = stride(from: 0, to: 75, by: 10)
      var gaps: (frame: [Double], stride: [Double], second: [Double]) = ([], [], [])
      for start in starts {
        let picture = clip.picture(frame: start)
        gaps.frame.append(difference(picture, clip.picture(frame: start + 1)))
        gaps.stride.append(difference(picture, clip.picture(frame: start + 10)))
        gaps.second.append(difference(picture, clip.picture(frame: start + 25)))
      }
      #expect(gaps.frame.allSatisfy { 0.5 < $0 && $0 < 25 }, "\(gaps.frame)")
      #expect(mean(gaps.frame) < 12, "\(gaps.frame)")
      #expect(gaps.stride.allSatisfy { $0 > 10 }, "\(gaps.stride)")
      #expect(mean(gaps.stride) > 3 * mean(gaps.frame), "\(gaps.stride)")
      #expect(mean(gaps.second) > 35, "\(gaps.second)")
    }
  }

  @Test(arguments: DemoCategory.allCases)
  func theSubjectIsWholeWithinEveryFrameAndLarge(category: DemoCategory) {
    for number in 1...DemoCollection.clipsPerCategory {
      let clip = DemoClip(category: category, number: number, seed: Self.seed)
      for frame in 0..<DemoClip.frameCount {
        let boxes = clip.subjectParts(frame: frame).map(\.shape.bounds)
        let left = boxes.map(\.low.x).min() ?? -1
        let top = boxes.map(\.low.y).min() ?? -1
        let right = boxes.map(\.high.x).max() ?? .infinity
        let bottom = boxes.map(\.high.y).max() ?? .infinity
        #expect(left >= 0 && top >= 0)
        #expect(right <= Float(DemoClip.width) && bottom <= Float(DemoClip.height))
        #expect(max(right - left, bottom - top) > 60)
      }
    }
  }

  /// In every frame the subject differs from the background next to it.
  @Test(arguments: DemoCategory.allCases)
  func theSubjectStandsOut(category: DemoCategory) {
    let clip = DemoClip(category: category, number: 2, seed: Self.seed)
    for frame in stride(from: 0, to: DemoClip.frameCount, by: 10) {
      let picture = clip.picture(frame: frame)
      let parts = clip.subjectParts(frame: frame)
      let inside = centres(of: parts)
      let boxes = parts.map(\.shape.bounds)
      let outside = inside.map { point in
        // The nearest point to the right, or else to the left, outside the boxes of all parts.
        let columns = Array(point.x..<picture.width) + Array((0..<point.x).reversed())
        let column = columns.first { column in
          !boxes.contains { box in
            box.low.x - 1 <= Float(column) && Float(column) <= box.high.x + 1
              && box.low.y - 1 <= Float(point.y) && Float(point.y) <= box.high.y + 1
          }
        }
        return (x: column ?? 0, y: point.y)
      }
      let contrasts = zip(inside, outside).map { inside, outside in
        contrast(picture[inside.x, inside.y], picture[outside.x, outside.y])
      }
      #expect(mean(contrasts) > 60, "frame \(frame): \(contrasts)")
    }
  }

  /// Returns a pixel inside each disc and stroke.
  private func centres(of parts: [SubjectPart]) -> [(x: Int, y: Int)] {
    parts.map { part in
      switch part.shape {
      case .disc(let centre, _): centre
      case .stroke(let start, let end, _, _): (start + end) / 2
      case .polygon(let corners): corners.reduce(.zero, +) / Float(corners.count)
      }
    }.map { (x: Int($0.x), y: Int($0.y)) }
  }

  private func contrast(
    _ one: (red: UInt8, green: UInt8, blue: UInt8), _ other: (red: UInt8, green: UInt8, blue: UInt8)
  ) -> Double {
    let channels = [(one.red, other.red), (one.green, other.green), (one.blue, other.blue)]
    return channels.map { abs(Double($0.0) - Double($0.1)) }.max() ?? 0
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}

/// The shapes that the subjects consist of.
struct DemoSubjectTests {
  /// A placement rotates a subject around its origin and leaves room for a circle of radius 1.
  @Test(arguments: DemoCategory.allCases)
  func allPartsLieWithinTheUnitCircle(category: DemoCategory) {
    for thickness in [Float(0.8), 1, 1.3] {
      let reaches = (0..<1000).flatMap { step in
        category.subject.parts(phase: Float(step) / 100, thickness: thickness).map {
          reach(of: $0.shape)
        }
      }
      #expect((reaches.max() ?? .infinity) <= 1.001)
    }
  }

  @Test(arguments: DemoCategory.allCases)
  func thePartsMove(category: DemoCategory) {
    let subject = category.subject
    let spread = (0..<10).map { step in
      subject.parts(phase: Float(step) / 10, thickness: 1).map { $0.shape.bounds }
    }
    let moved = spread.dropFirst().map { boxes in
      zip(boxes, spread[0]).map { reach($0.low - $1.low) }.max() ?? 0
    }
    #expect((moved.max() ?? 0) > 0.3)
  }

  private func reach(of shape: Shape) -> Float {
    switch shape {
    case .disc(let centre, let radius): reach(centre) + radius
    case .stroke(let start, let end, let startRadius, let endRadius):
      max(reach(start) + startRadius, reach(end) + endRadius)
    case .polygon(let corners): corners.map(reach).max() ?? 0
    }
  }

  private func reach(_ point: SIMD2<Float>) -> Float { (point * point).sum().squareRoot() }
}

/// Returns the mean absolute difference of all bytes, from 0 to 255.
func difference(_ one: RGBImage, _ other: RGBImage) -> Double {
  var sum = 0
  for (a, b) in zip(one.pixels, other.pixels) { sum += abs(Int(a) - Int(b)) }
  return Double(sum) / Double(one.pixels.count)
}
