import Reports

/// A file for a figure, of the kind that its name ends in.
public struct PictureFile: Sendable {
  private let path: String
  private let isVector: Bool

  /// Names a file.
  ///
  /// - Parameter path: ends in `.png` or `.svg`.
  /// - Throws: ``ComparisonError/unknownPicture(path:)``.
  public init(_ path: String) throws {
    let name = path.lowercased()
    guard name.hasSuffix(".png") || name.hasSuffix(".svg") else {
      throw ComparisonError.unknownPicture(path: path)
    }
    self.path = path
    isVector = name.hasSuffix(".svg")
  }

  /// Draws a figure into it, whole or not at all.
  ///
  /// - Throws: `DrawingError`, or a `SystemCallError`.
  public func write(_ figure: some Figure) throws {
    if isVector { try figure.write(svg: path) } else { try figure.write(png: path) }
  }
}
