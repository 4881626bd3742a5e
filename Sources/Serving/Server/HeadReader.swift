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
  private var context: ChannelHandlerContext?

  init(limit: Int) { self.limit = limit }

  /// Whether bytes of a request have come.
  var hasBegun: Bool { count > 0 }

  /// Begins to count anew, for the next request.
  func reset() { count = 0 }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Sends a whole answer as it is, past the handlers of HTTP, and nothing after it.
  func sendPlain(_ text: String) {
    isOver = true
    guard let context else { return }
    context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
    context.close(mode: .output, promise: nil)
  }

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
