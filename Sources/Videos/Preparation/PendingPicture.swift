import Synchronization

/// A frame's picture that is being made, and the names that it is to be written under.
final class PendingPicture: Sendable {
  private enum State {
    case wanted(names: [String])
    case made(bytes: [UInt8])
  }

  private let state = Mutex(State.wanted(names: []))

  /// Records that it is made.
  ///
  /// - Returns: the names that it was asked for under until now.
  func complete(_ bytes: [UInt8]) -> [String] {
    state.withLock { state in
      guard case .wanted(let names) = state else { return [] }
      state = .made(bytes: bytes)
      return names
    }
  }

  /// Its bytes if it is made; if not, whoever makes it is told of the name.
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
