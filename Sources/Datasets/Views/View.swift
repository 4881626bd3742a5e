import Basics
import Foundation

/// A change of a stored frame (data augmentation): which part is cut out, and how the colours
/// change.
public struct View: Equatable, Sendable {
  /// The part that is cut out, in shares of the frame's width and height.
  public var cut = Cut()
  /// Whether left and right are exchanged.
  public var isMirrored = false
  /// How colours change; nil for no change.
  public var colours: Colours?
  /// Whether the view is grey.
  public var isGrey = false
  /// Whether the view is blurred by the mean of 3×3 pixels.
  public var isBlurred = false

  /// A part of a frame, in shares of its width and height.
  public struct Cut: Equatable, Sendable {
    /// The left edge.
    public var left = 0.0
    /// The upper edge.
    public var top = 0.0
    /// The width.
    public var width = 1.0
    /// The height.
    public var height = 1.0

    /// Makes a part.
    ///
    /// The default is the whole frame.
    public init(left: Double = 0, top: Double = 0, width: Double = 1, height: Double = 1) {
      (self.left, self.top, self.width, self.height) = (left, top, width, height)
    }
  }

  /// A change of colours, in four steps.
  ///
  /// 1. `brightness` multiplies every pixel.
  /// 2. `contrast` multiplies the pixel's distance from the picture's mean.
  /// 3. `saturation` multiplies the pixel's distance from its own grey.
  /// 4. `tint` multiplies red, green and blue, each by its own factor.
  public struct Colours: Equatable, Sendable {
    /// The factor of brightness; 1 changes nothing.
    public var brightness: Float = 1
    /// The factor of contrast; 1 changes nothing.
    public var contrast: Float = 1
    /// The factor of saturation; 1 changes nothing, 0 makes grey.
    public var saturation: Float = 1
    /// The factors of red, green and blue; 1 changes nothing.
    public var tint = SIMD3<Float>(repeating: 1)

    /// Makes a change.
    ///
    /// Every default changes nothing.
    public init(
      brightness: Float = 1, contrast: Float = 1, saturation: Float = 1,
      tint: SIMD3<Float> = SIMD3(repeating: 1)
    ) {
      (self.brightness, self.contrast) = (brightness, contrast)
      (self.saturation, self.tint) = (saturation, tint)
    }
  }

  /// The frame as it is stored.
  public static let whole = View()
}

/// How much the views of a frame differ from the stored frame (strength of data augmentation).
///
/// The network learns to ignore these differences.
public struct ViewSettings: Codable, Equatable, Sendable {
  /// Whether views are used at all.
  public var enabled = true
  /// The smallest share of the frame's area that a cut keeps; 1 keeps the whole frame.
  public var leastArea = 0.3
  /// The share of views that are mirrored.
  public var mirrored = 0.5
  /// The largest share by which brightness changes.
  public var brightness = 0.4
  /// The largest share by which contrast changes.
  public var contrast = 0.4
  /// The largest share by which saturation changes.
  public var saturation = 0.4
  /// The largest share by which red, green and blue change, each separately.
  public var tint = 0.12
  /// The share of views whose brightness, contrast, saturation and tint change.
  public var coloured = 0.8
  /// The share of views that are grey.
  public var grey = 0.2
  /// The share of views that are blurred.
  public var blurred = 0.3

  /// Makes the settings of the default preset.
  public init() {}

  /// All settings except the area, by name.
  ///
  /// Each is a share from 0 to 1; 0 changes nothing.
  public var shares: [(name: String, value: Double)] {
    [
      ("mirrored", mirrored), ("brightness", brightness), ("contrast", contrast),
      ("saturation", saturation), ("tint", tint), ("coloured", coloured), ("grey", grey),
      ("blurred", blurred),
    ]
  }

  enum CodingKeys: String, CodingKey {
    case enabled
    case leastArea = "least_area"
    case mirrored, brightness, contrast, saturation, tint, coloured, grey, blurred
  }
}

/// Draws the view of every frame.
///
/// The view is a pure function of (seed, epoch, index, place), so training can continue from any
/// step.
public struct ViewSampler: Sendable {
  /// How much views differ from the stored frame.
  public let settings: ViewSettings
  /// The run's seed.
  public let seed: UInt64

  /// Makes a sampler of views.
  ///
  /// - Parameters:
  ///   - settings: how much views differ from the stored frame.
  ///   - seed: the run's seed.
  public init(_ settings: ViewSettings, seed: UInt64) {
    (self.settings, self.seed) = (settings, seed)
  }

  /// Draws the view of a frame of an example.
  ///
  /// The area of the cut is uniform from the smallest one to the whole frame, and its place is
  /// uniform. The ratio of its sides is log-uniform from 3:4 to 4:3 (Szegedy et al. 2015).
  ///
  /// - Parameters:
  ///   - place: the frame's place in its example.
  ///   - index: the example's number.
  ///   - epoch: the epoch, from 0.
  public func view(of place: Int, inExample index: Int, ofEpoch epoch: Int) -> View {
    var generator = SeededGenerator(
      seed: seed, path: SamplingStream.views, UInt64(epoch), UInt64(index), UInt64(place))
    func factor(_ share: Double) -> Float { Float(1 + share * (2 * generator.unit() - 1)) }
    func happens(_ share: Double) -> Bool { generator.unit() < share }
    var view = View()
    let area = settings.leastArea + (1 - settings.leastArea) * generator.unit()
    let stretch = settings.leastArea < 1 ? exp(log(4.0 / 3) * (2 * generator.unit() - 1)) : 1
    view.cut.width = min((area * stretch).squareRoot(), 1)
    view.cut.height = min((area / stretch).squareRoot(), 1)
    view.cut.left = (1 - view.cut.width) * generator.unit()
    view.cut.top = (1 - view.cut.height) * generator.unit()
    view.isMirrored = happens(settings.mirrored)
    if happens(settings.coloured) {
      view.colours = View.Colours(
        brightness: factor(settings.brightness), contrast: factor(settings.contrast),
        saturation: factor(settings.saturation),
        tint: SIMD3(factor(settings.tint), factor(settings.tint), factor(settings.tint)))
    }
    view.isGrey = happens(settings.grey)
    view.isBlurred = happens(settings.blurred)
    return view
  }
}
