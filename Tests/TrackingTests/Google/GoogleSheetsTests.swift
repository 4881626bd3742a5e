import Foundation
import Testing
import Tracking

@Suite struct GoogleSheetsTests {
  private func run(
    everySteps: Int? = nil, zone: String = "Europe/Berlin", name: String = "run 1"
  ) throws -> DeliveredRun {
    try DeliveredRun { google in
      var options = GoogleSheetsSink.Options(run: name)
      options.everySteps = everySteps
      options.zone = TimeZone(identifier: zone) ?? .gmt
      return GoogleSheetsSink(options, api: google.api())
    }
  }

  private func sheet(_ run: DeliveredRun) throws -> StandInGoogle.Sheet {
    #expect(run.google.spreadsheets.count == 1)
    let sheets = try #require(run.google.spreadsheets.values.first)
    #expect(sheets.count == 2, "the one that a new spreadsheet has, and the run's")
    return try #require(sheets.last)
  }

  /// Records epochs of ten steps and 360 s each, a checkpoint after each second one.
  private func recordEpochs(_ range: ClosedRange<Int>, in run: DeliveredRun) {
    for epoch in range {
      let time = Double(epoch) * 360
      run.record(.step, after: time) {
        ($0.stage, $0.step, $0.epoch) = ("training", epoch * 10, epoch)
        $0.values = ["loss": 9, "learning_rate": 0.5 / Double(epoch)]
      }
      run.record(.epoch, after: time) {
        ($0.stage, $0.step, $0.epoch) = ("training", epoch * 10, epoch)
        $0.values = ["loss": Double(epoch) + 0.25]
      }
      guard epoch % 2 == 0 else { continue }
      run.record(.file, after: time) {
        ($0.stage, $0.step, $0.epoch) = ("training", epoch * 10, epoch)
        ($0.role, $0.path) = (.checkpoint, "checkpoints/epoch-\(epoch).h5")
      }
    }
  }

