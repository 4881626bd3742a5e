import ArgumentParser
import Basics
import Foundation
import Runs

/// The program: `unreel COMMAND …`.
@main
struct Unreel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unreel",
    abstract: "Learn what is in a collection of videos, without labels.",
    discussion: """
      Give Unreel a folder of videos. It extracts frames, trains a siamese convolutional network on \
      the order of time alone, clusters frames and videos by appearance and motion, and draws a map.

      Example:
        unreel run ~/videos -o ~/videos-run

      Exit codes: 0 done, 1 failed, 2 the request cannot be fulfilled as it stands, 130 stopped by \
      Ctrl-C, 143 stopped by SIGTERM.
      """,
    version: Version.current,
    subcommands: [
      RunCommand.self, PrepareCommand.self, TrainCommand.self, EvaluateCommand.self,
      ReportCommand.self, CompareCommand.self, TransitionCommand.self, FinetuneCommand.self,
      FindCommand.self, DuplicatesCommand.self, OrganizeCommand.self, WatchCommand.self,
      ServeCommand.self, CheckTrackingCommand.self, SendCommand.self, SignInCommand.self,
      DemoCommand.self, DoctorCommand.self,
    ])

  static func main() {
    SpinCount.set()
    StandardStreams.fill()
    Interruption.listen()
    do {
      try EmptyArgument.refuse(CommandLine.arguments)
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Exit.leave(after: error)
    }
  }
}

/// An empty word of the command line, such as the value of a shell's variable that is not set.
///
/// No option has a use for one, and an empty path would be the current folder.
struct EmptyArgument: ExplainedError {
  /// The option whose value is empty, or the number of the word.
  let name: String

  var blame: Blame { .usage }
  var description: String {
    "\(name) is empty; give a path or a value (is a variable of the shell not set?)"
  }

  /// Throws an error if a word is empty, or an option's value after `=`.
  static func refuse(_ words: [String]) throws {
    for (number, word) in words.enumerated().dropFirst() {
      if word.isEmpty {
        let before = words[number - 1]
        throw EmptyArgument(
          name: before.hasPrefix("-") ? "the word after \(before)" : "word \(number)")
      }
      if word.hasPrefix("-"), word.hasSuffix("="), word.count(where: { $0 == "=" }) == 1 {
        throw EmptyArgument(name: "the value of \(word.dropLast())")
      }
    }
  }
}

/// How the program ends after an error.
enum Exit {
  /// The exit code if the request cannot be fulfilled as it stands.
  private static let usage: Int32 = 2
  /// The exit code if the request was correct and the work failed.
  private static let failed: Int32 = 1

  /// Ends the program after printing one line to standard error, or the help that was requested.
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
      do {
        try StandardOutput.write(Unreel.fullMessage(for: error))
        exit(0)
      } catch {
        complain("\(error)")
        exit(failed)
      }
    case .validationFailure:
      // The message has several lines of its own; a word of the command must not add more.
      let message = CommandLine.arguments.reduce(Unreel.fullMessage(for: error)) { message, word in
        let plain = PlainLine.text(word)
        let isText = plain != word && word.contains { !$0.isNewline }
        return !isText ? message : message.replacingOccurrences(of: word, with: plain)
      }
      StandardError.write(message + "\n")
      exit(usage)
    default:
      complain("\(error)")
      exit(failed)
    }
  }

  private static func complain(_ text: String) {
    StandardError.say("unreel: \(text)")
  }
}
