import NIOCore
import NIOHTTP1
import NIOPosix

/// What all connections share.
///
/// Its methods are called on the server's event loop.
final class ServerCore: @unchecked Sendable {
  // Unchecked: see above; its constants can be used everywhere.
  let limits: ServerLimits
  let router: Router
  let files: NIOThreadPool
  let gate: ConnectionGate
  let board: NewsBoard
  private var readers: [ObjectIdentifier: HeadReader] = [:]

  init(limits: ServerLimits, router: Router, watcher: RunWatcher, files: NIOThreadPool) {
    (self.limits, self.router, self.files) = (limits, router, files)
    gate = ConnectionGate(limits)
    board = NewsBoard(watcher, every: limits.newsEvery)
  }

  /// Puts the handlers of a new connection together.
  func admit(_ channel: any Channel) throws {
    let connection = ClientConnection(self)
    let reader = HeadReader(limit: limits.headBytes)
    let key = ObjectIdentifier(connection)
    readers[key] = reader
    channel.closeFuture.whenComplete { _ in self.readers[key] = nil }
    let pipeline = channel.pipeline.syncOperations
    // What it sends itself goes to the socket at once.
    try pipeline.addHandler(reader)
    try pipeline.addHandler(HTTPResponseEncoder())
    var heads = NIOHTTPDecoderLimitConfiguration()
    (heads.maxHeaderFieldSize, heads.maxHeaderListSize) = (limits.headBytes, limits.headBytes)
    try pipeline.addHandler(
      ByteToMessageHandler(
        HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: heads)))
    try pipeline.addHandler(HTTPServerPipelineHandler())
    try pipeline.addHandler(connection)
  }

  /// What counts the bytes of a connection's requests.
  func headReader(of connection: ClientConnection) -> HeadReader? {
    readers[ObjectIdentifier(connection)]
  }

  /// Lets a new onlooker get news soon.
  func streamBegan() {
    let streams = gate.streams
    board.wake(interests: Set(streams.compactMap(\.interest)), viewers: streams.count)
  }

  /// Gives news to those whom they concern.
  func tell(_ news: [RunWatcher.News]) {
    let streams = gate.streams
    var letters: [RunWatcher.Interest: ByteBuffer] = [:]
    let now = NIODeadline.now()
    for stream in streams {
      guard let interest = stream.interest else { continue }
      let letter = letters[interest] ?? NewsBoard.letter(news, for: interest)
      letters[interest] = letter
      if letter.readableBytes > 0 { stream.push(letter) }
      stream.check(now)
    }
    board.set(interests: Set(letters.keys), viewers: streams.count)
  }
}
