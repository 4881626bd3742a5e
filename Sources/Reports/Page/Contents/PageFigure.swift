/// A picture on a page, with what is said about it.
package struct PageFigure: Sendable {
  /// A part of a picture that says what it is when pointed at.
  package struct Spot: Sendable {
    /// The part, in pixels of the picture.
    package var rectangle: Rectangle
    /// What it says, such as a video's name and a time.
    package var text: String

    /// Says what a part of a picture is.
    package init(_ rectangle: Rectangle, text: String) {
      self.rectangle = rectangle
      self.text = text
    }
  }

  /// The picture.
  package var picture: EmbeddedPicture
  /// What stands below it.
  package var caption: String
  /// What is read to those who don't see it.
  package var alternative: String
  /// Parts that say what they are.
  package var spots: [Spot]

  /// Captions a picture.
  ///
  /// - Parameters:
  ///   - picture: the picture.
  ///   - caption: what stands below it.
  ///   - alternative: what is read to those who don't see it.
  ///   - spots: parts that say what they are, such as thumbnails.
  package init(
    _ picture: EmbeddedPicture, caption: String, alternative: String, spots: [Spot] = []
  ) {
    self.picture = picture
    self.caption = caption
    self.alternative = alternative
    self.spots = spots
  }
}
