import NIOCore

/// The head of a request that has more bytes than is granted.
struct HeadTooLong: Error {}

/// Counts the bytes of a request's head before they are read as HTTP.
final class HeadReader: ChannelInboundHandler, @unchecked Sendable {
  // Unchecked: all methods are called on the server's event loop.
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let limit: Int
  private var count = 0
  private var isOver = false

  init(limit: Int) { self.limit = limit }

  /// Whether bytes of a request have come.
  var hasBegun: Bool { count > 0 }

  /// Begins to count anew, for the next request.
  func reset() { count = 0 }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isOver else { return }
    count += unwrapInboundIn(data).readableBytes
    // The bytes that go over the limit may hold the end of the head, so they are passed on first.
    context.fireChannelRead(data)
    if count > limit {
      isOver = true
      context.fireErrorCaught(HeadTooLong())
    }
  }
}
