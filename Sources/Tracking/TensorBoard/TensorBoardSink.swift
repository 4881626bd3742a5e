import Basics
import Foundation

/// Writes an event file that TensorBoard reads: `tensorboard --logdir RUN/tensorboard`.
///
/// Numbers of steps, epochs, label-free metrics and the evaluation are scalars, figures are images, and the features of
/// the evaluation are a histogram.
public final class TensorBoardSink: TrackingSink {
  /// `tensorboard`.
  public let name = "tensorboard"

  private let run: String
  private let folder: String
  private let file: AppendedFile

  /// The largest figure that is put into the event file, in bytes.
  private static let mostImageBytes = 8 << 20
  /// The largest array that a histogram is made of, in bytes.
  private static let mostArrayBytes = 256 << 20

  /// Creates the sink.
  ///
  /// - Parameters:
  ///   - folder: the folder of the event file, which is created.
  ///   - run: the folder of the run.
  public init(folder: String, run: String) {
    (self.folder, self.run) = (folder, run)
    // TensorBoard takes any file with `tfevents` in its name, and goes on reading one that grows.
    file = AppendedFile(folder + "/events.out.tfevents.1.unreel", key: "bytes")
  }

  /// Appends records for the events.
  public func deliver(_ entries: [JournalEntry], state: SinkState) throws {
    var bytes: [UInt8] = []
    var step = state["step", default: 0]
    for event in entries.map(\.event) {
      // Motion is learned after the frames, and counts its own steps.
      if event.stage == Self.mainStage, let own = event.step { step = own }
      bytes += records(of: event, step: event.step ?? step)
    }
    state["step", default: 0] = step
    guard !bytes.isEmpty else { return }
    try Folder.create(folder)
    if file.isEmpty(state), let first = entries.first {
      bytes = EventRecord.version(time: first.event.time) + bytes
    }
    try file.append(bytes, state: state)
  }

  private static let mainStage = "training"

  private func records(of event: TrackedEvent, step: Int) -> [UInt8] {
    switch event.kind {
    case .step, .labelFree, .result:
      scalars(event, step: step)
    case .epoch:
      // An epoch's mean loss has the epoch as its step: it is what one compares between runs.
      scalars(event, step: event.epoch ?? step, group: "\(event.stage ?? "") by epoch")
    case .file where event.role == .figure: image(event, step: step)
    case .file where event.role == .result: histogram(event, step: step)
    default: []
    }
  }

  private func scalars(_ event: TrackedEvent, step: Int, group: String? = nil) -> [UInt8] {
    let group = group ?? (event.kind == .labelFree ? "label-free" : event.stage ?? "run")
    let values = (event.values ?? [:]).sorted { $0.key < $1.key }.map {
      (tag: "\(group)/\($0.key)", value: $0.value ?? .nan)
    }
    return values.isEmpty ? [] : EventRecord.scalars(values, step: step, time: event.time)
  }

  /// A figure that is a PNG file; others, and those that are gone, are left out.
  private func image(_ event: TrackedEvent, step: Int) -> [UInt8] {
    guard let path = event.path, path.hasSuffix(".png"),
      let data = try? BoundedFile.bytes(Self.path(path, in: run), atMost: Self.mostImageBytes),
      let size = Self.size(ofPNG: data)
    else { return [] }
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    return EventRecord.image(
      Array(data), size: size, tag: "figures/\(name)", step: step, time: event.time)
  }

  private func histogram(_ event: TrackedEvent, step: Int) -> [UInt8] {
    guard let path = event.path, path.hasSuffix(".npy") else { return [] }
    let whole = Self.path(path, in: run)
    var status = stat()
    guard stat(whole, &status) == 0, status.st_size < Self.mostArrayBytes,
      let array = try? NPY.read(whole, as: Float.self), !array.values.isEmpty
    else { return [] }
    let name = (path as NSString).deletingPathExtension
    return EventRecord.histogram(
      array.values.map(Double.init), tag: name, step: step, time: event.time)
  }

  /// The width and height of a PNG file (PNG specification, section 11.2.1).
  private static func size(ofPNG data: Data) -> (width: Int, height: Int)? {
    guard data.count > 24, data.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
    func number(_ start: Int) -> Int { data[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
    return (number(16), number(20))
  }

  /// A path that begins at the run's folder, or at the root.
  static func path(_ path: String, in run: String) -> String {
    path.hasPrefix("/") ? path : run + "/" + path
  }
}
