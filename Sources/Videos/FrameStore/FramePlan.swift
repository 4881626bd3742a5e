/// Which frames of one video are stored: the k-th query is frame k × stride.
struct FramePlan: Equatable {
  /// What a frame is stored as, with the number of the query that it belongs to.
  enum Role: Equatable {
    /// A query itself.
    case query(Int)
    /// The frame after a query.
    case successor(Int)
    /// The later frame of a query.
    case later(Int)
  }

  let stride: Int
  let negativeEvery: Int
  let laterOffset: Int

  /// What a frame is stored as; nothing where it is not.
  ///
  /// - Parameter number: the frame's number in its video, from 0.
  func roles(of number: Int) -> [Role] {
    var roles: [Role] = []
    if number % stride == 0 { roles.append(.query(number / stride)) }
    if number % stride == 1, hasSuccessor(number / stride) {
      roles.append(.successor(number / stride))
    }
    if laterOffset > 0, number >= laterOffset, (number - laterOffset) % stride == 0 {
      roles.append(.later((number - laterOffset) / stride))
    }
    return roles
  }

  /// The k-th pair is positive unless it is the last of every `negativeEvery` (METHOD.md).
  private func hasSuccessor(_ query: Int) -> Bool {
    negativeEvery == 0 || query % negativeEvery != negativeEvery - 1
  }
}
