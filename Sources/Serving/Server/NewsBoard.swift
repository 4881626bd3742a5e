import Basics
import Foundation
import NIOCore
import Synchronization

/// Asks the watcher for news in a rhythm, as long as anybody looks on.
final class NewsBoard: Sendable {
  private struct State {
    var interests: Set<RunWatcher.Interest> = []
    var viewers = 0
    var isStopped = false
    var beginnings: [RunWatcher.Interest: (time: NIODeadline, bytes: ByteBuffer)] = [:]
  }

  private let watcher: RunWatcher
  private let every: TimeAmount
  private let state = Mutex(State())
  private let signal = DispatchSemaphore(value: 0)

  init(_ watcher: RunWatcher, every: TimeAmount) { (self.watcher, self.every) = (watcher, every) }

  /// Says what onlookers see.
  func set(interests: Set<RunWatcher.Interest>, viewers: Int) {
    state.withLock { ($0.interests, $0.viewers) = (interests, viewers) }
  }

  /// Says what onlookers see, and that one has come.
  func wake(interests: Set<RunWatcher.Interest>, viewers: Int) {
    set(interests: interests, viewers: viewers)
    signal.signal()
  }

  /// Ends ``run(_:)``.
  func stop() {
    state.withLock { $0.isStopped = true }
    signal.signal()
  }

  /// Looks and tells until ``stop()``; called on a thread of its own.
  ///
  /// - Parameter tell: gives news to the onlookers; an empty list lets them check their connections.
  func run(_ tell: (_ news: [RunWatcher.News]) -> Void) {
    while true {
      let (interests, viewers, isStopped) = state.withLock {
        ($0.interests, $0.viewers, $0.isStopped)
      }
      if isStopped { return }
      guard viewers > 0 else {
        signal.wait()
        continue
      }
      let (news, hasMore) = watcher.look(for: interests)
      tell(news)
      // Many onlookers get news less often, so that they don't take time from a training.
      let pause = viewers > 100 ? every * 4 : viewers > 20 ? every * 2 : every
      if hasMore {
        usleep(20_000)
      } else {
        _ = signal.wait(timeout: .now() + .nanoseconds(Int(pause.nanoseconds)))
      }
    }
  }

  /// What a new onlooker gets first.
  ///
  /// Many who come at the same time get the same bytes.
  func beginning(of interest: RunWatcher.Interest) -> ByteBuffer {
    let now = NIODeadline.now()
    if let kept = state.withLock({ $0.beginnings[interest] }), now - kept.time < .milliseconds(500)
    {
      return kept.bytes
    }
    var bytes = ByteBuffer(string: "retry: 2000\n\n")
    var news = Self.letter(watcher.beginning(of: interest), for: interest)
    bytes.writeBuffer(&news)
    state.withLock { [bytes] state in
      state.beginnings = state.beginnings.filter { now - $0.value.time < .milliseconds(500) }
      state.beginnings[interest] = (now, bytes)
    }
    return bytes
  }

  /// The news that concern an onlooker, as events.
  static func letter(_ news: [RunWatcher.News], for interest: RunWatcher.Interest) -> ByteBuffer {
    var bytes = ByteBuffer()
    for one in news {
      if let run = one.run, !interest.runs.contains(run) { continue }
      if let isCoarse = one.isCoarse, isCoarse != interest.isCoarse { continue }
      bytes.writeString("event: \(one.kind)\ndata: \(one.json)\n\n")
    }
    return bytes
  }
}
