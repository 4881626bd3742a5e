import Foundation
import Synchronization

/// Ctrl-C, SIGTERM and SIGHUP: the first asks the work to stop at the next good moment, the second
/// ends the program at once.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// Begins to listen; called once, at the start of the program.
  static func listen() {
    // A parent's worker thread may have started the program with all signals blocked.
    var heard = sigset_t()
    sigemptyset(&heard)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      sigaddset(&heard, number)
      // In a signal handler only an atomic and _exit are safe.
      signal(number) { number in
        let earlier = Interruption.received.exchange(number, ordering: .relaxed)
        if earlier != 0 { _exit(128 + number) }
      }
    }
    sigprocmask(SIG_UNBLOCK, &heard, nil)
    // A file past the limit and a reader that left are errors of a write, not ends of the program.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether whoever started the program has it not hear of a signal, as nohup does.
  private static func isIgnored(_ number: Int32) -> Bool {
    var current = sigaction()
    sigaction(number, nil, &current)
    guard let handler = current.__sigaction_handler.sa_handler else { return false }
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Whether someone wants the work to stop.
  @Sendable static func wasRequested() -> Bool { received.load(ordering: .relaxed) != 0 }

  /// 128 and the signal's number, as shells have it.
  static var exitCode: Int32 { 128 + received.load(ordering: .relaxed) }
}
