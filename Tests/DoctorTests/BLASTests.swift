import Doctor
import Testing

/// Which BLAS LibTorch uses, on described machines.
@Suite struct BLASTests {
  private static let openBLAS = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3"
  private static let reference = "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0"
  private static let alternative = "/etc/alternatives/libblas.so.3-x86_64-linux-gnu"

  private static func maps(_ paths: String...) -> String {
    paths.map { "7f00-7f01 r-xp 00000000 fe:00 12    \($0)\n" }.joined()
  }

  private func finding(
    _ library: BLASLibrary, on machine: Machine, threads: Int = 2, speed: Double = 80e9
  ) -> Finding {
    Check.blas(library, description: "", threads: threads, on: machine, speed: { speed })
  }

  @Test func theReferenceBLASIsSlowAndAnInstallationMendsIt() {
    let machine = Machine(read: { $0 == "/proc/self/maps" ? Self.maps(Self.reference) : nil })
    let found = finding(BLASLibrary(of: machine), on: machine, speed: 4e9)
    guard case .slow(let because, let mend) = found.state else {
      Issue.record("\(found.line)")
      return
    }
    #expect(because.contains("three times"))
    #expect(mend == "apt-get install libopenblas0-pthread")
    #expect(found.detail == "the reference BLAS, 4.0 GFLOP/s")
  }

  /// Debian's LAPACK may bring OpenBLAS with it while LibTorch's products are the reference's.
  @Test func openBLASThatIsLoadedForAnotherProvesNothing() {
    let maps = Self.maps(
      Self.reference, "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so")
    for provider in [Self.reference, nil] {
      let machine = Machine(
        read: { _ in maps },
        resolve: { $0 == Self.alternative ? Self.reference : $0 },
        provider: { $0 == "sgemm_" ? provider : nil })
      let found = finding(BLASLibrary(of: machine), on: machine)
      guard case .slow(_, let mend) = found.state else {
        Issue.record("\(found.line)")
        return
      }
      #expect(
        mend == "update-alternatives --set libblas.so.3-x86_64-linux-gnu \(Self.openBLAS)")
    }
  }

  @Test func aPathThatHidesOpenBLASIsNamed() {
    let machine = Machine(
      resolve: { $0 == Self.alternative ? Self.openBLAS : $0 },
      provider: { _ in Self.reference })
    let found = finding(BLASLibrary(of: machine), on: machine)
    #expect(found.line.hasSuffix("mend: unset LD_LIBRARY_PATH LD_PRELOAD"))
  }

  @Test func openBLASIsWell() {
    let library = BLASLibrary(
      path: Self.openBLAS, configuration: "OpenBLAS 0.3.21 DYNAMIC_ARCH Cooperlake", threads: 2)
    let found = finding(library, on: Machine(cores: 2))
    #expect(found == Finding("BLAS", .ok, "OpenBLAS 0.3.21, 2 threads, 80 GFLOP/s"))
  }

  /// OpenBLAS 0.3.21 on an Intel Xeon of the fifth generation: 41 instead of 290 GFLOP/s.
  @Test func theOldestKernelsAreSlowWhereOthersFit() {
    var library = BLASLibrary(
      path: Self.openBLAS,
      configuration: "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Prescott MAX_THREADS=64",
      threads: 2, fittingKernels: "SKYLAKEX")
    #expect(
      finding(library, on: Machine(cores: 2), speed: 41e9).line.hasSuffix(
        "mend: export OPENBLAS_CORETYPE=SKYLAKEX"))
    library.fittingKernels = nil
    #expect(finding(library, on: Machine(cores: 2)).state == .ok)
  }

  @Test func oneThreadOfSeveralIsSlow() {
    let library = BLASLibrary(path: Self.openBLAS, threads: 1)
    let limited = Machine(environment: ["OPENBLAS_NUM_THREADS": "1"], cores: 8)
    let found = finding(library, on: limited, threads: 8)
    #expect(found.line.contains("because it uses 1 of 8 cores; mend: unset OPENBLAS_NUM_THREADS"))
    #expect(finding(library, on: Machine(cores: 8), threads: 1).state == .ok)
    #expect(finding(library, on: Machine(cores: 1), threads: 1).state == .ok)
  }

  @Test func anUnknownBLASIsJudgedByItsSpeed() {
    let library = BLASLibrary(path: "/opt/libfoo.so")
    #expect(
      finding(library, on: Machine(), speed: 3.8e9).line.hasPrefix("slow    BLAS: /opt/libfoo"))
    #expect(finding(library, on: Machine(), speed: 90e9).state == .ok)
  }

  @Test func aBLASWithinLibTorchIsNamedByItsDescription() {
    let machine = Machine(provider: { _ in "/opt/libtorch/lib/libtorch_cpu.so" })
    let found = Check.blas(
      BLASLibrary(of: machine), description: "Build settings: BLAS_INFO=mkl, BUILD_TYPE=Release, ",
      threads: 2, on: machine, speed: { 80e9 })
    #expect(found == Finding("BLAS", .ok, "mkl, part of LibTorch, 80 GFLOP/s"))
  }
}
