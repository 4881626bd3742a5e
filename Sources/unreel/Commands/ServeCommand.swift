import ArgumentParser
import Basics
import Foundation
import Serving

/// `unreel serve` serves a page with all runs below a folder.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve a page with all runs below a folder, live, for a browser.",
    discussion: """
      The page shows curves while they grow, checkpoints, warnings, figures and reports, and compares \
      runs. It only reads. Without --host, only this machine can open it; with --host it needs the key \
      in the address that is printed. Ctrl-C ends it.

      Example:
        unreel serve ~/runs
      """)

  @Argument(help: ArgumentHelp("The folder that the runs are in, or a run.", valueName: "runs"))
  var path: String

  @Option(help: "The port; 0 takes a free one. (default: 7700, or the next free one)")
  var port: Int?

  @Option(
    help: ArgumentHelp(
      "Let other machines open the page: an address of this machine, or 0.0.0.0 for all of them.",
      valueName: "address"))
  var host: String?

  @Option(
    help: "A further name that browsers may call this machine by; may be given several times.")
  var name: [String] = []

  func validate() throws {
    guard port.map({ (0...65_535).contains($0) }) ?? true else {
      throw ValidationError("--port must be from 0 to 65535.")
    }
  }

  func run() throws {
    let catalogue = try RunCatalogue(path)
    // A page must not take time from a training on the same machine. Threads inherit this.
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    let server = try start(catalogue)
    defer { server.stop() }
    while !Interruption.wasRequested() { usleep(100_000) }
    throw CancellationError()
  }

  private func start(_ catalogue: RunCatalogue) throws -> RunServer {
    let isLocal = host.map { $0 == "localhost" || $0 == "::1" || $0.hasPrefix("127.") } ?? true
    let address = host ?? "127.0.0.1"
    let token = Access.randomToken()
    let machine = ProcessInfo.processInfo.hostName
    let names = name + (isLocal ? [] : [address, machine])
    // Only where the user named no port, the next free one will do.
    let ports = port.map { [$0] } ?? Array(7700..<7720)
    var failure: (any Error)?
    for port in ports {
      do {
        let server = try RunServer(catalogue, host: address, port: port) { port in
          isLocal
            ? .loopback(names: names, port: port) : .open(names: names, port: port, token: token)
        }
        let isEvery = ["0.0.0.0", "::"].contains(address)
        let shown = isEvery ? machine : address.contains(":") ? "[\(address)]" : address
        try StandardOutput.say(
          "The page with the runs in \(path):",
          whole: "http://\(shown):\(server.port)/" + (isLocal ? "" : "?token=\(token)"))
        return server
      } catch let error as ServingError {
        failure = failure ?? error
      }
    }
    // There is at least one port, and each has failed.
    throw failure ?? CancellationError()
  }
}