  /// The rows of ``recordEpochs(_:in:)``: by hand.
  private func expectEpochs(_ range: ClosedRange<Int>, from row: Int, in sheet: StandInGoogle.Sheet)
  {
    for (offset, epoch) in range.enumerated() {
      let cells = sheet.cells[row + offset] ?? []
      #expect(
        Array(cells.dropFirst()) == [
          "\(Double(epoch))", "\((Double(epoch) * 1000).rounded() / 10_000)",
          epoch % 2 == 0 ? "yes" : "no", "\(Double(epoch) + 0.25)", "\(0.5 / Double(epoch))", "",
          "",
        ])
    }
  }

  @Test func aRunBecomesASheetWithARowAnEpoch() throws {
    let run = try run()
    run.record(.began) { $0.text = "1.2" }
    recordEpochs(1...3, in: run)
    run.record(.error, after: 1100) { $0.text = "=HYPERLINK(\"http://x\")" }
    run.record(.stage, after: 1200) { $0.stage = "evaluating" }
    run.record(.result, after: 1300) { $0.values = ["nmi": 0.5, "accuracy": nil as Double?] }
    run.record(.ended, after: 1400) { $0.text = "finished" }
    run.deliver()
    let sheet = try sheet(run)
    #expect(run.problems == [])
    #expect(sheet.title == "run 1")
    #expect(run.google.files.values.first?.name == "Unreel")
    #expect(
      sheet.cells[0] == [
        "time (Europe/Berlin)", "iteration", "hours", "saved", "loss", "learning rate", "what",
        "value",
      ])
    // 1 700 000 000 is 2023-11-14 22:13:20 in Greenwich (date -u -d @1700000000), an hour later in Berlin.
    #expect(
      sheet.cells[1] == ["2023-11-14 23:13:20", "", "0.0", "", "", "", "began, unreel 1.2", ""])
    #expect(sheet.cells[2]?.first == "2023-11-14 23:19:20")
    expectEpochs(1...3, from: 2, in: sheet)
    #expect(sheet.cells[5]?[6] == "error: =HYPERLINK(\"http://x\")")
    #expect(sheet.cells[6]?[6] == "evaluating")
    #expect(sheet.cells[7]?[6...] == ["accuracy", ""])
    #expect(sheet.cells[8]?[6...] == ["nmi", "0.5"])
    #expect(sheet.cells[9]?[6] == "finished")
    #expect(sheet.cells.count == 10)
  }

  @Test func aCheckpointThatComesLaterMarksItsRow() throws {
    let run = try run()
    run.record(.began)
    recordEpochs(1...3, in: run)
    run.deliver()
    run.record(.file) { ($0.stage, $0.step, $0.role) = ("training", 30, .checkpoint) }
    run.record(.file) { ($0.stage, $0.step, $0.role) = ("motion", 10, .checkpoint) }
    run.record(.file) { ($0.stage, $0.step, $0.role) = ("training", 40, .checkpoint) }
    run.deliver()
    recordEpochs(5...5, in: run)
    run.record(.epoch) { ($0.stage, $0.step, $0.epoch) = ("training", 60, 6) }
    run.deliver()
    #expect(
      try sheet(run).cells.sorted { $0.key < $1.key }.map { $0.value[3] } == [
        "saved", "", "no", "yes", "yes", "no", "no",
      ])
  }

  @Test func rowsCanBeWrittenAfterSoManySteps() throws {
    let run = try run(everySteps: 20)
    run.record(.began)
    for step in 1...50 {
      run.record(.step, after: Double(step)) {
        ($0.stage, $0.step, $0.values) = (
          "training", step, ["loss": Double(step), "learning_rate": 0.1]
        )
      }
    }
    run.record(.file) { ($0.stage, $0.step, $0.role) = ("training", 50, .checkpoint) }
    run.deliver()
    let sheet = try sheet(run)
    #expect(sheet.cells.keys.sorted() == [0, 1, 2, 3])
    #expect(sheet.cells[2]?[1...5] == ["20.0", "0.0056", "no", "20.0", "0.1"])
    #expect(sheet.cells[3]?[3] == "yes", "the last row before the checkpoint's step")
  }

  /// Every fault at every request; the program is killed after each failure, too.
  @Test(arguments: [false, true]) func everyRowIsThereOnceWhateverGoesWrong(killing: Bool) throws {
    let places = [
      "oauth2", "GET www.googleapis.com/drive", "POST www.googleapis.com/drive",
      "GET sheets.googleapis.com", "batchUpdate", "batchUpdate",
    ]
    let faults: [StandInGoogle.Fault] = [
      .cutBefore, .cutAfter, .garbage, .answer(401), .answer(403, reason: "rateLimitExceeded"),
      .answer(403, reason: "forbidden"), .answer(404, reason: "notFound"),
      .answer(408), .answer(409, reason: "conflict"), .answer(429, headers: ["Retry-After": "30"]),
      .answer(500), .answer(503), .answer(302),
    ]
    for fault in faults {
      let run = try run()
      run.google.faults = places.map { ($0, fault) }
      run.record(.began)
      recordEpochs(1...40, in: run)
      let half = run.deliver(within: 36_000, killing: killing)
      #expect(half != nil, "\(fault)")
      run.google.faults += [("batchUpdate", fault), ("oauth2", fault)]
      run.google.now += 4000
      recordEpochs(41...80, in: run)
      #expect(run.deliver(within: 36_000, killing: killing) != nil, "\(fault)")
      // A token that is refused once is renewed, and nothing is told.
      #expect(run.problems.count >= 3, "\(fault)")
      #expect(!run.tellsSecrets, "\(run.problems)")
      let sheet = try sheet(run)
      #expect(sheet.cells.count == 82, "\(fault)")
      expectEpochs(1...80, from: 2, in: sheet)
      // What was written twice was the same, but for "saved", which can come later.
      #expect(
        sheet.writes.allSatisfy { place, texts in
          Set(texts).count == 1 || place.hasSuffix(",3")
        })
    }
  }

  @Test func anHourOfflineIsMadeUpFor() throws {
    let run = try run()
    run.google.offlineUntil = run.google.now + 3600
    run.record(.began)
    recordEpochs(1...10, in: run)
    let seconds = try #require(run.deliver())
    // The pauses double up to 300 s.
    #expect(seconds >= 3600 && seconds < 3600 + 310)
    #expect(run.problems.count < 25)
    expectEpochs(1...10, from: 2, in: try sheet(run))
  }

  @Test(arguments: ["30", "Tue, 14 Nov 2023 22:13:50 GMT"]) func retryAfterIsKept(text: String)
    throws
  {
    let run = try run()
    // The server's clock says when now is.
    run.google.faults = [
      (
        "POST www.googleapis.com/drive",
        .answer(429, headers: ["Retry-After": text, "Date": "Tue, 14 Nov 2023 22:13:20 GMT"])
      )
    ]
    run.record(.began)
    let seconds = try #require(run.deliver())
    #expect(seconds >= 30 && seconds < 30 + 6)
  }

  @Test func sixtyWritesAMinuteAreNeverExceeded() throws {
    let run = try run()
    run.record(.began)
    for epoch in 1...200 {
      recordEpochs(epoch...epoch, in: run)
      // An event every half second.
      _ = run.delivery.advance(now: run.google.now)
      run.google.now += 0.5
    }
    run.deliver()
    let times = run.google.writeTimes
    for time in times { #expect(times.filter { $0 >= time && $0 < time + 60 }.count <= 13) }
    expectEpochs(1...200, from: 2, in: try sheet(run))
  }

  @Test func theSheetGrowsBeyondAThousandRows() throws {
    let run = try run()
    run.record(.began)
    recordEpochs(1...1100, in: run)
    run.deliver()
    let sheet = try sheet(run)
    #expect(sheet.cells.count == 1102 && sheet.rowCount == 2000)
    expectEpochs(1000...1100, from: 1001, in: sheet)
  }

  /// Two runs share the spreadsheet; a name that is taken gets a number.
  @Test func anotherRunGetsAnotherSheet() throws {
    let google = StandInGoogle()
    for _ in 1...2 {
      let run = try DeliveredRun { _ in GoogleSheetsSink(.init(run: "same"), api: google.api()) }
      run.record(.began)
      run.deliver()
    }
    #expect(google.spreadsheets.count == 1)
    #expect(google.spreadsheets.values.first?.map(\.title) == ["Sheet1", "same", "same (2)"])
  }
}
