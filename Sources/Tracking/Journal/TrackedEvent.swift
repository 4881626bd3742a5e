import Foundation

/// Something that happened in a run, as it is told to the places that watch it.
public struct TrackedEvent: Codable, Equatable, Sendable {
  /// What happened.
  public enum Kind: String, Codable, Sendable {
    /// A command began to work on the run; the text is the program's version.
    case began
    /// A step of training was taken; it has values.
    case step
    /// An epoch ended; it has a mean loss.
    case epoch
    /// Label-free metrics were computed; they are the values.
    case labelFree = "label_free"
    /// A file was finished; it has a path and a role.
    case file
    /// A stage of the work began, such as `evaluating`; the stage is its name.
    case stage
    /// The evaluation's metrics; they are the values.
    case result
    /// Something to know; it has a text.
    case warning
    /// The work failed; it has a text.
    case error
    /// The command ended; the text is `finished` or `stopped`.
    case ended
  }

  /// What a file is.
  public enum Role: String, Codable, Sendable {
    /// Weights.
    case checkpoint
    /// A figure.
    case figure
    /// The report.
    case report
    /// A table or an array of results.
    case result
    /// A file that the user sends.
    case other
  }

  /// What happened.
  public var kind: Kind
  /// When it happened.
  public var time: Date
  /// The training that it belongs to, such as `training` or `motion`, or the name of a stage.
  public var stage: String?
  /// Steps taken so far.
  public var step: Int?
  /// The epoch, from 1.
  public var epoch: Int?
  /// Epochs of the whole training.
  public var epochs: Int?
  /// Numbers by their names; null is a number that is not finite.
  public var values: [String: Double?]?
  /// A path from the run's folder, or from the root.
  public var path: String?
  /// What the file is.
  public var role: Role?
  /// A sentence.
  public var text: String?

  /// Describes an event.
  ///
  /// - Parameters:
  ///   - kind: what happened.
  ///   - time: when it happened.
  public init(_ kind: Kind, at time: Date) { (self.kind, self.time) = (kind, time) }

  /// The name by which repeated steps and epochs are known; nil for what can't be repeated.
  ///
  /// A run that was killed takes the steps after its last checkpoint again.
  var progress: (name: String, number: Int)? {
    switch kind {
    case .step, .labelFree: step.map { ("\(stage ?? "") \(kind.rawValue)", $0) }
    case .epoch: epoch.map { ("\(stage ?? "") \(kind.rawValue)", $0) }
    default: nil
    }
  }
}

/// An event and its number in the journal.
public struct JournalEntry: Codable, Equatable, Sendable {
  /// The number, from 1: entries have no gaps.
  public var number: Int
  /// The event.
  public var event: TrackedEvent

  /// Numbers an event.
  public init(_ number: Int, _ event: TrackedEvent) { (self.number, self.event) = (number, event) }

  private enum CodingKeys: String, CodingKey { case number = "n" }

  /// Reads an entry: the event's keys and `n`.
  public init(from decoder: any Decoder) throws {
    number = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .number)
    event = try TrackedEvent(from: decoder)
  }

  /// Writes the event's keys and `n` into one object.
  public func encode(to encoder: any Encoder) throws {
    try event.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(number, forKey: .number)
  }
}
