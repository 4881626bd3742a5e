/// Which library computes products of matrices, and how fast.
package struct BLASCheck: Check {
  /// Floating-point operations a second below which a BLAS is taken for a plain one: the reference
  /// BLAS does 4 × 10⁹ on any recent processor, OpenBLAS 80 × 10⁹ on one core with AVX-512.
  private static let slowest = 8e9

  private static let alternative = "libblas.so.3-x86_64-linux-gnu"
  private static let installed = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3"

  private let library: BLASLibrary
  private let build: LibTorchBuild
  private let threads: Int
  private let machine: Machine
  private let speed: () throws -> Double

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - library: where products of matrices come from.
  ///   - description: LibTorch's own words on how it was built.
  ///   - threads: how many threads training will use.
  ///   - machine: where it runs.
  ///   - speed: measures a product, in floating-point operations a second.
  package init(
    _ library: BLASLibrary, description: String, threads: Int, on machine: Machine,
    speed: @escaping () throws -> Double
  ) {
    self.library = library
    build = LibTorchBuild(description)
    self.threads = threads
    self.machine = machine
    self.speed = speed
  }

  /// Slow where it is the reference BLAS, works on one core of several, or is as slow as if.
  package func callAsFunction() -> Finding {
    do {
      let measured = try speed()
      let threads = library.threads.map { $0 == 1 ? ", 1 thread" : ", \($0) threads" } ?? ""
      let detail = library.name(in: build) + threads + ", " + Printed.speed(measured)
      guard let (because, mend) = trouble(measured) else { return Finding("BLAS", .ok, detail) }
      return Finding("BLAS", .slow(because: because, mend: mend), detail)
    } catch {
      return Finding(
        "BLAS", .broken(because: "\(error)", mend: "apt-get install --reinstall libtorch-dev"),
        library.name(in: build))
    }
  }

  private func trouble(_ measured: Double) -> (because: String, mend: String)? {
    if library.isReference {
      return ("training takes about three times as long with it", mendForLibrary)
    }
    if let used = library.threads, used == 1, min(threads, machine.cores) > 1 {
      return ("it uses 1 of \(machine.cores) cores", mendForOneThread)
    }
    if measured < Self.slowest {
      return ("an optimised BLAS does many times that", "top, to see what else is running")
    }
    return nil
  }

  private var mendForOneThread: String {
    let variables = ["OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS"]
    return variables.first { machine.environment[$0] == "1" }.map { "unset \($0)" }
      ?? mendForLibrary
  }

  private var mendForLibrary: String {
    guard machine.resolve(Self.installed) != nil else {
      return "apt-get install libopenblas0-pthread"
    }
    // The right one is there, so something prefers another: the user, or the system's choice.
    if machine.resolve("/etc/alternatives/\(Self.alternative)") == Self.installed {
      return "unset LD_LIBRARY_PATH LD_PRELOAD"
    }
    return "update-alternatives --set \(Self.alternative) \(Self.installed)"
  }
}
