import Foundation
import Testing
import Tracking

@Suite struct GoogleDriveTests {
  private func run(everyEpochs: Int = 10, piece: Int = 256 << 10) throws -> DeliveredRun {
    // The run's folder is known only to the closure that is called later.
    let box = FolderBox()
    let run = try DeliveredRun { google in
      CopySink(
        "google-drive", to: GoogleDriveStore(in: nil, api: google.api(), piece: piece),
        files: CopiedFiles(
          of: box.path, name: "run 1", roles: [.checkpoint, .figure, .report, .other],
          checkpointEpochs: everyEpochs))
    }
    box.path = run.folder.path
    run.restart()
    return run
  }

  private final class FolderBox { var path = "" }

  /// Bytes that differ from place to place.
  private func bytes(_ count: Int, seed: UInt64) -> Data {
    var state = seed
    return Data(
      (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(state >> 56)
      })
  }

  private func write(_ data: Data, _ name: String, in run: DeliveredRun) throws {
    let path = run.folder(name)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try data.write(to: URL(fileURLWithPath: path))
  }

  private func record(
    _ path: String, _ role: TrackedEvent.Role, epoch: Int? = nil, of epochs: Int? = nil,
    in run: DeliveredRun
  ) {
    run.record(.file) {
      ($0.path, $0.role, $0.epoch, $0.epochs) = (path, role, epoch, epochs)
    }
  }

  private func contents(_ run: DeliveredRun) -> [String: Data] {
    Dictionary(
      run.google.files.values.filter { $0.content != nil && !$0.isTrashed }.map {
        ($0.name, $0.content ?? Data())
      },
      uniquingKeysWith: { _, _ in Data("twice".utf8) })
  }

