import Basics
import Evaluation
import Foundation
import TestSupport
import Testing

/// The interactive map of a report that the program itself has written.
@Suite struct MapTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func data(in page: String) throws -> [String: Any] {
    let start = try #require(page.range(of: "id=\"map-data\">"))
    let rest = page[start.upperBound...]
    let end = try #require(rest.range(of: "</script>"))
    let object = try JSONSerialization.jsonObject(with: Data(rest[..<end.lowerBound].utf8))
    return try #require(object as? [String: Any])
  }

  private func column<Number: BitwiseCopyable>(
    _ value: Any?, as type: Number.Type
  ) throws -> [Number] {
    let bytes = try #require((value as? String).flatMap { Data(base64Encoded: $0) })
    return bytes.withUnsafeBytes { Array($0.bindMemory(to: Number.self)) }
  }

  /// Every frame of the map is a row of `frames.csv`, and every row is on the map once.
  @Test func framesAreThoseOfTheTable() throws {
    try SmallCollection.write(to: folder("videos"), clips: 2, frames: 24)
    try SmallCollection.writeClip(
      to: folder("videos/left/\u{2028}\"; alert(1).avi"), frames: 24, goesLeft: true, seed: 9)
    let outcome = try Program.run(
      "run", folder("videos"), "-o", folder("run"), "--epochs", "1", "--set",
      "training.network=thesis-small", "--set", "motion.enabled=false")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    let page = try String(contentsOfFile: folder("run/report.html"), encoding: .utf8)
    let map = try data(in: page)
    let rows = try FramesTable(reading: folder("run/collection/frames.csv"), hasParts: true).rows
    let frames = try #require(map["frames"] as? [String: Any])
    let videos = try #require(map["videos"] as? [[String: Any]])
    #expect(frames["count"] as? Int == rows.count)
    let video = try column(frames["video"], as: UInt32.self)
    let number = try column(frames["number"], as: UInt32.self)
    let cluster = try column(frames["cluster"], as: UInt16.self)
    let time = try column(frames["time"], as: Float.self)
    let shown = try video.indices.map { frame in
      let name = try #require(videos[Int(video[frame])]["name"] as? String)
      return "\(name) \(number[frame]) \(cluster[frame]) \(time[frame])"
    }
    let expected = rows.map { "\($0.video) \($0.frame) \($0.cluster) \(Float($0.seconds))" }
    #expect(shown.sorted() == expected.sorted())

    // Nearest frames are of other videos.
    let nearest = try #require(frames["nearest"] as? [String: Any])
    let count = try #require(nearest["count"] as? Int)
    let others = try column(nearest["frames"], as: UInt32.self)
    for (place, other) in others.enumerated() where other != .max {
      #expect(video[place / count] != video[Int(other)])
    }
    // Videos are found from the page's folder.
    for one in videos {
      let path = try #require(one["path"] as? String)
      #expect(FileManager.default.fileExists(atPath: folder("run/\(path)")), "\(path)")
    }
  }

  private static let browser = "/usr/bin/chromium"

  /// A browser reads what the program wrote: the toolbar counts the frames, and nothing is refused.
  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: browser),
      "skipped: chromium is not installed here; make test installs it"))
  func aBrowserShowsTheMap() throws {
    try SmallCollection.write(to: folder("videos"), clips: 2, frames: 24)
    let outcome = try Program.run(
      "run", folder("videos"), "-o", folder("run"), "--epochs", "1", "--set",
      "training.network=thesis-small", "--set", "motion.enabled=false")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    let rows = try FramesTable(reading: folder("run/collection/frames.csv"), hasParts: true).rows
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.browser)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--virtual-time-budget=5000",
      "--user-data-dir=\(folder("profile"))", "--dump-dom", "file://\(folder("run/report.html"))",
    ]
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
    try process.run()
    let page = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(page.contains(">4 videos · \(rows.count) frames<"))
    #expect(page.contains("class=\"map-legend\""))
    // The still figure has made room for the map.
    #expect(!page.contains("id=\"figure-1\""))
  }

  @Test func thumbnailsBeyondTheLimitLieBesideThePage() throws {
    try SmallCollection.write(to: folder("videos"), clips: 2, frames: 12)
    let outcome = try Program.run(
      "run", folder("videos"), "-o", folder("run"), "--epochs", "1", "--set",
      "training.network=thesis-small", "--set", "motion.enabled=false", "--set",
      "report.thumbnail_megabytes=0")
    #expect(outcome.exitCode == 0, "\(outcome.complaints)")
    let page = try String(contentsOfFile: folder("run/report.html"), encoding: .utf8)
    #expect(!page.contains("id=\"map-sheet-") && page.contains("'self' file:"))
    let sheets = try #require(try data(in: page)["sheets"] as? [String: Any])
    let place = try #require(sheets["folder"] as? String)
    for level in 0..<3 {
      let path = folder("run/\(place)/sheet-\(level)-0.js")
      let script = try String(contentsOfFile: path, encoding: .utf8)
      #expect(script.hasPrefix("Unreel.sheetArrived(\(level),0,\"/9j/"))
    }

    // With room for them, they move into the page, and nothing is left.
    let config = folder("run/config.yaml")
    let settings = try String(contentsOfFile: config, encoding: .utf8)
    try settings.replacing("thumbnail_megabytes: 0", with: "thumbnail_megabytes: 60")
      .write(toFile: config, atomically: true, encoding: .utf8)
    let again = try Program.run("report", folder("run"))
    #expect(again.exitCode == 0, "\(again.complaints)")
    let whole = try String(contentsOfFile: folder("run/report.html"), encoding: .utf8)
    #expect(whole.contains("id=\"map-sheet-2-0\""))
    #expect(!FileManager.default.fileExists(atPath: folder("run/report_files")))
  }
}
