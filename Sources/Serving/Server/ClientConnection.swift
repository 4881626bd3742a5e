import NIOCore
import NIOHTTP1

/// One connection of a client: takes its requests, one after the other, and writes the answers.
///
/// All its methods are called on the server's event loop.
final class ClientConnection: ChannelInboundHandler, @unchecked Sendable {
  // Unchecked: see above.
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  enum State {
    /// No request has come yet, or the last one was answered.
    case waiting
    /// A request is being answered.
    case answering
    /// Events are sent as long as the client stays.
    case events(RunWatcher.Interest)
    /// Nothing more is taken or sent.
    case ended
  }

  let server: ServerCore
  private var number: Int?
  private(set) var context: ChannelHandlerContext?
  var state = State.waiting
  private(set) var deadline: Scheduled<Void>?
  private var keepsAlive = false
  /// Since when a client has taken nothing, though events wait for it.
  var stalledSince: NIODeadline?
  var hasMissed = false
  var lastSent = NIODeadline.now()

  init(_ server: ServerCore) { self.server = server }

  /// What the client looks at, if it receives events.
  var interest: RunWatcher.Interest? {
    if case .events(let interest) = state { interest } else { nil }
  }
  /// Whether no request of it is being answered.
  var isWaiting: Bool { if case .waiting = state { true } else { false } }

  // MARK: Beginning and end

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    guard let number = server.gate.admit(self) else {
      state = .ended
      if let reader = server.headReader(of: self) { server.gate.refuse(reader, context.channel) }
      return
    }
    self.number = number
    setDeadline(server.limits.requestTime)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let number { server.gate.remove(number) }
    deadline?.cancel()
    state = .ended
    self.context = nil
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A request that is being answered was whole; what follows it is broken.
    guard isWaiting else { return close() }
    if error is HeadTooLong || (error as? HTTPParserError) == .headerOverflow {
      return end(
        with: .text(431, "The head of the request is longer than this server accepts."))
    }
    if error is HTTPParserError {
      return end(with: .text(400, "This is no request that this server understands."))
    }
    close()
  }

  /// Ends a connection that waits, because there is no room for it.
  func leave() {
    guard let context else { return }
    state = .ended
    deadline?.cancel()
    if let reader = server.headReader(of: self) { server.gate.refuse(reader, context.channel) }
  }

  func close() {
    state = .ended
    deadline?.cancel()
    context?.close(promise: nil)
  }

  private func setDeadline(_ time: TimeAmount) {
    deadline?.cancel()
    deadline = context?.eventLoop.scheduleTask(in: time) { [weak self] in self?.timeIsUp() }
  }

  private func timeIsUp() {
    guard isWaiting, server.headReader(of: self)?.hasBegun == true else { return close() }
    end(with: .text(408, "The request took too long."))
  }

  // MARK: Requests

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      guard isWaiting else { return }
      state = .answering
      server.headReader(of: self)?.reset()
      setDeadline(server.limits.stallTime)
      keepsAlive = head.isKeepAlive
      guard !Self.hasBody(head) else {
        return end(with: .text(413, "This server takes no body of a request."))
      }
      guard
        let request = Request(
          method: head.method.rawValue, target: head.uri,
          fields: head.headers.map { ($0.name, $0.value) })
      else { return end(with: .text(400, "This address is none that this server understands.")) }
      let isHead = head.method == .HEAD
      let loop = context.eventLoop
      server.files.runIfActive(eventLoop: loop) { [router = server.router] in router.answer(request)
      }
      .whenComplete { result in
        guard case .success(let answer) = result else { return self.close() }
        self.write(answer, isHead: isHead)
      }
    case .body: break
    case .end: break
    }
  }

  private static func hasBody(_ head: HTTPRequestHead) -> Bool {
    head.headers.contains(name: "transfer-encoding")
      || head.headers["content-length"].contains { $0 != "0" }
  }

  // MARK: Answers

  /// Writes an answer and closes the connection.
  private func end(with answer: Answer) {
    if case .ended = state { return }
    state = .answering
    keepsAlive = false
    write(answer, isHead: false)
  }

  private func write(_ answer: Answer, isHead: Bool) {
    guard let context, case .answering = state else { return }
    var answer = answer
    if case .events = answer.body, !server.gate.hasRoomForStream || isHead {
      answer = .text(503, "Too many pages are open. Close some, and try again.")
      answer.headers.append(("Retry-After", "30"))
    }
    var headers = HTTPHeaders([
      ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
      ("X-Frame-Options", "DENY"), ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
    ])
    for (name, value) in answer.headers { headers.replaceOrAdd(name: name, value: value) }
    switch answer.body {
    case .bytes(let bytes): headers.add(name: "Content-Length", value: "\(bytes.count)")
    case .file(let file): headers.add(name: "Content-Length", value: "\(file.size)")
    case .events: break
    }
    if !keepsAlive { headers.add(name: "Connection", value: "close") }
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    switch answer.body {
    case .events(let interest): begin(interest)
    case .bytes(let bytes): isHead ? finish() : send(ByteBuffer(bytes: bytes))
    case .file(let file): isHead ? finish() : send(file, from: 0)
    }
  }

  private static let piece = 1 << 17

  /// Sends bytes piece by piece; a client that takes none for a while is left.
  private func send(_ bytes: ByteBuffer) {
    var bytes = bytes
    guard let context, let piece = bytes.readSlice(length: min(Self.piece, bytes.readableBytes)),
      piece.readableBytes > 0
    else { return finish() }
    setDeadline(server.limits.stallTime)
    let rest = bytes
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(piece)))).whenComplete { result in
      if case .failure = result { return self.close() }
      self.send(rest)
    }
  }

  private func send(_ file: OpenFile, from offset: Int) {
    guard let context else { return }
    guard offset < file.size else { return finish() }
    let count = min(Self.piece, file.size - offset)
    server.files.runIfActive(eventLoop: context.eventLoop) { file.piece(at: offset, count: count) }
      .whenComplete { result in
        guard case .success(let bytes?) = result, let context = self.context else {
          return self.close()
        }
        self.setDeadline(self.server.limits.stallTime)
        context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))))
          .whenComplete { result in
            if case .failure = result { return self.close() }
            self.send(file, from: offset + count)
          }
      }
  }

  private func finish() {
    guard let context, case .answering = state else { return }
    let keeps = keepsAlive
    if keeps {
      state = .waiting
      setDeadline(server.limits.requestTime)
    } else {
      state = .ended
      setDeadline(.seconds(1))
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { result in
      if case .failure = result { return self.close() }
      // The client closes when it has read everything; the deadline closes where it doesn't.
      if !keeps { self.context?.close(mode: .output, promise: nil) }
    }
  }
}
