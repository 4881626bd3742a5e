import Basics
import CFuzzer
import Foundation

/// Gives a reader of files whatever libFuzzer thinks of: `fuzz READER [OPTION…] [CORPUS…]`.
///
/// A reader may refuse with an error that explains itself, and nothing else: traps, other errors, slow
/// inputs and large memory are findings.
@main
enum Fuzz {
  static func main() {
    guard CommandLine.argc > 1, let reader = Reader(rawValue: CommandLine.arguments[1]) else {
      let names = Reader.allCases.map(\.rawValue).joined(separator: " | ")
      StandardError.write("usage: fuzz \(names) [OPTION…] [CORPUS…]\n")
      exit(2)
    }
    Self.reader = reader
    var count = CommandLine.argc - 1
    // libFuzzer takes the name of the program for the first argument.
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    exit(
      LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
        Fuzz.reader.read(UnsafeRawBufferPointer(start: bytes, count: count))
        return 0
      })
  }

  // Written once, before libFuzzer, which uses one thread, takes over.
  nonisolated(unsafe) private static var reader = Reader.npy
}
