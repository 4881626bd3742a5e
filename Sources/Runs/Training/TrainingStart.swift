import Networks
import Tensors
import Training

/// What training begins with: the run's newest whole checkpoint, another training's weights, or new ones.
struct TrainingStart {
  let network: Network
  let optimiser: MomentumSGD
  let position: TrainingPosition
  let history: TrainingHistory
  /// What to say of it: a damaged checkpoint that was passed over, the one that it goes on from.
  let remarks: [String]

  /// Reads or makes the weights.
  ///
  /// - Parameters:
  ///   - run: the run.
  ///   - settings: how it is to go on.
  ///   - mayChange: whether settings may differ that training can change on its way.
  ///   - fingerprint: what the data hash to.
  /// - Throws: `CheckpointError`, `TensorError`, ``SettingsError/differ(run:differences:advice:)``.
  init(_ run: RunFolder, _ settings: Settings, mayChange: Bool, fingerprint: String) throws {
    try settings.validate()
    let architecture = settings.architecture ?? .residual
    let solver = settings.training.trainer.optimiser
    guard let (latest, remarks) = try run.checkpoints.latestWhole() else {
      var remarks: [String] = []
      var weights = try Network.weights(of: architecture, seed: settings.seed)
      if let path = settings.training.weights {
        let others = try StartingWeights(reading: path, for: architecture)
        weights.merge(others.weights) { _, learned in learned }
        remarks = [others.sentence]
      }
      network = try Network(
        architecture, weights: weights, precision: settings.precision, on: .best)
      optimiser = try MomentumSGD(network, settings: solver)
      (position, history, self.remarks) = (.start, TrainingHistory(), remarks)
      return
    }
    let checkpoint = try Checkpoint(reading: latest)
    let begun = try Settings.recorded(checkpoint.record.settings, of: latest)
    try settings.checkContinuing(begun, of: latest, mayChange: mayChange)
    guard checkpoint.record.dataFingerprint == fingerprint else {
      throw SettingsError.otherData(checkpoint: latest, frames: run.frames(of: settings))
    }
    network = try Network(
      architecture, weights: checkpoint.weights, precision: settings.precision, on: .best)
    optimiser = try MomentumSGD(network, settings: solver, velocities: checkpoint.velocities)
    (position, history) = (checkpoint.record.position, checkpoint.record.history)
    self.remarks = remarks + ["going on from \(latest)"]
  }
}
