import Basics
import Foundation
import Reports
import Videos

/// What the page of a run shows beside its curves.
package struct RunDetails: Codable, Equatable, Sendable {
  /// A file of the run.
  package struct File: Codable, Equatable, Sendable {
    /// The path below the run.
    package var path: String
    /// Its size in bytes.
    package var bytes: Int
    /// When it was written, in seconds since 1970.
    package var written: Double
  }

  /// The sums of a ledger.
  package struct Ledger: Codable, Equatable, Sendable {
    package var sentence: String
    package var troubles: [Trouble]
  }

  /// A video that was not read whole.
  package struct Trouble: Codable, Equatable, Sendable {
    package var video: String
    package var status: String
    package var reason: String
  }

  /// The checkpoints, oldest first.
  package var checkpoints: [File] = []
  /// The figures: pictures that a browser shows.
  package var figures: [File] = []
  /// Sentences on the split and the sampler.
  package var remarks: [String] = []
  /// What happened to the videos; nil before the frames are there.
  package var ledger: Ledger?
  /// Numbers of the evaluation, by their names.
  package var scores: [String: Double] = [:]
  /// The settings, by their names.
  package var settings: [String: String] = [:]

  /// The most rows of videos with problems.
  private static let mostTroubles = 200

  /// Reads the files of a run; what can't be read is left out.
  ///
  /// - Parameter path: the folder of the run.
  package init(at path: String) {
    settings = RecordedSettings(path + "/config.yaml").values
    checkpoints = Self.files(in: "checkpoints", of: path) { $0.hasSuffix(".h5") }
      .sorted { ($0.written, $0.path) < ($1.written, $1.path) }
    // Each figure once: as SVG if there is one, because it is sharp on every screen.
    let pictures = Self.files(in: "figures", of: path) {
      $0.hasSuffix(".png") || $0.hasSuffix(".svg")
    }
    let drawn = Set(pictures.filter { $0.path.hasSuffix(".svg") }.map { $0.path.dropLast(4) })
    figures = pictures.filter { $0.path.hasSuffix(".svg") || !drawn.contains($0.path.dropLast(4)) }
      .sorted { $0.path < $1.path }
    remarks = Self.remarks(of: path)
    scores = Self.scores(of: path)
    let frames = settings["frames"] ?? "frames"
    ledger = Self.ledger(at: frames.hasPrefix("/") ? frames : path + "/" + frames)
  }

  private static func files(
    in folder: String, of path: String, where isWanted: (String) -> Bool
  ) -> [File] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []
    return names.filter(isWanted).compactMap { name in
      var information = stat()
      guard lstat("\(path)/\(folder)/\(name)", &information) == 0,
        information.st_mode & S_IFMT == S_IFREG
      else { return nil }
      return File(
        path: "\(folder)/\(name)", bytes: Int(information.st_size),
        written: Double(information.st_mtim.tv_sec))
    }
  }

  private static func remarks(of path: String) -> [String] {
    struct Split: Decodable { var remarks: [String]? }
    struct Audit: Decodable { var warnings: [String]? }
    let split: Split? = read(path + "/split.json")
    let audit: Audit? = read(path + "/sampling.json")
    return (split?.remarks ?? []) + (audit?.warnings ?? [])
  }

  private static func scores(of path: String) -> [String: Double] {
    // Only the numbers at the top, and those over videos: other keys hold lists and objects.
    struct Number: Decodable {
      var value: Double?
      init(from decoder: any Decoder) throws {
        value = try? decoder.singleValueContainer().decode(Double.self)
      }
    }
    struct Scores: Decodable {
      var numbers: [String: Number]
      var videos: [String: Number]?
      init(from decoder: any Decoder) throws {
        numbers = try decoder.singleValueContainer().decode([String: Number].self)
        struct Level: Decodable { let video_level: [String: Number]? }
        videos = (try? Level(from: decoder))?.video_level
      }
    }
    let found: Scores? = read(path + "/evaluation/metrics.json") ?? read(path + "/metrics.json")
    var scores = found?.numbers.compactMapValues(\.value) ?? [:]
    for (name, number) in found?.videos ?? [:] { scores["video_" + name] = number.value }
    return scores
  }

  private static func ledger(at frames: String) -> Ledger? {
    guard let ledger = try? FrameStore.ledger(at: frames) else { return nil }
    let troubles = ledger.rows.filter { $0.status != .ok }
    return Ledger(
      sentence: LedgerSummary(ledger).sentence,
      troubles: troubles.prefix(mostTroubles).map {
        Trouble(video: $0.video, status: $0.status.rawValue, reason: $0.reason)
      })
  }

  private static func read<Value: Decodable>(_ path: String) -> Value? {
    guard let bytes = try? BoundedFile.bytes(path, atMost: 1 << 24) else { return nil }
    return try? JSONDecoder().decode(Value.self, from: bytes)
  }
}
