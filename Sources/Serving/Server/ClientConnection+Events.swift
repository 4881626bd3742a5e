import NIOCore
import NIOHTTP1

/// The events that a client gets as long as it stays.
extension ClientConnection {
  func begin(_ interest: RunWatcher.Interest) {
    deadline?.cancel()
    state = .events(interest)
    server.streamBegan()
    sendBeginning(interest)
  }

  private func sendBeginning(_ interest: RunWatcher.Interest) {
    guard let context else { return }
    context.flush()
    server.files.runIfActive(eventLoop: context.eventLoop) { [board = server.board] in
      board.beginning(of: interest)
    }
    .whenComplete { result in
      guard case .success(let bytes) = result else { return self.close() }
      self.push(bytes)
    }
  }

  /// Sends news, unless the client has not taken the earlier ones; then it gets everything anew when it has.
  ///
  /// - Parameter bytes: the news as events.
  func push(_ bytes: ByteBuffer) {
    guard let context, case .events = state else { return }
    guard context.channel.isWritable else {
      hasMissed = true
      return
    }
    lastSent = .now()
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
  }

  /// Leaves a client that takes nothing; shows a silent one that the connection lives.
  func check(_ now: NIODeadline) {
    guard let context, case .events = state else { return }
    if context.channel.isWritable {
      stalledSince = nil
      if now - lastSent >= server.limits.beatEvery { push(ByteBuffer(string: ": \n\n")) }
    } else if let since = stalledSince {
      if now - since >= server.limits.stallTime { close() }
    } else {
      stalledSince = now
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      stalledSince = nil
      if hasMissed, case .events(let interest) = state {
        hasMissed = false
        sendBeginning(interest)
      }
    }
    context.fireChannelWritabilityChanged()
  }
}
