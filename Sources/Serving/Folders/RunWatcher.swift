import Basics
import Foundation
import Synchronization

/// Watches all runs below a folder, once for everybody who looks on.
///
/// It reads only what somebody asks for: curves are read for runs whose page is open.
package final class RunWatcher: Sendable {
  /// News for those who look on.
  package struct News: Sendable {
    /// The kind: `runs`, `curves`, `details` or `remarks`.
    package var kind: String
    /// The run that it is about; nil for the list of runs.
    var run: String? = nil
    /// Whether it is for those who see few points of many runs; nil if it is for everybody.
    var isCoarse: Bool? = nil
    /// The content as JSON.
    package var json: String
  }

  /// What an onlooker sees.
  package struct Interest: Sendable, Hashable {
    /// The runs whose curves are shown.
    var runs: [String]
    /// Whether few points suffice, because many runs are compared.
    var isCoarse: Bool

    /// Says what an onlooker sees.
    package init(runs: [String], isCoarse: Bool) { (self.runs, self.isCoarse) = (runs, isCoarse) }
  }

  /// The points of a curve where many runs are compared.
  static let coarse = 256

  private struct State {
    var watches: [String: RunWatch] = [:]
    var names: [String] = []
    /// Whether other runs were found that onlookers were not told of.
    var hasNewList = false
    var turn = 0
    var lastListed = -Double.infinity
    var lastLooked = -Double.infinity
  }

  private let catalogue: RunCatalogue
  private let state = Mutex(State())
  private let now: @Sendable () -> Double
  /// A folder is searched for new runs after this many seconds.
  private static let listEvery = 5.0
  /// About how many bytes of logs are read at one look.
  private static let piece = 32 << 20

  /// Makes a watcher; it looks when ``look(for:)`` is called.
  ///
  /// - Parameters:
  ///   - catalogue: where the runs are.
  ///   - now: returns the time in seconds since 1970.
  package init(
    _ catalogue: RunCatalogue,
    now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
  ) {
    (self.catalogue, self.now) = (catalogue, now)
  }

  /// The folder that holds the runs, without symbolic links.
  var root: String { catalogue.root }

  /// Looks at all runs again.
  ///
  /// - Parameter interests: what onlookers see.
  /// - Returns: what is new to them, and whether logs have more to read at once.
  package func look(for interests: Set<Interest>) -> (news: [News], hasMore: Bool) {
    state.withLock { state in
      let isNewList = look(&state, for: Set(interests.flatMap(\.runs))) || state.hasNewList
      state.hasNewList = false
      var (news, changed, hasMore) = ([News](), [RunOverview](), false)
      for name in state.names {
        guard var watch = state.watches.removeValue(forKey: name) else { continue }
        defer { state.watches[name] = watch }
        let found = watch.news()
        if found.overview { changed.append(watch.overview) }
        let grains = Set(interests.filter { $0.runs.contains(name) }.map(\.isCoarse))
        guard !grains.isEmpty else { continue }
        if !watch.isComplete { hasMore = true }
        if found.details {
          news.append(News(kind: "details", run: name, json: watch.detailsJSON()))
        }
        if found.remarks {
          news.append(News(kind: "remarks", run: name, json: watch.remarksJSON()))
        }
        for (log, firsts) in found.firstBuckets.enumerated() {
          guard let firsts else { continue }
          for isCoarse in grains {
            news.append(
              News(
                kind: "curves", run: name, isCoarse: isCoarse,
                json: watch.curves(
                  log, from: firsts[isCoarse ? 1 : 0],
                  most: isCoarse ? Self.coarse : LogCurves.mostBuckets)))
          }
        }
      }
      if isNewList || !changed.isEmpty {
        let runs = isNewList ? state.names.compactMap { state.watches[$0]?.overview } : changed
        news.insert(News(kind: "runs", json: Self.list(runs, isWhole: isNewList)), at: 0)
      }
      return (news, hasMore)
    }
  }

  /// Looks at the files of all runs; tells whether there are other runs than before.
  private func look(_ state: inout State, for wanted: Set<String>) -> Bool {
    let (time, locks) = (now(), LockTable.current())
    let isNewList = list(&state, locks, time)
    // The runs take turns, so that a long log does not keep the others waiting.
    state.turn += 1
    var left = Self.piece
    for place in state.names.indices {
      let name = state.names[(place + state.turn) % state.names.count]
      guard var watch = state.watches.removeValue(forKey: name) else { continue }
      let before = watch.bytesRead
      watch.look(locks: locks, now: time, readsLogs: wanted.contains(name), upTo: max(left, 0))
      left -= max(watch.bytesRead - before, 0)
      state.watches[name] = watch
    }
    state.lastLooked = time
    return isNewList
  }

  /// Searches the folder, if it is time; tells whether there are other runs than before.
  private func list(_ state: inout State, _ locks: LockTable, _ time: Double) -> Bool {
    guard time - state.lastListed >= Self.listEvery || time < state.lastListed else { return false }
    state.lastListed = time
    let names = catalogue.runs()
    guard names != state.names else { return false }
    var watches: [String: RunWatch] = [:]
    for name in names {
      watches[name] =
        state.watches[name]
        ?? RunWatch(name, at: catalogue.path(of: name), locks: locks, now: time)
    }
    (state.names, state.watches) = (names, watches)
    return true
  }

  /// What somebody must know who begins to look on.
  ///
  /// - Parameter interest: what the onlooker sees.
  /// - Returns: the whole list, and what was read of each run.
  func beginning(of interest: Interest) -> [News] {
    refresh()
    return state.withLock { state in
      var news = [
        News(
          kind: "runs",
          json: Self.list(state.names.compactMap { state.watches[$0]?.overview }, isWhole: true))
      ]
      let most = interest.isCoarse ? Self.coarse : LogCurves.mostBuckets
      for name in interest.runs {
        guard let watch = state.watches[name] else { continue }
        if !watch.details.isEmpty {
          news.append(News(kind: "details", run: name, json: watch.detailsJSON()))
        }
        news.append(News(kind: "remarks", run: name, json: watch.remarksJSON()))
        for log in watch.logs.indices where watch.logs[log].size > 0 {
          news.append(
            News(
              kind: "curves", run: name, isCoarse: interest.isCoarse,
              json: watch.curves(log, most: most)))
        }
      }
      return news
    }
  }

  /// The list of runs as JSON: an object with `root`, `whole` and `runs`.
  func overviews() -> String {
    refresh()
    return state.withLock { state in
      Self.list(state.names.compactMap { state.watches[$0]?.overview }, isWhole: true)
    }
  }

  /// Reads one run to the end of its logs, and gives a part of it as JSON.
  ///
  /// - Parameters:
  ///   - name: the run.
  ///   - part: gives the JSON.
  /// - Returns: nil if there is no such run.
  package func reading(_ name: String, _ part: (RunWatch) -> String) -> String? {
    refresh()
    return state.withLock { state in
      guard var watch = state.watches.removeValue(forKey: name) else { return nil }
      watch.look(locks: LockTable.current(), now: now(), readsLogs: true, upTo: .max)
      state.watches[name] = watch
      return part(watch)
    }
  }

  /// The folder of a run; nil if there is no such run.
  func folder(of name: String) -> String? {
    refresh()
    return state.withLock { $0.watches[name]?.path }
  }

  /// Looks again if nobody has looked for a while.
  private func refresh() {
    state.withLock { state in
      guard abs(now() - state.lastLooked) > 2 else { return }
      // Those who look on are told of other runs at the next look for them.
      if look(&state, for: []) { state.hasNewList = true }
    }
  }

  private static func list(_ runs: [RunOverview], isWhole: Bool) -> String {
    struct List: Encodable {
      let whole: Bool
      let runs: [RunOverview]
    }
    // Its values are numbers and texts that JSON has.
    return (try? JSONFile.line(of: List(whole: isWhole, runs: runs), keys: .snakeCase)) ?? "{}"
  }
}
