import Basics
import Videos

/// What training data hash to: which frames of which videos there are, and how they were stored.
///
/// The pictures' own bytes are not read; the ledger has the SHA-256 of the videos that they were made of.
package enum DataFingerprint {
  /// Hashes the data of a training.
  ///
  /// - Parameters:
  ///   - videos: the videos that are trained on.
  ///   - store: the store that their frames are in.
  /// - Returns: SHA-256 as hexadecimal digits.
  /// - Complexity: O(frames), a second for a million.
  package static func of(_ videos: [StoredVideo], in store: FrameStore) -> String {
    let rows = Dictionary(uniqueKeysWithValues: store.ledger.rows.map { ($0.video, $0) })
    let digest = SHA256()
    digest.update("\(store.settings.side) \(store.settings.sampling)\n")
    for video in videos {
      let row = rows[video.name]
      digest.update(
        CommaSeparated.row([
          video.name, video.category, "\(row?.frames ?? 0)", "\(row?.width ?? 0)",
          "\(row?.height ?? 0)", row?.codec ?? "", row?.sha256 ?? "",
        ]))
      for frame in video.frames {
        digest.update("\(frame.number) \(frame.hasSuccessor) \(frame.later ?? -1)\n")
      }
    }
    return digest.finish()
  }
}
