import Datasets

/// What a warning is about, without its numbers.
enum WarningKind {
  case negativeShare, repeatedPairs, batchesOfFewVideos, absentVideos, unevenVideos
  case lopsidedNegatives, negativesOfOwnVideo, identicalSuccessors, unlikeSuccessors
}

extension SamplerAudit {
  var kinds: [WarningKind] {
    warnings.map { warning in
      switch warning {
      case .unusualNegativeShare: .negativeShare
      case .repeatedPairs: .repeatedPairs
      case .batchesOfFewVideos: .batchesOfFewVideos
      case .absentVideos: .absentVideos
      case .unevenVideos: .unevenVideos
      case .lopsidedNegatives: .lopsidedNegatives
      case .negativesOfOwnVideo: .negativesOfOwnVideo
      case .identicalSuccessors: .identicalSuccessors
      case .unlikeSuccessors: .unlikeSuccessors
      }
    }
  }
}
