import Foundation

extension Evaluation {
  /// What frames and videos were grouped by, and why, as plain sentences; nil without motion.
  public var groupingSentence: String? {
    guard let evidence = videoEvidence, let agreement = videoAgreement else { return nil }
    let areAlike = frameEvidence == evidence
    let by =
      switch evidence {
      case .appearance: "what is seen"
      case .motion: "what moves"
      case .both: "what is seen and what moves together"
      }
    let other =
      switch (evidence, areAlike) {
      case (.motion, true): " “unreel evaluate --group-by appearance” groups by what is seen."
      case (.motion, false): " What is seen is in the frames' clusters."
      default: ""
      }
    return String(
      format: "%@ are grouped by %@: what is seen of the videos and what moves agree to %.2f "
        + "(1 is all, 0 chance).%@",
      areAlike ? "Frames and videos" : "Videos", by, agreement, other)
  }
}
