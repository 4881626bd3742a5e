import Basics
import Datasets
import Foundation
import TestSupport
import Testing
import Videos

@Suite struct PairLikenessTests {
  /// A store of flat grey pictures, 16×16.
  ///
  /// Each video has its own greys for queries and successors.
  private static func store(
    in folder: TemporaryFolder, greys: [String: (query: UInt8, successor: UInt8)]
  ) throws -> FrameStore {
    let codec = try JPEGCodec()
    func write(_ grey: UInt8, to path: String) throws {
      let picture = RGBImage(width: 16, height: 16, filledWith: (grey, grey, grey))
      try Data(codec.encode(picture, quality: 100)).write(to: URL(fileURLWithPath: path))
    }
    var ledger =
      "video,category,status,reason,frames,queries,successors,width,height,fps,codec,seconds,"
      + "later_frames,bytes,modified_ns,sha256\n"
    for (name, greys) in greys.sorted(by: { $0.key < $1.key }) {
      let video = folder(name)
      try Folder.create(video)
      var frames = "frame,time_s,successor,later\n"
      for k in 0..<5 {
        frames += "\(k * 10),\(k).0,\(k < 4 ? 1 : 0),\n"
        try write(greys.query, to: "\(video)/query_frame_000\(k)0.jpg")
        try write(greys.successor, to: "\(video)/next_frame_000\(k)1.jpg")
      }
      try frames.write(toFile: video + "/frames.csv", atomically: false, encoding: .utf8)
      ledger += "\(name).avi,,ok,,42,5,4,16,16,25,mpeg4,1.68,0,9,9,e\n"
    }
    try ledger.write(toFile: folder("ledger.csv"), atomically: false, encoding: .utf8)
    let sampling = String(decoding: try JSONEncoder().encode(FrameSampling()), as: UTF8.self)
    try #"{"videos": "/nowhere", "side": 16, "sampling": \#(sampling)}"#
      .write(toFile: folder("store.json"), atomically: false, encoding: .utf8)
    return try FrameStore(path: folder.path)
  }

  private static func audit(_ store: FrameStore) throws -> SamplerAudit {
    let sampler = try PairSampler(videos: store.videos(), seed: 1)
    return SamplerAudit(
      of: sampler, batch: 5, seed: 1,
      likeness: try PairLikeness(
        of: sampler, from: FrameSource(store: store, side: 16), seed: 1, threads: 2))
  }

  @Test func differencesAreMeansOverPixelsInGreyLevels() throws {
    let folder = try TemporaryFolder()
    let audit = try Self.audit(
      Self.store(in: folder, greys: ["a": (100, 104), "b": (40, 42)]))
    let likeness = try #require(audit.likeness)
    #expect(likeness.successors.pairs == 8 && likeness.negatives.pairs == 2)
    // Four pairs differ by 4 and four by 2.
    #expect(likeness.successors.greyLevels.mean == 3)
    #expect(likeness.successors.greyLevels.median == 4)
    #expect(likeness.negatives.greyLevels.mean == 60)
    #expect(likeness.successors.identicalShare == 0)
    #expect(audit.warnings == [])
    try audit.write(to: folder("sampling.json"))
    #expect(try SamplerAudit(contentsOf: folder("sampling.json")) == audit)
  }

  @Test func repeatedFramesAreWarnedOf() throws {
    let folder = try TemporaryFolder()
    let audit = try Self.audit(
      Self.store(in: folder, greys: ["a": (100, 100), "b": (40, 42)]))
    #expect(audit.likeness?.successors.identicalShare == 0.5)
    #expect(audit.kinds == [.identicalSuccessors])
  }

  @Test func successorsAsUnlikeAsOtherVideosAreWarnedOf() throws {
    let folder = try TemporaryFolder()
    let audit = try Self.audit(
      Self.store(in: folder, greys: ["a": (100, 155), "b": (40, 95)]))
    #expect(audit.likeness?.successors.greyLevels.mean == 55)
    #expect(audit.kinds == [.unlikeSuccessors])
  }

  @Test func aFrameThatIsGoneIsNamed() throws {
    let folder = try TemporaryFolder()
    let store = try Self.store(in: folder, greys: ["a": (100, 104), "b": (40, 42)])
    try FileManager.default.removeItem(atPath: folder("a/next_frame_00011.jpg"))
    let error = #expect(throws: (any Error).self) { try Self.audit(store) }
    #expect(error.map { "\($0)" }?.contains("a/next_frame_00011.jpg") == true)
  }
}
