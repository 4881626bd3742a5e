/// Whether training can run on a GPU, and if not, why not.
package struct GPUCheck: Check {
  private let facts: GPUFacts
  private let environment: [String: String]

  /// Prepares the check.
  package init(_ facts: GPUFacts, environment: [String: String]) {
    self.facts = facts
    self.environment = environment
  }

  /// Slow where there is a GPU that can't be used; a machine without one has nothing to mend.
  package func callAsFunction() -> Finding {
    guard facts.isPluggedIn || facts.driver != nil || facts.hasDeviceFile else {
      return Finding(
        "GPU", .ok, "none: no NVIDIA GPU on the PCI bus, no driver in /proc/driver/nvidia; \(build)"
      )
    }
    if let side = facts.libTorch, side.devices > 0 { return Finding("GPU", .ok, versions) }
    let (because, mend) = obstacle
    return Finding("GPU", .slow(because: because, mend: mend), versions)
  }

  /// The first thing in the way, from the hardware up.
  private var obstacle: (because: String, mend: String) {
    guard facts.driver != nil else {
      return ("the kernel's NVIDIA driver is not loaded", "apt-get install nvidia-driver && reboot")
    }
    guard facts.hasDeviceFile else {
      return (
        "there is no /dev/nvidia0; a container has it only if it is started with --gpus",
        "docker run --gpus all …, or on the machine itself: nvidia-modprobe -u -c 0"
      )
    }
    switch facts.library {
    case .missing:
      return ("the driver's library libcuda.so.1 does not load", "apt-get install libcuda1")
    case .refusing(803, let name):
      return (
        "the driver's library and the kernel's driver are of two versions (\(name))",
        "apt-get install --reinstall nvidia-driver libcuda1 && reboot"
      )
    case .refusing(let code, let name):
      if let hidden { return hidden }
      return ("the driver's library fails with \(name) (\(code))", "nvidia-smi, which says more")
    case .working(let cuda):
      return obstacleInLibTorch(driverCUDA: cuda)
    }
  }

  private func obstacleInLibTorch(driverCUDA: Int) -> (because: String, mend: String) {
    guard let side = facts.libTorch else {
      return (
        "LibTorch was built without CUDA, as Debian's is",
        "LIBTORCH=DIR make build, DIR being a LibTorch with CUDA"
      )
    }
    if let hidden { return hidden }
    // Since CUDA 11 a driver runs what was built for any version with the same first number.
    guard side.cuda / 1000 <= driverCUDA / 1000 else {
      return (
        "LibTorch needs CUDA \(Self.text(side.cuda)), and the driver offers \(Self.text(driverCUDA))",
        "a newer driver: apt-get install nvidia-driver && reboot"
      )
    }
    return ("LibTorch sees no GPU, though the driver works", "nvidia-smi, which says more")
  }

  private var hidden: (because: String, mend: String)? {
    environment["CUDA_VISIBLE_DEVICES"].map {
      ("CUDA_VISIBLE_DEVICES=\($0) hides it", "unset CUDA_VISIBLE_DEVICES")
    }
  }

  private var build: String {
    guard let side = facts.libTorch else { return "LibTorch built without CUDA" }
    let cuDNN = side.cuDNN > 0 ? "cuDNN \(Self.cuDNNText(side.cuDNN))" : "no cuDNN"
    return "LibTorch built for CUDA \(Self.text(side.cuda)), \(cuDNN)"
  }

  private var versions: String {
    let count = facts.libTorch?.devices ?? 0
    var parts = [count > 0 ? "\(count) usable" : "not used"]
    if let driver = facts.driver { parts.append("driver \(driver)") }
    if case .working(let cuda) = facts.library {
      parts.append("which offers CUDA \(Self.text(cuda))")
    }
    return (parts + [build]).joined(separator: ", ")
  }

  /// 12040 is CUDA 12.4.
  private static func text(_ cuda: Int) -> String { "\(cuda / 1000).\(cuda % 1000 / 10)" }

  /// 8904 is cuDNN 8.9.4, and from 9 on 90100 is 9.1.0.
  private static func cuDNNText(_ version: Int) -> String {
    let thousand = version < 10000 ? 1000 : 10000
    return "\(version / thousand).\(version % thousand / 100).\(version % 100)"
  }
}
