import ArgumentParser
import Basics
import Foundation

/// How the program ends when something is in the way.
enum Exit {
  /// The request can't be carried out as it is.
  private static let usage: Int32 = 2
  /// It was right and went wrong.
  private static let failed: Int32 = 1

  /// Prints one clear line to standard error, or the help that was asked for, and ends the program.
  static func leave(after error: any Error) -> Never {
    switch error {
    case is CancellationError:
      exit(Interruption.exitCode)
    case let code as ExitCode:
      exit(code.rawValue)
    case let error as any ExplainedError:
      complain(error.description)
      exit(error.blame == .usage ? usage : failed)
    default:
      leave(afterParsing: error)
    }
  }

  private static func leave(afterParsing error: any Error) -> Never {
    switch Unreel.exitCode(for: error) {
    case .success:
      print(Unreel.fullMessage(for: error))
      exit(0)
    case .validationFailure:
      StandardError.write(Unreel.fullMessage(for: error) + "\n")
      exit(usage)
    default:
      complain("\(error)")
      exit(failed)
    }
  }

  private static func complain(_ text: String) {
    StandardError.write("unreel: \(text)\n")
  }
}
