import NIOCore

/// Counts the connections, and decides who must leave when there are too many.
///
/// All its methods are called on the server's one event loop.
final class ConnectionGate: @unchecked Sendable {
  // Unchecked: see above.
  private let limits: ServerLimits
  /// All open connections, by their number in the order in which they came.
  private var open: [Int: ClientConnection] = [:]
  private var next = 0
  /// Connections that are being told that there is no room.
  private var leaving = 0
  private static let mostLeaving = 1024

  init(_ limits: ServerLimits) { self.limits = limits }

  /// How many connections are open.
  var count: Int { open.count }
  /// Those that receive events.
  var streams: [ClientConnection] { open.values.filter { $0.interest != nil } }
  /// Whether there is room for one more stream of events.
  var hasRoomForStream: Bool { streams.count < limits.eventStreams }

  /// Admits a connection, or finds no room.
  ///
  /// When there is no room, the client that has waited longest without a request must leave. So a crowd of silent
  /// connections can't keep a reader out.
  ///
  /// - Returns: the number of the connection; nil if there is no room.
  func admit(_ connection: ClientConnection) -> Int? {
    if open.count >= limits.connections {
      guard let idle = open.filter({ $0.value.isWaiting }).min(by: { $0.key < $1.key }) else {
        return nil
      }
      open[idle.key] = nil
      idle.value.leave()
    }
    next += 1
    open[next] = connection
    return next
  }

  /// Forgets a connection that has ended.
  func remove(_ number: Int) { open[number] = nil }

  /// Tells a client that there is no room, and closes the connection.
  ///
  /// - Parameters:
  ///   - reader: the connection's handler that is next to the socket.
  ///   - channel: the connection's channel.
  func refuse(_ reader: HeadReader, _ channel: any Channel) {
    guard leaving < Self.mostLeaving else {
      // A client that has sent nothing gets the answer all the same.
      reader.sendPlain(Self.noRoom)
      return channel.close(promise: nil)
    }
    leaving += 1
    channel.closeFuture.whenComplete { _ in self.leaving -= 1 }
    reader.sendPlain(Self.noRoom)
    // A client that has sent its request would lose the answer if the connection were closed at once.
    channel.eventLoop.scheduleTask(in: .milliseconds(500)) { channel.close(promise: nil) }
  }

  /// The whole answer where there is no room.
  static let noRoom: String = {
    let text = "Too many connections. Close some pages, and try again in a few seconds.\n"
    return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
      + "Content-Length: \(text.utf8.count)\r\nRetry-After: 5\r\nConnection: close\r\n\r\n" + text
  }()
}
