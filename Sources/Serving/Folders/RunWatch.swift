import Basics
import Foundation

/// One run that is watched: its overview, and its curves once somebody looks at them.
package struct RunWatch {
  /// The path below the served folder.
  let name: String
  /// The folder of the run.
  let path: String
  /// What a list says of it.
  private(set) var overview: RunOverview
  /// The log of the network, and that of the motion network.
  package private(set) var logs: [LogFollower]
  /// What is shown beside the curves, as JSON.
  private(set) var details = ""

  /// The names of ``logs`` in JSON.
  static let logNames = ["training", "motion"]

  private var times: FileTimes
  private var detailTimes: FileTimes?
  private var told: Told

  /// What onlookers were told last; what is read for somebody else in between is news to them.
  private struct Told {
    var overview: RunOverview
    var details = ""
    var remarks: [Int] = []
    var logs = [Place](repeating: Place(), count: RunWatch.logNames.count)
  }

  /// How far a log was told.
  private struct Place: Equatable {
    var replacements = 0
    var isDraft = false
    var buckets = 0
    var rows = 0
    var offset = 0
    /// How many steps a bucket spans, in all detail and where few points are shown.
    var widths = [1, 1]
  }

  /// What is new to onlookers.
  struct News {
    /// Whether the overview is another one.
    var overview = false
    /// Whether the details are others.
    var details = false
    /// Whether warnings or label-free metrics came.
    var remarks = false
    /// For each log, the first bucket that changed, in all detail and where few points are shown; nil if none did.
    var firstBuckets: [[Int]?] = [nil, nil]
  }

  /// Begins to watch a run.
  init(_ name: String, at path: String, locks: LockTable, now: Double) {
    (self.name, self.path) = (name, path)
    times = FileTimes(path)
    overview = RunOverview(name, at: path, locks: locks, now: now)
    told = Told(overview: overview)
    logs = [LogFollower(path + "/metrics.jsonl"), LogFollower(path + "/motion.jsonl")]
  }

  /// Whether all lines of the logs were read.
  var isComplete: Bool { logs.allSatisfy(\.isComplete) }

  /// How many bytes of the logs were read.
  var bytesRead: Int { logs.reduce(0) { $0 + $1.offset } }

  /// Looks at the files again.
  ///
  /// - Parameters:
  ///   - locks: the locks that processes hold.
  ///   - now: the time in seconds since 1970.
  ///   - readsLogs: whether somebody looks at the curves.
  ///   - limit: about how many bytes of each log to read at most.
  mutating func look(locks: LockTable, now: Double, readsLogs: Bool, upTo limit: Int) {
    let seen = FileTimes(path)
    if seen != times || overview.state == .running || locks.isHeld(path + "/.lock") {
      times = seen
      overview = RunOverview(name, at: path, locks: locks, now: now)
    }
    guard readsLogs else { return }
    if detailTimes != seen {
      detailTimes = seen
      // Its values are numbers and texts that JSON has.
      details = (try? JSONFile.line(of: RunDetails(at: path), keys: .snakeCase)) ?? "{}"
    }
    for index in logs.indices { _ = logs[index].advance(upTo: limit) }
  }

  /// Returns what changed since the last call.
  mutating func news() -> News {
    var news = News()
    news.overview = overview != told.overview
    news.details = details != told.details
    let remarks = logs.flatMap {
      [$0.replacements, $0.warningCount, $0.judgements.count, $0.judgements.last?.step ?? 0]
    }
    news.remarks = remarks != told.remarks
    for index in logs.indices {
      let curves = logs[index].shown
      let place = Place(
        replacements: logs[index].replacements, isDraft: logs[index].isDraft,
        buckets: curves.buckets, rows: curves.rows,
        offset: logs[index].isDraft ? 0 : logs[index].offset,
        widths: [curves.width, curves.width(thinnedTo: RunWatcher.coarse)])
      let before = told.logs[index]
      guard place != before else { continue }
      let first = max(before.buckets - 1, 0)
      news.firstBuckets[index] = place.widths.indices.map { grain in
        guard place.replacements == before.replacements, place.isDraft == before.isDraft,
          place.widths[grain] == before.widths[grain]
        else { return 0 }
        return first * before.widths[0] / place.widths[0]
      }
      told.logs[index] = place
    }
    (told.overview, told.details, told.remarks) = (overview, details, remarks)
    return news
  }

  /// The curves of a log as JSON.
  ///
  /// - Parameters:
  ///   - index: which of ``logs``.
  ///   - first: the first bucket to give, of the full resolution.
  ///   - most: the most buckets; fewer than the full resolution gives all of them.
  /// - Returns: an object with `run`, `log`, `read` (the share of the log that was read) and `curves`.
  func curves(_ index: Int, from first: Int = 0, most: Int = LogCurves.mostBuckets) -> String {
    let log = logs[index]
    let share = log.size > 0 ? Double(log.offset) / Double(log.size) : 1
    let thinned = log.shown.thinned(to: most)
    let begin = first * log.shown.width / thinned.width
    return "{\"run\":\(JSONText.quoted(name)),\"log\":\"\(Self.logNames[index])\","
      + "\"read\":\((share * 1000).rounded(.down) / 1000),\"curves\":\(thinned.json(from: begin))}"
  }

  /// The warnings and label-free metrics of the logs as JSON.
  ///
  /// - Returns: an object with `run`, `warnings`, `warning_count` and `judgements`.
  func remarksJSON() -> String {
    struct Remarks: Encodable {
      let run: String
      let warnings: [LogFollower.Warning]
      let warning_count: Int
      let judgements: [LogFollower.Judgement]
    }
    let all = Remarks(
      run: name, warnings: logs.flatMap(\.warnings).suffix(200),
      warning_count: logs.reduce(0) { $0 + $1.warningCount }, judgements: logs[0].judgements)
    // Its values are numbers and texts that JSON has.
    return (try? JSONFile.line(of: all)) ?? "{}"
  }

  /// The details as an event.
  func detailsJSON() -> String {
    "{\"run\":\(JSONText.quoted(name)),\"details\":\(details.isEmpty ? "{}" : details)}"
  }
}

/// Texts in JSON.
enum JSONText {
  /// Returns a text as a JSON string.
  static func quoted(_ text: String) -> String {
    // A text is always valid JSON.
    (try? JSONFile.line(of: text)) ?? "\"\""
  }
}
