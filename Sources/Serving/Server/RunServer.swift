import Basics
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Serves a page with the runs below a folder.
package final class RunServer: Sendable {
  /// Where the server listens: the port.
  package let port: Int

  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let core: ServerCore
  private let files: NIOThreadPool

  /// Starts to listen.
  ///
  /// - Parameters:
  ///   - catalogue: where the runs are.
  ///   - host: the address to listen at.
  ///   - port: the port; 0 takes a free one.
  ///   - limits: what clients are granted.
  ///   - access: decides who may read, given the port.
  /// - Throws: ``ServingError``, or `ThreadError`.
  package init(
    _ catalogue: RunCatalogue, host: String = "127.0.0.1", port: Int,
    limits: ServerLimits = ServerLimits(), access: @escaping @Sendable (_ port: Int) -> Access
  ) throws {
    try checkThreads(5)
    let watcher = RunWatcher(catalogue)
    let limits = limits.fittingDescriptors()
    let (group, files) = (
      MultiThreadedEventLoopGroup(numberOfThreads: 1), NIOThreadPool(numberOfThreads: 2)
    )
    files.start()
    // The port is known only when the server listens, and what it answers depends on the port.
    let place = Box()
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 512)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(
        .writeBufferWaterMark, value: .init(low: 1 << 16, high: limits.waitingBytes)
      )
      .childChannelOption(.allowRemoteHalfClosure, value: false)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let core = place.core.withLock({ $0 }) else { throw ChannelError.ioOnClosedChannel }
          try core.admit(channel)
        }
      }
    do {
      channel = try bootstrap.bind(host: host, port: port).wait()
    } catch {
      Self.end(group, files)
      throw Self.explained(error, host: host, port: port)
    }
    self.port = channel.localAddress?.port ?? port
    let core = ServerCore(
      limits: limits, router: Router(watcher, access: access(self.port)), watcher: watcher,
      files: files)
    place.core.withLock { $0 = core }
    (self.core, self.group, self.files) = (core, group, files)
    try startThread {
      core.board.run { news in
        // After the end of the loop there is nobody to tell.
        try? group.next().submit { core.tell(news) }.wait()
      }
    }
  }

  /// Holds what is made after the server listens.
  private final class Box: Sendable {
    let core = Mutex<ServerCore?>(nil)
  }

  /// Ends all connections and frees the port.
  package func stop() {
    core.board.stop()
    // A channel that has ended already is as it should be.
    try? channel.close().wait()
    Self.end(group, files)
  }

  private static func end(_ group: MultiThreadedEventLoopGroup, _ files: NIOThreadPool) {
    // The threads end in any case; nothing depends on how.
    try? group.syncShutdownGracefully()
    try? files.syncShutdownGracefully()
  }

  private static func explained(_ error: any Error, host: String, port: Int) -> any Error {
    if let error = error as? IOError {
      return ServingError.address(
        host: host, port: port, reason: String(cString: strerror(error.errnoCode)))
    }
    if error is SocketAddressError || error is SocketAddressError.UnknownHost {
      return ServingError.unknownHost(host: host)
    }
    return ServingError.address(host: host, port: port, reason: "\(error)")
  }
}
