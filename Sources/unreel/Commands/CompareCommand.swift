import ArgumentParser
import Basics
import Runs

/// `unreel compare` puts the results of runs side by side.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare runs in a table and a figure, with mean and deviation over seeds.",
    discussion: """
      Runs whose settings differ only in the seed become one row: mean ± sample standard deviation. \
      The baselines follow below. The runs must be evaluated, and on the same frames.

      Example:
        unreel compare runs/infonce-s1 runs/infonce-s2 runs/vicreg-s1 -o comparison.png
      """)

  @Argument(help: ArgumentHelp("The folders of the runs.", valueName: "run"))
  var paths: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Also draw a figure into this .png, .svg or .pdf file.", valueName: "figure")
  )
  var output: String?

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  func run() throws {
    let picture = try output.map { try PictureFile($0) }
    let comparison = try Comparison(reading: paths)
    if let warning = comparison.warning { StandardError.say("unreel: \(warning)") }
    try picture?.write(comparison.figure())
    if json {
      try StandardOutput.write(comparison.json(), terminator: "")
    } else {
      try StandardOutput.say(String(ComparisonTable(comparison).text.dropLast()))
    }
    if let output, !json { try StandardOutput.say("Figure:", whole: output) }
  }
}
