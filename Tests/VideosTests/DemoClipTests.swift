import Testing
import Videos

/// Pictures of the demo collection, as they are before they are encoded.
struct DemoClipTests {
  private static let seed: UInt64 = 1701

  @Test func aFrameIsAFunctionOfSeedCategoryNumberAndFrame() {
    for category in DemoCategory.allCases {
      let clip = DemoClip(category: category, number: 3, seed: Self.seed)
      let picture = clip.picture(frame: 40)
      // Asked for in another order, from another value.
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

  /// Successors must be near-copies, so that they can be learned as such, and frames a second apart
  /// must not be, so that there is something to learn.
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

  /// What lies inside of the subject's outline differs from what is near it outside, in every frame.
  @Test(arguments: DemoCategory.allCases)
  func theSubjectStandsOut(category: DemoCategory) {
    let clip = DemoClip(category: category, number: 2, seed: Self.seed)
    for frame in stride(from: 0, to: DemoClip.frameCount, by: 10) {
      let picture = clip.picture(frame: frame)
      let parts = clip.subjectParts(frame: frame)
      let inside = centres(of: parts)
      let boxes = parts.map(\.shape.bounds)
      let outside = inside.map { point in
        // The nearest point to the right, or else to the left, that no part's box holds.
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

  /// A pixel that is surely inside of each disc and stroke.
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

  /// The mean absolute difference of all bytes, 0 to 255.
  private func difference(_ one: RGBImage, _ other: RGBImage) -> Double {
    var sum = 0
    for (a, b) in zip(one.pixels, other.pixels) { sum += abs(Int(a) - Int(b)) }
    return Double(sum) / Double(one.pixels.count)
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
