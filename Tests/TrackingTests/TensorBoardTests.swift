import Basics
import Foundation
import TestSupport
import Testing
import Tracking

@Suite struct TensorBoardTests {
  /// The check value of CRC-32C, and RFC 3720's thirty-two bytes of 0 and of 255 (appendix B.4).
  @Test func checksumsAreThoseOfTheStandard() {
    #expect(CRC32C.of(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.of([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
  }

  /// The bytes were written by hand: `Event(wall_time=1.5, step=300, summary=[Value(tag="a", simple_value=0.5)])`.
  ///
  /// 09 and the double 1.5; 10 and 300 as AC 02; 2A and the summary's length 10; in it 0A, length 8; in that 0A 01 "a"
  /// and 15 with the float 0.5.
  @Test func aScalarHasTheBytesOfTheFormat() {
    let bytes = EventRecord.scalars(
      [("a", 0.5)], step: 300, time: Date(timeIntervalSince1970: 1.5))
    let event: [UInt8] = [
      0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x10, 0xAC, 0x02, 0x2A, 0x0A, 0x0A, 0x08, 0x0A, 0x01,
      0x61, 0x15, 0, 0, 0, 0x3F,
    ]
    #expect(Array(bytes[0..<8]) == [24, 0, 0, 0, 0, 0, 0, 0])
    #expect(Array(bytes[12..<36]) == event)
    #expect(bytes.count == 40)
  }

  /// 0 to 29 in thirty parts: one a part, 29 in the last with its upper end.
  @Test func histogramsCountAllNumbers() {
    let histogram = Histogram(of: (0..<30).map(Double.init) + [.nan])
    #expect(histogram.count == 30 && histogram.counts.reduce(0, +) == 30)
    #expect(histogram.least == 0 && histogram.greatest == 29 && histogram.sum == 435)
    #expect(histogram.limits.count == 30 && abs((histogram.limits.last ?? 0) - 29) < 1e-9)
    let one = Histogram(of: [2, 2])
    #expect(one.counts.first == 2 && one.counts.reduce(0, +) == 2)
  }

  /// The program is killed after the records were written and before that was noted: they are in the file once.
  @Test func recordsAreInTheFileOnce() throws {
    let folder = try TemporaryFolder()
    let journal = try EventJournal(TrackingFolder(folder.path).journal)
    func deliver() -> Delivery {
      let delivery = Delivery(
        to: TensorBoardSink(folder: folder("tensorboard"), run: folder.path), folder: folder.path)
      _ = delivery.advance(now: 0)
      return delivery
    }
    func step(_ number: Int) -> TrackedEvent {
      var event = TrackedEvent(.step, at: Date(timeIntervalSince1970: 0))
      (event.stage, event.step, event.values) = ("training", number, ["loss": 1])
      return event
    }
    func size() throws -> Int {
      let name = try FileManager.default.contentsOfDirectory(atPath: folder("tensorboard"))
      return try BoundedFile.bytes(folder("tensorboard/" + (name.first ?? "")), atMost: 1 << 20)
        .count
    }
    journal.append(step(1))
    #expect(deliver().problem == nil)
    let state = try BoundedFile.bytes(folder("tensorboard.json"), atMost: 1 << 20)
    let first = try size()
    journal.append(step(2))
    _ = deliver()
    let second = try size()
    #expect(second > first)
    try DurableFile.write(state, to: folder("tensorboard.json"))
    _ = deliver()
    #expect(try size() == second)
  }
}

@Suite struct CSVTests {
  @Test func stepsAndEpochsAreTables() throws {
    let folder = try TemporaryFolder()
    let journal = try EventJournal(TrackingFolder(folder.path).journal)
    var event = TrackedEvent(.step, at: Date(timeIntervalSince1970: 0))
    (event.stage, event.step, event.epoch) = ("training", 7, 2)
    event.values = ["loss": 0.25, "learning_rate": Double?.none]
    journal.append(event)
    event.kind = .epoch
    journal.append(event)
    _ = Delivery(to: CSVSink(folder: folder.path), folder: folder.path).advance(now: 0)
    #expect(
      try BoundedFile.text(folder("steps.csv"), atMost: 4096)
        == "time,stage,epoch,step,loss,learning_rate,pairs_per_second,data_wait,feature_std,dead_features\n"
        + "1970-01-01T00:00:00Z,training,2,7,0.25,,,,,\n")
    #expect(
      try BoundedFile.text(folder("epochs.csv"), atMost: 4096)
        == "time,stage,epoch,step,loss\n1970-01-01T00:00:00Z,training,2,7,0.25\n")
  }
}
