import Basics
import Foundation

/// A place that gets the events of a run: files for TensorBoard, a spreadsheet, a folder of copies.
///
/// A sink knows nothing of threads, queues or pauses: `Delivery` calls it, again and again, until it succeeds.
///
/// Delivering the same entries twice must do no harm, because a run can be killed between the delivery and the note
/// that it was done. So rows are written to places that follow from what is in `state`, and files are named by what
/// they are copies of.
public protocol TrackingSink: AnyObject {
  /// The sink's name in messages, and the name of its state's file: `tensorboard`, `google-sheets`.
  var name: String { get }

  /// The most entries that are delivered at once.
  var mostEntries: Int { get }

  /// The seconds from the begin of one delivery to the begin of the next.
  var interval: Double { get }

  /// Delivers some entries.
  ///
  /// - Parameters:
  ///   - entries: the entries, in order; none were left out since the last call that succeeded.
  ///   - state: what the sink keeps between deliveries. What is changed in it is on the disk once the delivery
  ///     succeeded, or earlier by ``SinkState/save()``.
  /// - Throws: ``DeliveryError``; any other error is tried again like ``DeliveryError/unavailable(_:after:)``.
  func deliver(_ entries: [JournalEntry], state: SinkState) throws
}

extension TrackingSink {
  /// Five hundred.
  public var mostEntries: Int { 500 }
  /// One second: events gather, and the disk is not written all the time.
  public var interval: Double { 1 }
}

/// Entries could not be delivered.
public enum DeliveryError: ExplainedError, Equatable {
  /// The place can't be reached or is busy: it is tried again, after as many seconds as it asked for.
  case unavailable(String, after: Double? = nil)
  /// The place refuses, and will until somebody does what the advice says: it is tried again every ten minutes.
  case refused(String, advice: String)

  /// A refusal asks for something that the user must do.
  public var blame: Blame {
    switch self {
    case .unavailable: .execution
    case .refused: .usage
    }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .unavailable(let reason, _): reason
    case .refused(let reason, let advice): "\(reason); \(advice)"
    }
  }
}
