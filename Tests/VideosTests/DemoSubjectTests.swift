import Testing
import Videos

struct DemoSubjectTests {
  /// A placement turns a subject around its origin and leaves room for a circle of radius 1.
  @Test(arguments: DemoCategory.allCases)
  func allPartsLieWithinTheUnitCircle(category: DemoCategory) {
    for girth in [Float(0.8), 1, 1.3] {
      let reaches = (0..<1000).flatMap { step in
        category.subject.parts(phase: Float(step) / 100, girth: girth).map { reach(of: $0.shape) }
      }
      #expect((reaches.max() ?? .infinity) <= 1.001)
    }
  }

  @Test(arguments: DemoCategory.allCases)
  func thePartsMove(category: DemoCategory) {
    let subject = category.subject
    let spread = (0..<10).map { step in
      subject.parts(phase: Float(step) / 10, girth: 1).map { $0.shape.bounds }
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
