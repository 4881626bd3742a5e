import ArgumentParser
import Basics
import Runs

/// `unreel organize` lays out a collection as a folder for each group.
struct OrganizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "organize",
    abstract: "Lay out the collection as a folder for each group of videos.",
    discussion: """
      Without --link or --copy, prints what would be done and does nothing. The original videos are \
      never moved, changed or deleted. Names of groups are read from RUN/names.csv, with the columns \
      cluster and name; groups with the same name share a folder. Give the command again after names \
      have changed: links and copies that it made before follow.

      Example:
        unreel organize ~/videos-run --into ~/videos-by-group
        unreel organize ~/videos-run --into ~/videos-by-group --link
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var path: String

  @Option(
    help: ArgumentHelp(
      "The folder to fill: a new one, an empty one, or one that this command filled.",
      valueName: "folder"))
  var into: String

  @Flag(help: "Make symbolic links to the videos.")
  var link = false

  @Flag(help: "Copy the videos.")
  var copy = false

  @Flag(help: "Print what would be done and do nothing, as without --link and --copy.")
  var dryRun = false

  func validate() throws {
    guard !(link && copy) else { throw ValidationError("Give --link or --copy, not both.") }
  }

  func run() throws {
    let run = RunFolder(path)
    let context = Job.context()
    let organizer = try Organizer(
      run, settings: Job.settings(of: run), into: into, in: context)
    for remark in organizer.remarks { context.display.say(remark) }
    guard link || copy, !dryRun else {
      for entry in organizer.plan.entries {
        try StandardOutput.write("\(into)/\(entry.path) from \(entry.source)")
      }
      let folders = Dictionary(grouping: organizer.plan.entries) { Folder.above($0.path) }
      for (name, entries) in folders.sorted(by: { $0.key < $1.key }) {
        context.display.say("\(name): \(entries.count) \(entries.count == 1 ? "video" : "videos")")
      }
      context.display.say("nothing was done; add --link or --copy")
      return
    }
    let method: OrganizingMethod = link ? .link : .copy
    let again = "unreel organize \(path) --into \(into) --\(method.rawValue)"
    let outcome = try Job.interruptible(context, again: again) {
      try organizer.organize(by: method)
    }
    for problem in outcome.problems { context.display.say("warning: \(problem)") }
    let noun = link ? "links" : "copies"
    try StandardOutput.say(
      "\(outcome.made) \(noun) made, \(outcome.kept) were there, \(outcome.removed) old ones removed"
    )
    try StandardOutput.say("Folder:", whole: into)
  }
}