  @Test func filesGoIntoAFolderOfTheRun() throws {
    let run = try run()
    let (figure, report) = (bytes(700_000, seed: 1), Data())
    try write(figure, "figures/map.png", in: run)
    try write(report, "report.html", in: run)
    run.record(.step) { $0.step = 1 }
    record("figures/map.png", .figure, in: run)
    record("report.html", .report, in: run)
    record("features.npy", .result, in: run)
    record("gone.png", .figure, in: run)
    run.deliver()
    #expect(run.problems == [])
    #expect(contents(run) == ["figures/map.png": figure, "report.html": report])
    let folder = try #require(run.google.files.first { $0.value.name == "run 1" })
    #expect(
      run.google.files.values.filter { $0.content != nil }.allSatisfy { $0.parent == folder.key })
    #expect(run.google.files[folder.value.parent ?? ""]?.name == "Unreel")
  }

  @Test func aChangedFileReplacesItself() throws {
    let run = try run()
    try write(bytes(10, seed: 1), "report.html", in: run)
    record("report.html", .report, in: run)
    run.deliver()
    try write(bytes(300_000, seed: 2), "report.html", in: run)
    record("report.html", .report, in: run)
    record("report.html", .report, in: run)
    run.deliver()
    #expect(contents(run) == ["report.html": bytes(300_000, seed: 2)])
    #expect(run.google.files.values.first { $0.content != nil }?.versions == 2)
  }

  @Test func everyTenthCheckpointAndTheLastAreKept() throws {
    let run = try run()
    for epoch in 1...23 {
      // The event need not tell the epoch; the name does.
      let path = "checkpoints/epoch-\(epoch).h5"
      try write(bytes(100, seed: UInt64(epoch)), path, in: run)
      record(path, .checkpoint, epoch: epoch < 15 ? epoch : nil, of: 40, in: run)
      let within = "checkpoints/epoch-\(epoch)-step-5.h5"
      try write(bytes(100, seed: UInt64(epoch)), within, in: run)
      record(within, .checkpoint, in: run)
    }
    run.deliver()
    #expect(contents(run).keys.sorted() == ["checkpoints/epoch-10.h5", "checkpoints/epoch-20.h5"])
    run.record(.ended)
    run.deliver()
    #expect(contents(run).keys.sorted().last == "checkpoints/epoch-23-step-5.h5")
    // Epoch 10 is thinned here; the account may not remove it for good.
    run.google.faults = [("DELETE", .answer(403, reason: "insufficientFilePermissions"))]
    try FileManager.default.removeItem(atPath: run.folder("checkpoints/epoch-10.h5"))
    try write(bytes(100, seed: 40), "checkpoints/epoch-40.h5", in: run)
    record("checkpoints/epoch-40.h5", .checkpoint, epoch: 40, of: 40, in: run)
    run.deliver()
    #expect(
      contents(run).keys.sorted() == ["20", "23-step-5", "40"].map { "checkpoints/epoch-\($0).h5" })
    try FileManager.default.removeItem(atPath: run.folder("checkpoints/epoch-20.h5"))
    run.record(.ended)
    run.deliver()
    #expect(contents(run).count == 2)
    #expect(run.google.files.values.filter(\.isTrashed).map(\.name) == ["checkpoints/epoch-10.h5"])
  }

  /// The program was killed after the last byte of a checkpoint arrived, and when it goes on the file is gone.
  @Test func aCheckpointWhoseUploadWasCutIsThinnedToo() throws {
    let run = try run(everyEpochs: 1)
    for epoch in 1...2 {
      let path = "checkpoints/epoch-\(epoch).h5"
      try write(bytes(100, seed: UInt64(epoch)), path, in: run)
      record(path, .checkpoint, epoch: epoch, in: run)
      if epoch == 2 { break }
      run.google.faults = [("PUT", .cutAfter)]
      _ = run.delivery.advance(now: run.google.now)
      #expect(contents(run).count == 1 && run.delivery.problem != nil)
      run.restart()
      try FileManager.default.removeItem(atPath: run.folder(path))
    }
    run.deliver()
    #expect(contents(run).keys.sorted() == ["checkpoints/epoch-2.h5"])
  }

  @Test func checkpointsThatWereMovedAwayStayInDrive() throws {
    let run = try run()
    try write(bytes(100, seed: 1), "checkpoints/a.h5", in: run)
    record("checkpoints/a.h5", .checkpoint, epoch: 10, in: run)
    run.deliver()
    try FileManager.default.removeItem(atPath: run.folder("checkpoints"))
    run.record(.ended)
    run.deliver()
    #expect(contents(run).count == 1)
  }

  /// Every fault at every request; the program is killed after each failure, too.
  @Test(arguments: [false, true]) func everyFileIsWholeWhateverGoesWrong(killing: Bool) throws {
    let places = [
      "oauth2", "generateIds", "GET www.googleapis.com/drive/v3/files",
      "POST www.googleapis.com/drive", "POST www.googleapis.com/upload",
      "PUT www.googleapis.com/session", "PUT www.googleapis.com/session",
      "PUT www.googleapis.com/session", "PUT www.googleapis.com/session", "PATCH",
    ]
    let faults: [StandInGoogle.Fault] = [
      .cutBefore, .cutAfter, .cutWithin(100_000), .cutWithin(300_000), .garbage, .answer(401),
      .answer(403, reason: "userRateLimitExceeded"),
      .answer(403, reason: "storageQuotaExceeded"), .answer(404, reason: "notFound"),
      .answer(409, reason: "fileIdInUse"), .answer(410),
      .answer(429, headers: ["Retry-After": "7"]),
      .answer(500), .answer(302),
    ]
    let (first, second) = (bytes(1_300_000, seed: 1), bytes(1_100_000, seed: 2))
    for fault in faults {
      let run = try run(piece: 512 << 10)
      run.google.faults = places.map { ($0, fault) }
      try write(first, "figures/a.png", in: run)
      record("figures/a.png", .figure, in: run)
      #expect(run.deliver(within: 36_000, killing: killing) != nil, "\(fault): \(run.problems)")
      #expect(contents(run) == ["figures/a.png": first], "\(fault)")
      try write(second, "figures/a.png", in: run)
      record("figures/a.png", .figure, in: run)
      // A file that is twice said to be gone would be made again.
      run.google.faults += places.filter { !$0.hasPrefix("GET") }.map { ($0, fault) }
      #expect(run.deliver(within: 36_000, killing: killing) != nil, "\(fault): \(run.problems)")
      #expect(contents(run) == ["figures/a.png": second], "\(fault)")
      #expect(run.google.files.values.filter { $0.name == "run 1" }.count == 1, "\(fault)")
      #expect(!run.tellsSecrets, "\(run.problems)")
    }
  }

  @Test func anUploadGoesOnWhereItWasCutAlsoAfterARestart() throws {
    let run = try run()
    let data = bytes(10 << 20, seed: 3)
    try write(data, "checkpoints/a.h5", in: run)
    record("checkpoints/a.h5", .checkpoint, in: run)
    // The answers to 30 of 40 pieces are lost.
    run.google.faults = (1...30).map { _ in ("PUT", .cutAfter) }
    run.deliver(within: 36_000, killing: true)
    #expect(contents(run) == ["checkpoints/a.h5": data])
    #expect(run.google.sessions.count == 1)
    #expect(run.google.receivedBytes == data.count, "no byte was sent twice")
  }

  @Test func anExpiredSessionBeginsAnew() throws {
    let run = try run()
    let data = bytes(1 << 20, seed: 3)
    try write(data, "a.png", in: run)
    record("a.png", .figure, in: run)
    run.google.faults = [("PUT", .cutBefore)]
    _ = run.delivery.advance(now: run.google.now)
    for name in run.google.sessions.keys { run.google.sessions[name]?.isOver = true }
    run.deliver()
    #expect(contents(run) == ["a.png": data] && run.google.sessions.count == 2)
  }

  @Test func aFileThatChangesWhileItIsReadIsReadAgain() throws {
    let run = try run()
    try write(bytes(1 << 20, seed: 3), "a.png", in: run)
    record("a.png", .figure, in: run)
    run.google.faults = [("PUT", .cutAfter)]
    _ = run.delivery.advance(now: run.google.now)
    let data = bytes(900_000, seed: 4)
    try write(data, "a.png", in: run)
    run.deliver()
    #expect(contents(run) == ["a.png": data])
  }

  /// What is half the one and half the other is never a file in Drive.
  @Test func aFileThatChangesBetweenTwoPiecesIsReadAgain() throws {
    let run = try run()
    try write(bytes(1 << 20, seed: 3), "a.png", in: run)
    record("a.png", .figure, in: run)
    let (data, path) = (bytes(1 << 20, seed: 4), run.folder("a.png"))
    var pieces = 0
    run.google.atRequest = { line in
      guard line.hasPrefix("PUT") else { return }
      pieces += 1
      if pieces == 2 { #expect((try? data.write(to: URL(fileURLWithPath: path))) != nil) }
    }
    run.deliver()
    #expect(contents(run) == ["a.png": data])
    #expect(run.google.files.values.first { $0.content != nil }?.versions == 1)
    #expect(run.problems == [])
  }

  /// The answer to the last piece is lost, and the session with it: the id tells that the file is there.
  @Test func aFileThatArrivedIsNotSentAgain() throws {
    let run = try run()
    let data = bytes(200_000, seed: 3)
    try write(data, "a.png", in: run)
    record("a.png", .figure, in: run)
    run.google.faults = [("PUT", .cutAfter)]
    run.google.atRequest = { [google = run.google] _ in
      guard google.files.values.contains(where: { $0.content != nil }) else { return }
      for name in google.sessions.keys { google.sessions[name]?.isOver = true }
    }
    #expect(run.deliver(within: 500) != nil)
    #expect(contents(run) == ["a.png": data])
    #expect(run.google.files.values.first { $0.content != nil }?.versions == 1)
    #expect(run.google.receivedBytes == data.count)
  }

  @Test func aFileThatWasRemovedInDriveIsMadeAgain() throws {
    let run = try run()
    try write(bytes(10, seed: 3), "a.png", in: run)
    record("a.png", .figure, in: run)
    run.deliver()
    for (id, file) in run.google.files where file.content != nil { run.google.files[id] = nil }
    try write(bytes(20, seed: 4), "a.png", in: run)
    record("a.png", .figure, in: run)
    run.deliver()
    #expect(contents(run) == ["a.png": bytes(20, seed: 4)])
  }

  @Test func anHourOfflineIsMadeUpFor() throws {
    let run = try run()
    run.google.offlineUntil = run.google.now + 3600
    try write(bytes(10, seed: 3), "a.png", in: run)
    record("a.png", .figure, in: run)
    let seconds = try #require(run.deliver())
    #expect(seconds >= 3600 && seconds < 3910)
    #expect(contents(run).count == 1)
  }
}
