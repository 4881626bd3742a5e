import Basics
import Datasets
import Evaluation
import Foundation
import Numerics
import Runs
import Serving
import Tracking
import Training
import Videos

/// A reader of files that may come from anywhere.
enum Reader: String, CaseIterable {
  case npy, ledger, frames, store, list, ucf101, settings, checkpoint
  case metrics, audit, map, split, confusion, log, names, journal, sink, followed

  /// A folder in memory, with the files that the readers find beside the one that is made up.
  private static let folder: String = {
    let folder = "/dev/shm/unreel-fuzz-\(getpid())"
    do {
      try Folder.create(folder + "/a")
      try DurableFile.write(Self.storeText, to: folder + "/store.json")
      try DurableFile.write(Self.ledgerText, to: folder + "/ledger.csv")
      try DurableFile.write("Archery/v_Archery_g01_c01.avi\n", to: folder + "/testlist01.txt")
      try DurableFile.write("Archery/v_Archery_g08_c01.avi 1\n", to: folder + "/trainlist01.txt")
    } catch {
      fatalError("\(error)")
    }
    return folder
  }()

  /// Has the reader read bytes.
  func read(_ bytes: UnsafeRawBufferPointer) {
    let path = Self.folder + "/" + name
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0, write(descriptor, bytes.baseAddress, bytes.count) == bytes.count else {
      fatalError("\(SystemCallError(action: "writing", path: path))")
    }
    close(descriptor)
    do {
      try read(path)
    } catch is any ExplainedError {
      return
    } catch {
      fatalError("an error that explains nothing: \(error)")
    }
  }

  private var name: String {
    switch self {
    case .ledger: "ledger.csv"
    case .frames: "a/frames.csv"
    case .store: "store.json"
    case .ucf101: "classInd.txt"
    default: "file"
    }
  }

  private func read(_ path: String) throws {
    switch self {
    case .npy: _ = try NPY.read(path)
    case .ledger, .store: _ = try FrameStore(path: Self.folder)
    case .frames:
      let store = try FrameStore(path: Self.folder)
      for frame in try store.frames(of: "a.avi") {
        _ = store.successorPath("a.avi", query: frame.number)
      }
    case .list: _ = try VideoList(reading: path)
    case .ucf101: _ = try UCF101Lists(reading: Self.folder, number: 1)
    case .settings:
      let settings = try Settings().overridden(byFile: path)
      try settings.validate()
      _ = try settings.yaml()
    case .checkpoint: _ = try Checkpoint.position(of: path)
    case .metrics: _ = try Evaluation(contentsOf: path).verdict
    case .audit: _ = try SamplerAudit(contentsOf: path).warnings.map(\.description)
    case .map: _ = try FramesTable(reading: path)
    case .split: _ = try SplitTable(reading: path)
    case .confusion: _ = try ConfusionMatrix(contentsOf: path)
    case .log:
      _ = MetricsLog.epochMeans(MetricsLog.read(path)).count + MetricsLog.warnings(path).count
    case .names: _ = try ClusterNames(reading: path, of: [])
    case .journal:
      _ = try JournalReader(path).entries(from: 0, atMost: .max)
      try EventJournal(path).append(TrackedEvent(.stage, at: Date()))
    case .sink: _ = try SinkState(path)
    case .followed:
      var follower = LogFollower(path)
      while follower.advance() {}
    }
  }

  private static let storeText = """
    {"sampling":{"later_offset":0,"negative_every":5,"short_below":0,"short_later_offset":7,\
    "short_stride":3,"stride":10},"side":227,"videos":"/videos"}
    """

  private static let ledgerText = """
    video,category,status,reason,frames,queries,successors,width,height,fps,codec,seconds,\
    later_frames,bytes,modified_ns,sha256
    a.avi,,ok,,21,3,2,64,48,25,mpeg4,0.84,0,9000,1700000000000000000,e3b0

    """
}
