import Foundation

/// How much of the processor other programs use.
///
/// The threads of a training wait for each other many times in a step. A thread that shares its core
/// holds all others up, so one thread fewer can be faster while other programs are busy. Measured in
/// docs/performance.md.
package struct OtherWork: Sendable, Equatable {
  /// The cores that other programs keep busy; a fraction for those that work at times.
  package let cores: Double

  /// Makes a measurement from two readings.
  ///
  /// - Parameters:
  ///   - first: the earlier reading.
  ///   - second: the later reading.
  /// - Returns: nil if a reading is missing, or if less than a tenth of a second lies between them: the
  ///   system counts in hundredths.
  package init?(from first: ProcessorReading?, to second: ProcessorReading?) {
    guard let first, let second, second.time - first.time >= 0.1 else { return nil }
    let others = (second.busy - first.busy) - (second.own - first.own)
    cores = max(others, 0) / (second.time - first.time)
  }

  /// What to do about the other programs, if they are worth it.
  ///
  /// - Parameter threads: the threads that the work is about to use.
  /// - Returns: nil if other programs use less than half a core, or if there is one thread.
  package func advice(threads: Int) -> String? {
    guard cores >= 0.5, threads > 1 else { return nil }
    let fewer = max(threads - Int(cores.rounded()), 1)
    let text = String(format: "%.1f", cores)
    return "other programs keep \(text) \(text == "1.0" ? "core" : "cores") busy; while they do, "
      + "--threads \(fewer) can be faster than \(threads)"
  }
}

/// What the processors have done since the machine started, and what this process has used of it.
package struct ProcessorReading: Sendable, Equatable {
  /// Seconds in which a core worked, summed over the cores.
  ///
  /// Programs with a raised niceness don't count, because they give way.
  package let busy: Double
  /// Seconds of processor time of this process.
  package let own: Double
  /// The time of the reading in seconds, from any start.
  package let time: Double

  /// Makes a reading from given values.
  package init(busy: Double, own: Double, time: Double) {
    (self.busy, self.own, self.time) = (busy, own, time)
  }

  /// Reads the system's counters.
  ///
  /// - Parameters:
  ///   - read: reads a file of the system.
  ///   - ticks: the ticks of the counters in a second.
  /// - Returns: nil where the system does not tell.
  package init?(
    read: ControlGroup.Read = BoundedFile.systemText, ticks: Int = sysconf(Int32(_SC_CLK_TCK))
  ) {
    // `cpu  user nice system idle iowait irq softirq steal …`, in ticks.
    guard let line = (read("/proc/stat") ?? "").split(separator: "\n").first,
      line.hasPrefix("cpu "), ticks > 0
    else { return nil }
    let fields = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    guard fields.count >= 8 else { return nil }
    busy = (fields[0] + fields[2] + fields[5] + fields[6] + fields[7]) / Double(ticks)
    own = Self.seconds(of: CLOCK_PROCESS_CPUTIME_ID)
    time = Self.seconds(of: CLOCK_MONOTONIC)
  }

  private static func seconds(of clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
