import Foundation

/// Starts a thread for blocking C calls, which must not hold Swift's cooperative threads.
///
/// FFmpeg's decoders keep large tables on the stack; Foundation's default is 512 KiB.
func startThread(_ body: @escaping @Sendable () -> Void) {
  let thread = Thread(block: body)
  thread.stackSize = 8 << 20
  thread.start()
}
