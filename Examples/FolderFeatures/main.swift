// Features of a folder of videos as an array, in `OUTPUT/features.npy`: a row for every query
// frame, video by video in the order of `OUTPUT/frames/ledger.csv`.
//
//     folder-features VIDEOS CHECKPOINT OUTPUT     CHECKPOINT is any run's, such as run/checkpoints/epoch-0020.h5

import Foundation
import UnreelKit

/// Writes the features of all videos below a folder, and looks up a nearest frame.
func writeFeatures(of videos: String, by checkpoint: String, to output: String) throws {
  _ = try FramePreparation().run(.scan(videos), into: output + "/frames")
  let store = try FrameStore(path: output + "/frames")
  let frames = EvaluationSet(of: try store.videos())
  let network = try Checkpoint.network(from: checkpoint)
  let features = try FeatureExtractor(store).features(of: frames, by: network)

  print("\(features.rows) frames × \(features.dimension) numbers")
  print("the first frame begins with", features[0].prefix(4))
  try features.write(to: output + "/features.npy")

  // Its nearest frame of another video.
  let nearest = try NearestNeighbours(1, of: features, groups: frames.groups.groupOfRow)
  if let other = nearest.rows.first, other >= 0 {
    let frame = frames.frames[other]
    print(
      "the nearest frame of another video is number", frame.frame, "of",
      frames.videos[frame.video].name)
  }
}

let arguments = CommandLine.arguments
guard arguments.count > 3 else {
  print("usage: folder-features VIDEOS CHECKPOINT OUTPUT")
  exit(2)
}
do {
  try writeFeatures(of: arguments[1], by: arguments[2], to: arguments[3])
} catch {
  print(error)
  exit(1)
}
