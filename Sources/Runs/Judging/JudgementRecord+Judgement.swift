import Discovery
import Tracking
import Training

extension JudgementRecord {
  /// What a judgement says of a network in training.
  init(_ judgement: Judgement, at position: TrainingPosition) {
    self.init(
      step: position.step, epoch: position.epoch,
      measures: [
        Measure("effective_rank", judgement.effectiveRank),
        Measure("alignment", judgement.alignment),
        Measure("uniformity", judgement.uniformity),
        Measure("reach", judgement.reach),
        Measure("seed_agreement", judgement.seedAgreement),
        Measure("half_agreement", judgement.halfAgreement),
        Measure("score", judgement.score),
      ],
      sentence: judgement.sentence)
  }
}
