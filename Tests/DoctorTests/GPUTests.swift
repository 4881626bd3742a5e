import Doctor
import Testing

/// Why a GPU cannot be used: the first obstacle, from the hardware up.
@Suite struct GPUTests {
  private static let built = GPUFacts.LibTorchSide(cuda: 12040, cuDNN: 90100, devices: 0)

  private func finding(
    driver: String? = "570.124.06", hasDeviceFile: Bool = true,
    library: GPUFacts.DriverLibrary = .working(cuda: 12080),
    libTorch: GPUFacts.LibTorchSide? = built, environment: [String: String] = [:]
  ) -> Finding {
    Check.gpu(
      GPUFacts(
        isPluggedIn: true, driver: driver, hasDeviceFile: hasDeviceFile, library: library,
        libTorch: libTorch),
      environment: environment)
  }

  @Test func theFirstObstacleIsNamed() {
    let cases: [(Finding, String)] = [
      (finding(driver: nil), "driver is not loaded"),
      (finding(hasDeviceFile: false), "no /dev/nvidia0"),
      (finding(library: .missing), "libcuda.so.1 does not load"),
      (finding(library: .refusing(code: 803, name: "X")), "have different versions (X)"),
      (finding(library: .refusing(code: 999, name: "CUDA_ERROR_UNKNOWN")), "CUDA_ERROR_UNKNOWN"),
      (
        finding(
          library: .refusing(code: 100, name: "CUDA_ERROR_NO_DEVICE"),
          environment: ["CUDA_VISIBLE_DEVICES": ""]), "CUDA_VISIBLE_DEVICES= hides it"
      ),
      (finding(libTorch: nil), "built without CUDA"),
      (
        finding(library: .working(cuda: 11080)),
        "LibTorch needs CUDA 12.4, and the driver offers 11.8"
      ),
      (finding(), "sees no GPU, although the driver works"),
    ]
    for (found, words) in cases {
      guard case .slow(let because, let mend) = found.state else {
        Issue.record("\(found.line)")
        continue
      }
      #expect(because.contains(words), "\(found.line)")
      #expect(!mend.isEmpty)
    }
  }

  @Test func aUsableOneIsNamedWithItsVersions() {
    let side = GPUFacts.LibTorchSide(cuda: 12040, cuDNN: 90100, devices: 1)
    #expect(
      finding(libTorch: side)
        == Finding(
          "GPU", .ok,
          "1 usable, driver 570.124.06, which offers CUDA 12.8, LibTorch built for CUDA 12.4, "
            + "cuDNN 9.1.0"))
    let older = GPUFacts.LibTorchSide(cuda: 11080, cuDNN: 8904, devices: 2)
    #expect(finding(libTorch: older).detail.hasSuffix("CUDA 11.8, cuDNN 8.9.4"))
  }

  @Test func aMachineWithoutOneHasNothingToMend() {
    let facts = GPUFacts(of: Machine(), library: .missing, libTorch: nil)
    let found = Check.gpu(facts, environment: [:])
    #expect(found.state == .ok)
    #expect(found.detail.contains("no NVIDIA GPU") && found.detail.contains("without CUDA"))
  }

  @Test(arguments: [
    (
      "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023\n",
      "535.104.05"
    ),
    (
      "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release Build\n",
      "570.124.06"
    ),
  ]) func theDriverIsReadFromItsFile(text: String, version: String) {
    let bus = "/sys/bus/pci/devices"
    let files = [
      "/proc/driver/nvidia/version": text, "\(bus)/0000:01:00.0/vendor": "0x10de\n",
      "\(bus)/0000:01:00.0/class": "0x030200\n",
    ]
    let machine = Machine(
      read: { files[$0] },
      list: { $0 == bus ? ["0000:01:00.0"] : $0 == "/dev" ? ["nvidiactl", "nvidia0"] : [] })
    let facts = GPUFacts(of: machine, library: .missing, libTorch: nil)
    #expect(facts.isPluggedIn && facts.hasDeviceFile)
    #expect(facts.driver == version)
  }
}
