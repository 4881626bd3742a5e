import Foundation

extension Evaluation {
  /// What frames and videos were grouped by, and why, in one sentence; nil where there was no choice.
  public var groupingSentence: String? {
    guard let evidence = videoEvidence, let alignment = kernelAlignment else { return nil }
    let what = frameEvidence == evidence ? "Frames and videos" : "Videos"
    let isAsked = ![nil, .text("auto")].contains(settings.others["group_by"])
    func reason(_ format: String, _ numbers: Double...) -> String {
      isAsked ? ", as was asked." : String(format: format, arguments: numbers)
    }
    switch evidence {
    case .both:
      return "\(what) are grouped by what is seen and what moves together"
        + reason(", which say much the same of videos (alignment %.2f; 0 is chance).", alignment)
    case .motion:
      return "\(what) are grouped by what moves"
        + reason(", of which what is seen says little (alignment %.2f; 0 is chance).", alignment)
        + (isAsked || frameEvidence != evidence
          ? "" : " With --group-by appearance they are grouped by that.")
    case .appearance:
      return "\(what) are grouped by what is seen"
        + (videos < VideoVectors.fewestForMotionAlone
          ? reason(
            ", since what moves says other things (alignment %.2f; 0 is chance), for all that so few "
              + "videos tell.", alignment)
          : reason(
            ", since what moves says other things (alignment %.2f; 0 is chance), and not the same at "
              + "every second look (%.2f).", alignment, motionAlignment ?? 0))
    }
  }
}
