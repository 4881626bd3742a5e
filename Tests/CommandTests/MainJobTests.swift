import Basics
import Foundation
import TestSupport
import Testing

/// The main job on four tiny clips: every file of the contract, and what running it again does.
@Suite struct MainJobTests {
  @Test func fromVideosToAReport() throws {
    let folder = try TemporaryFolder()
    let (videos, run) = (folder("videos"), folder("run"))
    try SmallCollection.write(to: videos)
    let first = try Program.run("run", videos, "-o", run, "--epochs", "1", "--batch", "4")
    #expect(first.exitCode == 0, "\(first.complaints)")
    #expect(first.output.contains("Report: \(run)/report.html"))
    for name in [
      "config.yaml", "sampling.json", "metrics.jsonl", "checkpoints/epoch-0001.h5",
      "checkpoints/latest", "checkpoints/motion.h5",
      "evaluation/metrics.json", "evaluation/frames.csv", "evaluation/features.npy",
      "figures/clusters.png", "figures/clusters.svg", "figures/frames.png", "report.html",
      "evaluation/confusion.csv", "figures/confusion.png", "figures/confusion.svg",
      "frames/ledger.csv", "frames/left/clip_0/query_frame_00010.jpg",
      "frames/left/clip_0/next_frame_00011.jpg",
    ] {
      #expect(FileManager.default.fileExists(atPath: run + "/" + name), "\(name)")
    }
    try expectContract(of: run)
    #expect(!first.complaints.contains("warning:"))
    let page = try String(contentsOfFile: run + "/report.html", encoding: .utf8)
    #expect(page.contains("<h2>Sampler</h2>"))
    // Every positive pair is set against one of the batch, unless that is of the same video.
    #expect(page.firstMatch(of: /one in 2\.\d\d negative/) != nil)

    let again = try Program.run("run", videos, "-o", run)
    #expect(again.exitCode == 0, "\(again.complaints)")
    #expect(again.output.contains("finished already"))
    let reseeded = try Program.run("run", videos, "-o", run, "--seed", "2")
    #expect(reseeded.exitCode == 2)
    #expect(reseeded.complaints.contains("seed: 1, now 2"))
    let redrawn = try Program.run("run", videos, "-o", run, "--split-seed", "2")
    #expect(redrawn.exitCode == 2)
    #expect(redrawn.complaints.contains("split.seed: 1, now 2"), "\(redrawn.complaints)")

    // Videos that come or go after the end.
    try SmallCollection.writeClip(to: videos + "/left/new.avi", frames: 12, goesLeft: true, seed: 9)
    let more = try Program.run("run", videos, "-o", run)
    #expect(more.exitCode == 0 && more.output.contains("finished already"), "\(more.complaints)")
    #expect(
      more.complaints.contains(
        "\(videos) has 1 file that is new since this run began, such as left/new.avi: not part of it; "
          + "to include all, start another run with another -o"), "\(more.complaints)")
    let ledger = try String(contentsOfFile: run + "/frames/ledger.csv", encoding: .utf8)
    #expect(!ledger.contains("new.avi"))
    try FileManager.default.removeItem(atPath: videos + "/left/clip_0.avi")
    let fewer = try Program.run("run", videos, "-o", run)
    #expect(fewer.exitCode == 2)
    #expect(
      fewer.complaints.contains("such as left/clip_0.avi; put them back, or choose another folder"),
      "\(fewer.complaints)")
  }

  @Test func aRunIsGoneOnWithOnlyOnRequest() throws {
    let folder = try TemporaryFolder()
    let run = folder("run")
    try SmallCollection.write(to: folder("videos"))
    let small = ["--set", "training.network=thesis-small", "--set", "motion.enabled=false"]
    let prepared = try Program.run("prepare", folder("videos"), "-o", folder("frames"))
    #expect(prepared.exitCode == 0, "\(prepared.complaints)")
    let first = try Program.run(
      ["train", folder("frames"), "-o", run, "--epochs", "1", "--batch", "4"] + small)
    #expect(first.exitCode == 0, "\(first.complaints)")
    let occupied = try Program.run("train", folder("frames"), "-o", run)
    #expect(occupied.exitCode == 2 && occupied.complaints.contains("--resume"))
    let longer = try Program.run("train", "-o", run, "--resume", "--epochs", "2")
    #expect(longer.exitCode == 0, "\(longer.complaints)")
    #expect(FileManager.default.fileExists(atPath: run + "/checkpoints/epoch-0002.h5"))
    let absent = try Program.run("evaluate", run, "--checkpoint", "7")
    #expect(absent.exitCode == 2)
    #expect(absent.complaints.contains("epoch-0001.h5, epoch-0002.h5"))
    let unlearned = try Program.run("evaluate", run, "--group-by", "both")
    #expect(unlearned.exitCode == 2, "\(unlearned.complaints)")
  }

  @Test func weightsToBeginWithAreNamed() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    _ = try Program.run("prepare", folder("videos"), "-o", folder("frames"))
    let none = try Program.run(
      "train", folder("frames"), "-o", folder("none"), "--weights", "gone.h5")
    #expect(none.exitCode == 2 && none.complaints.contains("does not exist"), "\(none.complaints)")
    #expect(!FileManager.default.fileExists(atPath: folder("none")))
    let first = try Program.run("train", folder("frames"), "-o", folder("one"), "--epochs", "0")
    #expect(first.exitCode == 0, "\(first.complaints)")
    let begun = try Program.run(
      "train", folder("frames"), "-o", folder("other"), "--epochs", "0", "--weights",
      folder("one/checkpoints/epoch-0000.h5"))
    #expect(begun.exitCode == 0, "\(begun.complaints)")
    #expect(begun.complaints.contains("27 of 27 layers"), "\(begun.complaints)")
  }

  @Test func whatWasTrainedStaysWhateverIsAskedOfItsEvaluation() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    let wrong = try Program.run(
      "run", folder("videos"), "-o", folder("run"), "--epochs", "1", "--batch", "4",
      "--checkpoint", "7", "--set", "training.network=thesis-small")
    #expect(wrong.exitCode == 2, "\(wrong.complaints)")
    #expect(FileManager.default.fileExists(atPath: folder("run/checkpoints/epoch-0001.h5")))
  }

  private func expectContract(of run: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: run + "/evaluation/metrics.json"))
    let metrics = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let names = [
      "conditional_entropy_bits", "label_entropy_bits", "nmi", "ari", "purity", "accuracy",
      "neighbour_accuracy",
    ]
    for name in names + ["frames", "videos", "clusters"] {
      #expect(metrics[name] is NSNumber, "\(name)")
    }
    let videoLevel = try #require(metrics["video_level"] as? [String: Any])
    for name in names + ["videos"] { #expect(videoLevel[name] is NSNumber, "\(name)") }
    let baselines = try #require(metrics["baselines"] as? [String: [String: Any]])
    for name in names {
      #expect(baselines["raw_pixels"]?[name] is NSNumber, "\(name)")
      #expect(baselines["pixel_components"]?[name] is NSNumber, "\(name)")
      #expect(baselines["random_network"]?[name] is NSNumber, "\(name)")
      let permuted = baselines["permuted_labels"]?[name] as? [String: Any]
      for bound in ["mean", "low", "high"] { #expect(permuted?[bound] is NSNumber, "\(name)") }
    }
    for row in [metrics, baselines["raw_pixels"] ?? [:], baselines["random_network"] ?? [:]] {
      let probe = try #require(row["probe"] as? [String: Any])
      // Two training clips of five queries.
      #expect(probe["training_frames"] as? Int == 10)
      for reader in ["linear", "neighbours"] {
        let found = try #require(probe[reader] as? [String: Double])
        #expect(found["top5"] == 1 && found["video_top5"] == 1, "of two categories")
        #expect(
          (0...1).contains(found["top1"] ?? -1) && (0...1).contains(found["video_top1"] ?? -1))
      }
    }
    let confusion = try String(contentsOfFile: run + "/evaluation/confusion.csv", encoding: .utf8)
    #expect(confusion.hasPrefix("true \\ predicted,left,right\nleft,"))
    let settings = try #require(metrics["settings"] as? [String: Any])
    for name in ["k", "seed", "feature_layer", "checkpoint"] {
      #expect(settings[name] != nil, "\(name)")
    }
    let frames = try String(contentsOfFile: run + "/evaluation/frames.csv", encoding: .utf8)
    let rows = frames.split(separator: "\n")
    #expect(rows.first == "video,category,frame,time_s,cluster,x,y")
    // One clip of each category is held out, with frames 0, 10, 20, 30 and 40.
    #expect(rows.count == 1 + 2 * 5)
  }

  @Test func interruptedTrainingGoesOn() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    let stopped = try Program.run(
      "run", folder("videos"), "-o", folder("run"), "--epochs", "50", "--batch", "2",
      interruptWhen: "epoch 1 of")
    #expect(stopped.exitCode == 130, "\(stopped.complaints)")
    #expect(stopped.complaints.contains("go on with: unreel run"))
    let resumed = try Program.run(
      "train", "-o", folder("run"), "--resume", "--epochs", "50", interruptWhen: "of 50: loss")
    #expect(resumed.complaints.contains("continuing from"))
    #expect(resumed.exitCode == 130, "\(resumed.complaints)")
  }
}
