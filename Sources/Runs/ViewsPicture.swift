import Datasets
import Reports
import Videos

/// A picture of the random views of some frames, `views.png`.
package struct ViewsPicture {
  private let store: FrameStore
  private let settings: Settings

  /// Creates a picture.
  ///
  /// - Parameters:
  ///   - store: the frame store.
  ///   - settings: the settings of views, the network and the seed.
  package init(of store: FrameStore, settings: Settings) {
    (self.store, self.settings) = (store, settings)
  }

  /// Draws frames of some videos with the views of the first six epochs.
  ///
  /// - Parameter path: the path of the picture's file.
  /// - Throws: errors of reading or writing, `DrawingError`.
  package func write(to path: String) throws {
    let videos = try store.videos().filter { !$0.frames.isEmpty }
    let side = settings.architecture?.inputSide ?? store.settings.side
    let source = FrameSource(store: store, side: side)
    let views = settings.views.enabled ? ViewSampler(settings.views, seed: settings.seed) : nil
    let rows = try (0..<min(Self.frames, videos.count)).map { row in
      let video = row * videos.count / min(Self.frames, videos.count)
      let frames = videos[video].frames
      let frame = FrameReference(
        video: video, frame: frames[frames.count / 2].number, role: .query)
      let seen = (0..<Self.epochs).map {
        views?.view(of: 0, inExample: row, ofEpoch: $0) ?? .whole
      }
      let pixels = try source.load(
        [FrameReference](repeating: frame, count: seen.count + 1), of: videos,
        seenAs: [.whole] + seen)
      let size = side * side * 3
      return stride(from: 0, to: pixels.count, by: size).map {
        RGBImage(width: side, height: side, pixels: Array(pixels[$0..<$0 + size]))
      }
    }
    let figure = try ViewsFigure(
      rows,
      title: [
        "Frames of \(rows.count) videos, and how the network sees each in six epochs",
        "\(side)×\(side) pixels · "
          + (views == nil ? "views are not enabled" : "settings: views in config.yaml"),
      ])
    try figure.write(png: path)
  }

  private static let frames = 8
  private static let epochs = 6
}
