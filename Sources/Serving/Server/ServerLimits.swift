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
