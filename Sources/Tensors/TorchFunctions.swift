import Basics
import CTorch
import Foundation

/// LibTorch's functions; the first use loads them.
///
/// - Throws: ``LibTorchMissing`` if they can't be loaded, `MemoryError` or
///   `ThreadError` if the process may not have their memory or their threads.
var torch: ct_functions {
  get throws { try TorchLibrary.functions.get().pointee }
}

/// LibTorch's functions where a tensor exists already, so that they are loaded.
var loadedTorch: ct_functions {
  switch TorchLibrary.functions {
  case .success(let functions): functions.pointee
  case .failure(let error): preconditionFailure("a tensor exists without LibTorch: \(error)")
  }
}

/// The library with LibTorch's functions: `libUnreelTorch.so`.
///
/// LibTorch takes most of a second and 180 MB to load. Commands that compute nothing with tensors do
/// without it, so the program is not linked with it. A program that uses `UnreelKit` is.
enum TorchLibrary {
  /// The table of the functions, or why there is none.
  ///
  /// The pointer is to a constant of the library, which is never unloaded.
  nonisolated(unsafe) static let functions: Result<UnsafePointer<ct_functions>, any Error> =
    Result {
      if let linked = ct_linked_functions() { return linked }
      // OpenBLAS starts a thread for each core while it is loaded, and waits for ever if its memory
      // ends. The program alone has 0.3 GB of address space; with LibTorch it needed 1.2 GB, of which
      // 0.2 GB were resident (29 November 2026, 2 threads).
      try Memory.require(
        addressSpace: 1 << 30, resident: 192 << 20, for: "loading LibTorch")
      try checkThreads(Processors.allowed)
      // A user's own choice stays.
      if let kernels = ct_openblas_kernels() { setenv("OPENBLAS_CORETYPE", kernels, 0) }
      return try load(from: candidates)
    }

  private static let fileName = "libUnreelTorch.so"

  /// Where the library can be: beside the program, in the `lib` beside its folder, in the system's path.
  private static var candidates: [String] {
    let folder = Folder.above(URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path)
    return ["\(folder)/\(fileName)", "\(Folder.above(folder))/lib/\(fileName)", fileName]
  }

  /// Loads the first of the files that exists.
  ///
  /// - Parameter paths: the files; the last one may be a name without a folder.
  /// - Returns: the functions.
  /// - Throws: ``LibTorchMissing`` about the file that exists, or else about the first one.
  static func load(from paths: [String]) throws -> UnsafePointer<ct_functions> {
    let path = paths.first { FileManager.default.fileExists(atPath: $0) } ?? paths.last ?? fileName
    // A library that comes with LibTorch takes signals while it is loaded: libucs does, on Debian 13, and training did not
    // end when its terminal was closed.
    let handlers = SignalHandlers.current()
    defer { handlers.restore() }
    // As if it were linked: its symbols are seen by LibTorch's search for OpenMP's functions.
    if let library = dlopen(path, RTLD_LAZY | RTLD_GLOBAL),
      let symbol = dlsym(library, CT_FUNCTIONS_ENTRY),
      let functions = unsafeBitCast(symbol, to: ct_functions_entry.self)()
    {
      return functions
    }
    let reason = dlerror().map { String(cString: $0) } ?? "no reason given"
    let exists = path.contains("/")
    throw LibTorchMissing(
      path: exists ? path : paths.first ?? path, exists: exists, reason: reason)
  }
}

/// LibTorch's functions can't be loaded.
public struct LibTorchMissing: ExplainedError, Equatable {
  /// The file with the functions.
  public var path: String
  /// Whether that file exists; if it does, a library that it needs is missing or memory is short.
  public var exists: Bool
  /// The system's message.
  public var reason: String

  /// Always `Blame.execution`.
  public var blame: Blame { .execution }

  /// The file, the system's message, and what to do.
  public var description: String {
    guard exists else {
      return
        "loading LibTorch: there is no \(path); build Unreel with make, or copy the file there from "
        + "the folder in which it was built"
    }
    let isShortOfMemory = ["allocate memory", "failed to map"].contains { reason.contains($0) }
    let mend =
      isShortOfMemory
      ? ResourceLimits.own.memoryAdvice : "install it with apt-get install libtorch-dev libgloo-dev"
    return "loading LibTorch with \(path): \(reason); \(mend)"
  }
}

/// What the process does at each signal.
private struct SignalHandlers {
  private let actions: [(number: Int32, action: sigaction)]

  /// Asks the system.
  static func current() -> SignalHandlers {
    SignalHandlers(
      actions: (Int32(1)...31).map { number in
        var action = sigaction()
        sigaction(number, nil, &action)
        return (number, action)
      })
  }

  /// Makes the process do this again.
  func restore() {
    for (number, action) in actions where number != SIGKILL && number != SIGSTOP {
      var action = action
      sigaction(number, &action, nil)
    }
  }
}
