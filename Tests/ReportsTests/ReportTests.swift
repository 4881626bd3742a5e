import Evaluation
import Foundation
import Reports
import Synchronization
import TestSupport
import Testing
import Training
import Videos

@Suite struct ReportTests {
  /// Every figure of the page is in the folder as PNG, SVG and PDF, the frames as PNG and PDF.
  @Test func writesEveryFigureOfThePage() throws {
    let report = try Report(content(withCurves: true))
    let drawn = ["cluster-count", "clusters", "label-free", "loss"]
    let files: [String] = drawn.flatMap { [$0 + ".png", $0 + ".svg", $0 + ".pdf"] }
    #expect(Set(report.figures.map(\.name)) == Set(files + ["frames.png", "frames.pdf"]))
    #expect(Set(report.figures.map(\.name)).isSubset(of: Report.figureNames))
    let html = report.page.html
    for (name, bytes) in report.figures {
      if name.hasSuffix(".svg") {
        let figure = name.dropLast(4)
        #expect(html.contains("id=\"\(figure)-glyph"), "\(name) is on the page")
      } else if name.hasSuffix(".pdf") {
        #expect(bytes.starts(with: Array("%PDF-".utf8)), "\(name) is a PDF")
      } else {
        #expect(!pngSize(bytes).isEmpty, "\(name) is a PNG")
      }
    }
    #expect(html.components(separatedBy: "<rect x=").count - 1 >= 12, "a spot a frame")
    #expect(html.contains("<title>video-1.avi at 6.00 s, cluster 1</title>"))
    #expect(html.components(separatedBy: "data:image/jpeg").count - 1 == 1)
    #expect(html.components(separatedBy: "<figure ").count - 1 == 5)
    #expect(html.contains("the figures of this page as PNG, SVG and PDF; "))
  }

  @Test func readsEveryPictureOnce() throws {
    let read = Mutex<[Int]>([])
    var done: [Int] = []
    _ = try Report(content(reading: { row in read.withLock { $0.append(row.frame) } })) {
      done.append($0)
    }
    #expect(read.withLock { $0 } == Array(0..<12))
    #expect(done == [0, 2, 3])
  }

  /// Other threads compress and read pictures, but the bytes are the same.
  ///
  /// SVGs are left out: Cairo numbers the surfaces of a process in them.
  @Test func theBytesDoNotDependOnThreads() throws {
    var content = try content(withCurves: true)
    let one = try Report(content).figures
    content.threads = 4
    let four = try Report(content).figures
    #expect(one.map(\.name) == four.map(\.name))
    for (own, other) in zip(one, four) where !own.name.hasSuffix(".svg") {
      #expect(own.bytes == other.bytes, "\(own.name)")
    }
  }

  @Test func leavesOutFiguresWithoutValues() throws {
    let report = try Report(content())
    let files = ["clusters.pdf", "clusters.png", "clusters.svg", "frames.pdf", "frames.png"]
    #expect(report.figures.map(\.name) == files)
    #expect(!report.page.html.contains("<h2>Training</h2>"))
    #expect(!report.page.html.contains("<h2>Numbers</h2>"))
  }

  @Test func warnsOfALossWithoutLearning() throws {
    var content = try content(withCurves: true)
    #expect(!(try Report(content).page.html).contains("The loss ended in the range"))
    content.training.trivialLosses = 0.4...0.6
    let html = try Report(content).page.html
    #expect(html.contains("The loss ended in the range from 0.400 to 0.600"))
    // Without categories there are no numbers that could be too good.
    #expect(!html.contains("No video was held out"))
  }

  /// Twelve frames of two videos in two clusters, without categories.
  private func content(
    withCurves hasCurves: Bool = false,
    reading: @escaping @Sendable (FramesTable.Row) -> Void = { _ in }
  ) throws -> ReportContent {
    let folder = try TemporaryFolder()
    let counts = #", "cluster_counts": [{"clusters": 2, "silhouette": 0.5}]"#
    let metrics = """
      {"frames": 12, "videos": 2, "clusters": 2, "inertia": 1, "cluster_sizes": [6, 6],
       "video_level": {"videos": 2, "clusters": 2, "cluster_sizes": [1, 1]},
       "settings": {"k": 2, "seed": 1, "feature_layer": "fc6", "starts": 1}\(hasCurves ? counts : "")}
      """
    try metrics.write(toFile: folder("metrics.json"), atomically: false, encoding: .utf8)
    let rows = (0..<12).map { index in
      FramesTable.Row(
        video: "video-\(index / 6).avi", frame: index, seconds: Double(index), cluster: index / 6,
        x: Double(index), y: Double(index % 3))
    }
    var content = ReportContent(
      name: "videos", evaluation: try Evaluation(contentsOf: folder("metrics.json")), frames: rows,
      ledger: try ledger(skipping: [])
    ) { row in
      reading(row)
      return RGBImage(width: 8, height: 8)
    }
    guard hasCurves else { return content }
    let log = """
      {"step": 1, "epoch": 1, "loss": 0.9, "judgement": {"reach": 0.2}}
      {"step": 2, "epoch": 2, "loss": 0.5, "judgement": {"reach": 0.4}}

      """
    try log.write(toFile: folder("metrics.jsonl"), atomically: false, encoding: .utf8)
    content.training.steps = MetricsLog.read(folder("metrics.jsonl"))
    content.training.labelFree = MetricsLog.judgements(folder("metrics.jsonl"))
    return content
  }
}

@Suite struct FindingsTests {
  private func videos(_ categories: [String], in cluster: Int) -> [CollectionVideo] {
    categories.enumerated().map { number, category in
      CollectionVideo(
        video: "\(cluster)-\(number)", category: category, part: "", cluster: cluster,
        similarity: 1,
        nearest: "", nearestSimilarity: 0)
    }
  }

  @Test func theKindsOfTheGroupsAreNamed() {
    let two = videos(["run", "jump", "jump"], in: 1) + videos(["swim", "run"], in: 0)
    // Of equally many, the first by name.
    #expect(two.kindsSentence == "Most videos of each group are: run (1 of 2), jump (2 of 3).")
    #expect(videos(["", ""], in: 0).kindsSentence == nil)
    let many = (0..<14).flatMap { videos(["a"], in: $0) }
    #expect(many.kindsSentence?.hasSuffix("a (1 of 1), and 2 more.") == true)
  }
}
