import Basics
import Foundation
import Synchronization

/// UCF101 in miniature, for `make bench-ucf101`: all 13 320 clips under their names, a few frames each.
///
///     miniature-ucf101 FOLDER
///
/// makes `FOLDER/UCF-101` and `FOLDER/ucfTrainTestlist`. The same bytes for everyone; clips that are
/// there are kept, so that a drawing that was stopped goes on where it was.
@main
enum MiniatureUCF101 {
  static func main() throws {
    guard CommandLine.arguments.count == 2, let folder = CommandLine.arguments.last else {
      FileHandle.standardError.write(Data("usage: miniature-ucf101 FOLDER\n".utf8))
      exit(2)
    }
    let display = ProgressDisplay()
    let clips = Catalogue.clips
    let finished = Mutex(0)
    try concurrently(clips.count, threads: Processors.usable) { index in
      try clips[index].write(below: folder + "/UCF-101")
      finished.withLock { finished in
        finished += 1
        display.show("drawing clips", done: finished, of: clips.count, unit: "clips")
      }
    }
    try Lists.write(to: folder + "/ucfTrainTestlist")
    display.endLine()
  }
}
