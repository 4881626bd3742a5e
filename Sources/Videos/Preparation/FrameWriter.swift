import Basics
import Foundation
import Synchronization

/// Makes the pictures of one video's frames and writes their files.
///
/// The work runs on spare threads, or on the calling thread if there are none.
final class FrameWriter: Sendable {
  private let side: Int
  private let spare: SpareThreads
  private let write: @Sendable (_ bytes: [UInt8], _ name: String) throws -> Void
  private let state = Mutex(State())
  private let unfinished = DispatchGroup()

  private struct State {
    /// The makers that no thread is using.
    var makers: [PictureMaker] = []
    /// The first error of a thread.
    var failure: (any Error)?
  }

  /// What a thread needs to make pictures.
  ///
  /// Its tables are costly to set up.
  private struct PictureMaker: @unchecked Sendable {
    // Marked as Sendable without a check: only one thread at a time takes it out of the state.
    let scaler = FrameScaler()
    let codec: JPEGCodec
  }

  /// Begins a video.
  ///
  /// - Parameters:
  ///   - side: width and height of the pictures in pixels.
  ///   - spare: threads that may be free.
  ///   - write: writes the bytes of a file under a name, on any thread.
  init(
    side: Int, on spare: SpareThreads,
    write: @escaping @Sendable (_ bytes: [UInt8], _ name: String) throws -> Void
  ) {
    (self.side, self.spare, self.write) = (side, spare, write)
  }

  /// Begins to make the picture of a frame.
  ///
  /// - Parameter frame: the frame.
  /// - Returns: the picture, perhaps not finished.
  /// - Throws: the error of an earlier picture.
  func makePicture(of frame: ShownFrame) throws -> PendingPicture {
    try throwFailure()
    let picture = PendingPicture()
    unfinished.enter()
    let piece = { @Sendable in
      defer { self.unfinished.leave() }
      do {
        let bytes = try self.jpeg(of: frame)
        for name in picture.complete(bytes) { try self.write(bytes, name) }
      } catch {
        self.state.withLock { $0.failure = $0.failure ?? error }
      }
    }
    if !spare.take(piece) { piece() }
    return picture
  }

  /// Writes a picture under a name, now or once it is finished.
  ///
  /// - Parameters:
  ///   - picture: the picture.
  ///   - name: the name of the file.
  /// - Throws: an error of writing.
  func store(_ picture: PendingPicture, named name: String) throws {
    if let bytes = picture.bytes(orLaterNamed: name) { try write(bytes, name) }
  }

  /// Waits until all pictures are written.
  ///
  /// - Throws: the first error of a picture.
  func finish() throws {
    unfinished.wait()
    try throwFailure()
  }

  /// Waits until no thread works on a picture any more, and ignores errors.
  func waitForAll() { unfinished.wait() }

  private func throwFailure() throws {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Scales and compresses a frame.
  private func jpeg(of frame: ShownFrame) throws -> [UInt8] {
    let idle = state.withLock { $0.makers.popLast() }
    let maker = try idle ?? PictureMaker(codec: JPEGCodec())
    defer { state.withLock { $0.makers.append(maker) } }
    return try maker.scaler.jpeg(of: frame, width: side, height: side, by: maker.codec)
  }
}

/// The picture of a frame while it is being made, with the names to write it under.
final class PendingPicture: Sendable {
  private enum State {
    case wanted(names: [String])
    case made(bytes: [UInt8])
  }

  private let state = Mutex(State.wanted(names: []))

  /// Notes that the picture is finished.
  ///
  /// - Parameter bytes: its JPEG file.
  /// - Returns: the names under which it is to be written.
  func complete(_ bytes: [UInt8]) -> [String] {
    state.withLock { state in
      guard case .wanted(let names) = state else { return [] }
      state = .made(bytes: bytes)
      return names
    }
  }

  /// Returns the bytes of a finished picture.
  ///
  /// If it is not finished, notes a name to write it under.
  ///
  /// - Parameter name: the name.
  func bytes(orLaterNamed name: String) -> [UInt8]? {
    state.withLock { state in
      switch state {
      case .made(let bytes): return bytes
      case .wanted(let names):
        state = .wanted(names: names + [name])
        return nil
      }
    }
  }
}
