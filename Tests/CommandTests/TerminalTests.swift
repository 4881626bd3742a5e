import Foundation
import TestSupport
import Testing

/// What people see of a run: in a terminal of 80 or 40 columns, and in a pipe.
@Suite struct TerminalTests {
  private static let options = [
    "--epochs", "2", "--batch", "4", "--set", "training.network=thesis-small",
  ]

  /// A collection with a name in Japanese, and with files that are no videos.
  private func collection(in folder: TemporaryFolder) throws -> [String] {
    try SmallCollection.write(to: folder("videos"))
    let name = "videos/left/手を洗う人の動画 👐.avi"
    try SmallCollection.writeClip(to: folder(name), frames: 12, goesLeft: true, seed: 9)
    for number in 1...4 {
      try Data("no video".utf8).write(
        to: URL(fileURLWithPath: folder("videos/left/broken \(number).avi")))
    }
    return ["run", folder("videos"), "-o", folder("run")] + Self.options
  }

  @Test func aPipeGetsFewLines() throws {
    let folder = try TemporaryFolder()
    let run = try Program.run(collection(in: folder))
    #expect(run.exitCode == 0, "\(run.complaints)")
    // Other programs may be busy while the tests run.
    let lines = run.complaints.split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("other programs keep ") }
    // What and how much, a line a stage, an epoch, the checkpoint; two for the files that are no videos.
    let beginnings = [
      "frames of 9 videos: about ", "extracting frames: took ", "skipped: left/broken 1.avi: ",
      "skipped: 3 more for the same reason", "training thesis-small", "epoch 1 of 2: loss ",
      "training: took ", "checkpoint: ", "learning motion: took ", "evaluating: took ",
      "grouping all videos: took ", "drawing the report: took ",
    ]
    #expect(lines.count == beginnings.count, "\(run.complaints)")
    for (line, beginning) in zip(lines, beginnings) { #expect(line.hasPrefix(beginning)) }
    #expect(lines.contains { $0.contains("2 epochs (the thesis's iterations) of ") })
    #expect(!run.complaints.contains("\u{1B}") && !run.complaints.contains("\r"))
  }

  @Test(arguments: [80, 40]) func aTerminalGetsWholeWords(columns: Int) throws {
    let folder = try TemporaryFolder()
    let (code, text) = try Terminal.run(collection(in: folder), columns: columns)
    #expect(code == 0, "\(text)")
    let lines = text.split(separator: "\r\n").map(String.init)
    var counts: [String: Int] = [:]
    for line in lines {
      // What stays of a line is what follows its last carriage return.
      let states = line.split(separator: "\r").map {
        String($0).replacing("\u{1B}[K", with: "")
      }
      for state in states {
        // A path is whole, and has a line of its own.
        let isPath = state.hasPrefix(folder.path) || !state.contains(" ")
        #expect(isPath || Self.columns(of: state) <= columns, "\(state)")
      }
      // Baselines of so small a collection have equal scores.
      let kept = states.last ?? ""
      if kept.contains(where: \.isLetter) { counts[kept, default: 0] += 1 }
    }
    let most = counts.max { $0.value < $1.value }
    #expect((most?.value ?? 0) < 3, "three times: \(most?.key ?? "")")
    // A line of progress ends with the time that the work took, or is replaced.
    let unfinished = lines.filter {
      let last = $0.split(separator: "\r").last ?? ""
      let amount = last.firstMatch(of: /\d+ of \d+ (steps|videos|frames|starts|probes|figures)/)
      return amount != nil && !last.contains("took") && !last.hasPrefix("  ")
    }
    #expect(unfinished == [], "at \(columns) columns")
    #expect(text.contains("\rtraining: "))
    #expect(text.contains("grouping all videos: took "))
  }

  /// Two columns for everything that is not Latin here, and the arrow and the cross of the tables in one.
  private static func columns(of line: String) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x3000 && $1.value != 0xFFFD ? 2 : 1) }
  }

  /// The error begins its own line, whatever was shown before.
  @Test func anErrorHasALineOfItsOwn() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("videos"), withIntermediateDirectories: true)
    for name in ["a", "b"] {
      try Data("no video".utf8).write(to: URL(fileURLWithPath: folder("videos/\(name).avi")))
    }
    let (code, text) = try Terminal.run(
      ["run", folder("videos"), "-o", folder("run")], columns: 80)
    #expect(code == 2, "\(text)")
    let lines = text.split(separator: "\r\n")
    let last = lines.last { $0.contains("unreel: ") } ?? ""
    #expect(last.replacing("\r\u{1B}[K", with: "").hasPrefix("unreel: "), "\(text)")
  }
}

/// A pseudo-terminal that a program runs in.
private enum Terminal {
  struct Failure: Error { let code: Int32 }

  /// Runs the program and reads all that it shows.
  static func run(_ arguments: [String], columns: Int) throws -> (code: Int32, text: String) {
    var (main, side) = (Int32(0), Int32(0))
    var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&main, &side, nil, nil, &size) == 0 else { throw Failure(code: errno) }
    let ours = FileHandle(fileDescriptor: main, closeOnDealloc: true)
    let theirs = FileHandle(fileDescriptor: side, closeOnDealloc: true)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.environment = ["HOME": "/tmp", "TERM": "xterm"]
    (process.standardInput, process.standardOutput) = (theirs, theirs)
    process.standardError = theirs
    try process.run()
    try theirs.close()
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Reading fails (EIO) when the program has ended.
    while case let count = read(ours.fileDescriptor, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}
