import Doctor
import Testing

/// LibTorch, oneDNN, bfloat16 and the backends, on described processors.
@Suite struct LibTorchTests {
  private struct Refusal: Error, CustomStringConvertible {
    let description = "could not create a primitive"
  }

  private static func processor(_ flags: String) -> Machine {
    Machine(read: {
      $0 == "/proc/cpuinfo" ? "processor\t: 0\nflags\t\t: fpu \(flags) rdpid\n" : nil
    })
  }

  @Test func withoutInstructionsSixteenBitsAreEmulated() {
    let found = Check.bfloat16(on: Self.processor("avx512f avx512_vnni"), speed: { 60e9 })
    #expect(found.line.hasPrefix("slow    bf16: emulated, 60 GFLOP/s on one thread, because"))
    #expect(found.line.contains("neither avx512_bf16 nor amx_bf16"))
    #expect(!found.isBroken)
  }

  @Test(arguments: ["avx512_bf16", "amx_bf16", "avx512_bf16 amx_bf16"])
  func withInstructionsTheyAreNot(flags: String) {
    let found = Check.bfloat16(on: Self.processor(flags), speed: { 200e9 })
    #expect(found.state == .ok, "\(found.line)")
    #expect(found.detail.hasPrefix(flags.split(separator: " ").joined(separator: ", ")))
  }

  @Test func armNamesThemOtherwise() {
    let machine = Machine(read: { _ in "Features\t: fp asimd bf16 i8mm\n" })
    #expect(Check.bfloat16(on: machine, speed: { 200e9 }).state == .ok)
  }

  @Test func instructionsThatLibTorchLeavesAloneAreSlow() {
    let found = Check.bfloat16(on: Self.processor("avx512_bf16"), speed: { 2e9 })
    #expect(found.line.contains("because LibTorch does not use these instructions"))
  }

  @Test func aProductThatFailsIsNoFailureOfTraining() {
    var machine = Self.processor("avx512_bf16")
    machine.environment = ["DNNL_MAX_CPU_ISA": "AVX2"]
    let found = Check.bfloat16(on: machine, speed: { throw Refusal() })
    #expect(
      found.state
        == .slow(because: "could not create a primitive", mend: "unset DNNL_MAX_CPU_ISA"))
  }

  @Test func oneDNNIsNamedByItsVersion() {
    let words = "  - Intel(R) MKL-DNN v2.6.3 (Git Hash N/A)\n"
    #expect(
      Check.oneDNN(description: words, isEnabled: true, on: Machine())
        == Finding("oneDNN", .ok, "2.6.3"))
    #expect(
      Check.oneDNN(description: words, isEnabled: false, on: Machine()).line.hasPrefix("slow"))
    let limited = Machine(environment: ["ONEDNN_MAX_CPU_ISA": "SSE41"])
    #expect(
      Check.oneDNN(description: words, isEnabled: true, on: limited).line
        .contains("ONEDNN_MAX_CPU_ISA=SSE41"))
  }

  @Test func libTorchToldToDoWithoutVectorsIsSlow() {
    let words = "  - CPU capability usage: AVX2\n"
    let plain = Check.libTorch(version: "1.13.1", description: words, threads: 2, on: Machine())
    #expect(plain == Finding("LibTorch", .ok, "1.13.1, 2 threads, AVX2 vectors"))
    let machine = Machine(environment: ["ATEN_CPU_CAPABILITY": "default"])
    let limited = Check.libTorch(version: "1.13.1", description: words, threads: 2, on: machine)
    #expect(limited.line.hasSuffix("mend: unset ATEN_CPU_CAPABILITY"))
  }

  @Test func glooAndNCCLAreSaidToBeUnused() {
    let words = "Build settings: USE_GLOO=OFF, USE_NCCL=OFF, USE_OPENMP=ON, "
    let machine = Machine(read: { _ in "7f00-7f01 r-xp 0 fe:00 1   /usr/lib/libgloo.so.0.5.0\n" })
    #expect(
      Check.backend(.gloo, description: words, on: machine).detail
        .hasPrefix("loaded from /usr/lib/libgloo.so.0.5.0; nothing in Unreel uses it"))
    #expect(Check.backend(.nccl, description: words, on: machine).detail.hasPrefix("not built in"))
  }
}
