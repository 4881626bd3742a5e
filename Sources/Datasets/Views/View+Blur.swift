extension View {
  /// The mean of 3×3 pixels; at the edges of those that are there.
  static func blur(_ picture: UnsafeMutableBufferPointer<Pixel>, side: Int) {
    for line in 0..<side {
      blur(picture, from: line * side, by: 1, count: side)
    }
    for line in 0..<side {
      blur(picture, from: line, by: side, count: side)
    }
  }

  /// The mean of three pixels of a row or a column.
  private static func blur(
    _ picture: UnsafeMutableBufferPointer<Pixel>, from first: Int, by step: Int, count: Int
  ) {
    guard count > 1 else { return }
    var (before, index) = (picture[first], first)
    picture[index] = (before + picture[index + step]) / 2
    for _ in 2..<count {
      index += step
      let own = picture[index]
      picture[index] = (before + own + picture[index + step]) / 3
      before = own
    }
    picture[index + step] = (before + picture[index + step]) / 2
  }
}
