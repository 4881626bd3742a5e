import Foundation

/// Events of TensorBoard as records of an event file.
///
/// The messages are `Event` and `Summary` of `tensorboard/compat/proto`; the frame of a record is that of
/// `tensorflow/core/lib/io/record_writer.h`: length, its checksum, data, their checksum.
package enum EventRecord {
  /// The first record of a file.
  package static func version(time: Date) -> [UInt8] {
    record(time: time, step: 0) { $0.text(3, "brain.Event:2") }
  }

  /// Numbers at a step.
  ///
  /// - Parameters:
  ///   - values: the numbers by their tags.
  ///   - step: the step.
  ///   - time: when it was taken.
  package static func scalars(_ values: [(tag: String, value: Double)], step: Int, time: Date)
    -> [UInt8]
  {
    summary(step: step, time: time) { summary in
      for (tag, value) in values {
        summary.message(1) { entry in
          entry.text(1, tag)
          entry.float(2, Float(value))
        }
      }
    }
  }

  /// A picture at a step.
  ///
  /// - Parameters:
  ///   - png: the bytes of a PNG file.
  ///   - size: its width and height in pixels.
  ///   - tag: its tag.
  ///   - step: the step.
  ///   - time: when it was made.
  package static func image(
    _ png: [UInt8], size: (width: Int, height: Int), tag: String, step: Int, time: Date
  ) -> [UInt8] {
    summary(step: step, time: time) { summary in
      summary.message(1) { entry in
        entry.text(1, tag)
        entry.message(4) { image in
          image.integer(1, size.height)
          image.integer(2, size.width)
          image.integer(3, 3)
          image.data(4, png)
        }
      }
    }
  }

  /// The distribution of numbers at a step.
  ///
  /// - Parameters:
  ///   - values: the numbers, at least one; those that are not finite are left out.
  ///   - tag: its tag.
  ///   - step: the step.
  ///   - time: when it was made.
  package static func histogram(_ values: [Double], tag: String, step: Int, time: Date) -> [UInt8] {
    let histogram = Histogram(of: values)
    return summary(step: step, time: time) { summary in
      summary.message(1) { entry in
        entry.text(1, tag)
        entry.message(5) { message in
          message.double(1, histogram.least)
          message.double(2, histogram.greatest)
          message.double(3, Double(histogram.count))
          message.double(4, histogram.sum)
          message.double(5, histogram.sumOfSquares)
          message.packed(6, histogram.limits)
          message.packed(7, histogram.counts)
        }
      }
    }
  }

  private static func summary(
    step: Int, time: Date, _ fill: (inout ProtobufWriter) -> Void
  ) -> [UInt8] {
    record(time: time, step: step) { $0.message(5, fill) }
  }

  private static func record(
    time: Date, step: Int, _ fill: (inout ProtobufWriter) -> Void
  ) -> [UInt8] {
    var event = ProtobufWriter()
    event.double(1, time.timeIntervalSince1970)
    event.integer(2, step)
    fill(&event)
    var record = ProtobufWriter()
    record.little(UInt64(event.bytes.count))
    record.little(CRC32C.masked(record.bytes))
    let head = record.bytes
    var check = ProtobufWriter()
    check.little(CRC32C.masked(event.bytes))
    return head + event.bytes + check.bytes
  }
}

/// How numbers are distributed, in thirty parts of equal width.
package struct Histogram {
  /// The least number.
  package let least: Double
  /// The greatest number.
  package let greatest: Double
  /// How many numbers there are.
  package let count: Int
  /// Their sum.
  package let sum: Double
  /// The sum of their squares.
  package let sumOfSquares: Double
  /// The upper ends of the parts.
  package let limits: [Double]
  /// How many numbers each part has.
  package let counts: [Double]

  private static let parts = 30

  /// Counts numbers; those that are not finite are left out.
  package init(of numbers: [Double]) {
    let values = numbers.filter(\.isFinite)
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
    let width = max(greatest - least, 1e-12) / Double(Self.parts)
    var counts = [Double](repeating: 0, count: Self.parts)
    for value in values { counts[min(Int((value - least) / width), Self.parts - 1)] += 1 }
    (self.least, self.greatest, count) = (least, greatest, values.count)
    sum = values.reduce(0, +)
    sumOfSquares = values.reduce(0) { $0 + $1 * $1 }
    limits = (1...Self.parts).map { least + Double($0) * width }
    self.counts = counts
  }
}
