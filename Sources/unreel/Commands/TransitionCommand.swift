import ArgumentParser
import Basics
import Foundation
import Runs

/// `unreel transition` shows how the map changes from one network to another.
struct TransitionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transition",
    abstract: "Show how the map changes between two checkpoints, or between two runs.",
    discussion: """
      Writes a page whose map moves from the first to the second. The second plane starts from the \
      first one: what stays the same stays in its place. RUN@EPOCHS is the checkpoint that was written \
      after so many epochs. Two runs must be on the same frames.

      Example:
        unreel transition runs/infonce@5 runs/infonce -o learning.html
        unreel transition runs/infonce runs/vicreg -o objectives.html
      """)

  @Argument(help: ArgumentHelp("A run, or RUN@EPOCHS.", valueName: "first"))
  var first: String

  @Argument(help: ArgumentHelp("Another one.", valueName: "second"))
  var second: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The page to write, an .html file.", valueName: "page"))
  var output: String

  func validate() throws {
    guard output.lowercased().hasSuffix(".html") else {
      throw ValidationError("The page's name must end in .html: \(output)")
    }
    guard Folder.isFolder(Folder.above(Folder.absolute(output))) else {
      throw ValidationError("\(Folder.above(Folder.absolute(output))) is not a folder.")
    }
  }

  func run() throws {
    let context = Job.context()
    try Job.interruptible(
      context, again: "unreel transition \(first) \(second) -o \(output)"
    ) {
      let transition = try Transition(
        from: MapState(first), to: MapState(second), writing: output, in: context)
      try transition.write(to: output)
      for finding in transition.findings { try StandardOutput.say(finding) }
    }
    try StandardOutput.say("Page:", whole: output)
  }
}
