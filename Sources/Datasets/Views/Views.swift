import Basics
import Foundation

/// Draws views: a pure function of (seed, epoch, index, place), so that training can go on from any step.
package struct Views: Sendable {
  /// How different views are.
  package let settings: ViewSettings
  /// The run's seed.
  package let seed: UInt64

  /// Names the draws.
  ///
  /// - Parameters:
  ///   - settings: how different views are.
  ///   - seed: the run's seed.
  package init(_ settings: ViewSettings, seed: UInt64) {
    (self.settings, self.seed) = (settings, seed)
  }

  /// How a frame of an example is seen.
  ///
  /// The cut's area is uniform from the least one to the whole, its sides' ratio log-uniform from 3:4 to
  /// 4:3 (Szegedy et al. 2015), and its place uniform.
  ///
  /// - Parameters:
  ///   - place: the frame's place in its example.
  ///   - index: the example's number.
  ///   - epoch: the epoch, from 0.
  package func view(of place: Int, inExample index: Int, ofEpoch epoch: Int) -> View {
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
