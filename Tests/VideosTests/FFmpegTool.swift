import Foundation
import Testing

/// The program `ffmpeg`, which encodes inputs that Unreel does not, and decodes them by itself.
///
/// Tests that need it skip without it: `@Suite(.enabled(if: FFmpegTool.isHere,
/// "\(FFmpegTool.skipReason)"))`. `make test` installs it.
enum FFmpegTool {
  /// Whether the program is here.
  static let isHere = find("ffmpeg") != nil && find("ffprobe") != nil

  /// Why a test was skipped.
  static let skipReason = "skipped: ffmpeg is not installed here; make test installs it"

  /// The first number of the program's version: 5 on Debian 12, 7 on Debian 13; 0 if it does not say.
  static let majorVersion: Int = {
    let text = (try? call("ffmpeg", ["-version"], in: "/").text) ?? ""
    return text.firstMatch(of: /version n?([0-9]+)/).flatMap { Int($0.1) } ?? 0
  }()

  /// Runs `ffmpeg`.
  ///
  /// - Parameters:
  ///   - arguments: the arguments after `-v error -nostdin -y`.
  ///   - folder: the folder to run it in.
  static func run(_ arguments: [String], in folder: String) throws {
    let output = try call("ffmpeg", ["-v", "error", "-nostdin", "-y"] + arguments, in: folder)
    #expect(output.status == 0, "ffmpeg \(arguments.joined(separator: " ")): \(output.text)")
  }

  /// Runs `ffmpeg` with the arguments of a line, which holds no spaces within arguments.
  static func run(_ line: String, in folder: String) throws {
    try run(line.split(separator: " ").map(String.init), in: folder)
  }

  /// Counts the frames that FFmpeg decodes of a video.
  static func frames(of file: String, in folder: String) throws -> Int? {
    let line =
      "-v quiet -count_frames -select_streams v:0 -show_entries stream=nb_read_frames -of csv=p=0"
    let words = line.split(separator: " ").map(String.init)
    let text = try call("ffprobe", words + [file], in: folder).text
    return text.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }
  }

  private static func call(
    _ name: String, _ arguments: [String], in folder: String
  ) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(find(name)))
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  private static func find(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    return folders.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
