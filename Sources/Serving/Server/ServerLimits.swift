import Foundation
import NIOCore

/// What the server grants its clients.
package struct ServerLimits: Sendable {
  /// The most connections that are open at the same time.
  package var connections = 1024
  /// The most of these that receive events.
  package var eventStreams = 512
  /// The most bytes of a request's head.
  package var headBytes = 16 << 10
  /// How long a client may take to send a whole request, and how long a connection may be idle.
  package var requestTime = TimeAmount.seconds(15)
  /// How long a client may take nothing of an answer.
  package var stallTime = TimeAmount.seconds(20)
  /// How many bytes of events may wait for a slow client.
  package var waitingBytes = 1 << 20
  /// How often onlookers get news.
  package var newsEvery = TimeAmount.seconds(1)
  /// How often a silent stream of events shows that it lives.
  package var beatEvery = TimeAmount.seconds(15)

  /// The usual limits.
  package init() {}
}

extension ServerLimits {
  /// Returns limits that leave file descriptors for everything else, after asking for as many as allowed.
  func fittingDescriptors() -> ServerLimits {
    var allowed = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &allowed) == 0 else { return self }
    if allowed.rlim_cur < 4096, allowed.rlim_cur < allowed.rlim_max {
      allowed.rlim_cur = min(4096, allowed.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &allowed)
    }
    var limits = self
    let free = Int(clamping: allowed.rlim_cur) - 400
    limits.connections = max(min(connections, free), 16)
    limits.eventStreams = min(eventStreams, limits.connections * 3 / 4)
    return limits
  }
}
