import Basics
import Foundation
import Synchronization

/// Makes the pictures of one video's frames and writes them, on threads that are spare while there are
/// any, and otherwise on the one that decodes.
final class PictureWriting: Sendable {
  private let side: Int
  private let spare: SpareThreads
  private let write: @Sendable (_ bytes: [UInt8], _ name: String) throws -> Void
  private let state = Mutex(State())
  private let unfinished = DispatchGroup()

  private struct State {
    /// What no thread is using.
    var makers: [PictureMaker] = []
    var failure: (any Error)?
  }

  /// What makes pictures, with tables that are costly to begin.
  private struct PictureMaker: @unchecked Sendable {
    // Unchecked: one thread at a time takes it out of the state above.
    let scaler = FrameScaler()
    let codec: JPEGCodec
  }

  /// Begins a video.
  ///
  /// - Parameters:
  ///   - side: width and height of the pictures in pixels.
  ///   - spare: threads that may be spare.
  ///   - write: writes a picture's bytes under a name, on any thread.
  init(
    side: Int, on spare: SpareThreads,
    write: @escaping @Sendable (_ bytes: [UInt8], _ name: String) throws -> Void
  ) {
    (self.side, self.spare, self.write) = (side, spare, write)
  }

  /// Begins a frame's picture.
  ///
  /// - Throws: what making or writing an earlier one threw.
  func begin(_ frame: ShownFrame) throws -> PendingPicture {
    try throwFailure()
    let picture = PendingPicture()
    unfinished.enter()
    let piece = { @Sendable in
      defer { self.unfinished.leave() }
      do {
        let bytes = try self.bytes(of: frame)
        for name in picture.complete(bytes) { try self.write(bytes, name) }
      } catch {
        self.state.withLock { $0.failure = $0.failure ?? error }
      }
    }
    if !spare.take(piece) { piece() }
    return picture
  }

  /// Has a picture written under a name, now or once it is there.
  ///
  /// - Throws: what writing threw.
  func store(_ picture: PendingPicture, named name: String) throws {
    if let bytes = picture.bytes(orLaterNamed: name) { try write(bytes, name) }
  }

  /// Waits for all pictures.
  ///
  /// - Throws: what making or writing one threw.
  func finish() throws {
    unfinished.wait()
    try throwFailure()
  }

  /// Waits for all pictures, whatever became of them: their files are nobody's concern any more.
  func giveUp() { unfinished.wait() }

  private func throwFailure() throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func bytes(of frame: ShownFrame) throws -> [UInt8] {
    let idle = state.withLock { $0.makers.popLast() }
    let maker = try idle ?? PictureMaker(codec: JPEGCodec())
    defer { state.withLock { $0.makers.append(maker) } }
    return try maker.scaler.jpeg(of: frame, width: side, height: side, by: maker.codec)
  }
}
