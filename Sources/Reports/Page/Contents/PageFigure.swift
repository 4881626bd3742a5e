/// A picture on a page, with what is said about it.
public struct PageFigure: Sendable {
  /// A part of a picture that says what it is when pointed at.
  public struct Spot: Sendable {
    /// The part, in pixels of the picture.
    public var rectangle: Rectangle
    /// What it says, such as a video's name and a time.
    public var text: String

    /// Says what a part of a picture is.
    public init(_ rectangle: Rectangle, text: String) {
      self.rectangle = rectangle
      self.text = text
    }
  }

  /// The picture.
  public var picture: EmbeddedPicture
  /// What stands below it.
  public var caption: String
  /// What is read to those who don't see it.
  public var alternative: String
  /// Parts that say what they are.
  public var spots: [Spot]

  /// Captions a picture.
  ///
  /// - Parameters:
  ///   - picture: the picture.
  ///   - caption: what stands below it.
  ///   - alternative: what is read to those who don't see it.
  ///   - spots: parts that say what they are, such as thumbnails.
  public init(
    _ picture: EmbeddedPicture, caption: String, alternative: String, spots: [Spot] = []
  ) {
    self.picture = picture
    self.caption = caption
    self.alternative = alternative
    self.spots = spots
  }
}
