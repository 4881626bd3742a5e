import Tensors

extension Settings {
  /// The name that leaves the precision to the machine that begins the run.
  static let automaticPrecision = "auto"

  /// What `training.precision` may be.
  static let precisions = [automaticPrecision] + Precision.allCases.map(\.rawValue).sorted()

  /// The numbers to train in; this machine's fastest where the settings leave it open.
  package var precision: Precision { Precision(rawValue: training.precision) ?? .fastest }

  /// The numbers to compute features in: those of training, unless this machine only emulates them.
  package var featurePrecision: Precision { precision == .fastest ? precision : .float32 }

  /// The same with the precision decided, so that a run goes on in the one that it began with.
  ///
  /// - Parameter begun: the settings that the run was begun with, if it was.
  package func withPrecision(of begun: Settings?) -> Settings {
    guard training.precision == Self.automaticPrecision else { return self }
    var settings = self
    settings.training.precision = (begun?.precision ?? precision).rawValue
    return settings
  }
}
