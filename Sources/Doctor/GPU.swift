import Foundation
import Tensors

/// The facts about an NVIDIA GPU, from the hardware up to LibTorch.
package struct GPUFacts: Sendable {
  /// The state of the driver's library, `libcuda.so.1`.
  package enum DriverLibrary: Equatable, Sendable {
    /// It does not load.
    case missing
    /// It loads, but it answers with an error.
    case refusing(code: Int, name: String)
    /// It works with CUDA up to a version, such as 12040.
    case working(cuda: Int)
  }

  /// The facts that LibTorch tells.
  package struct LibTorchSide: Equatable, Sendable {
    /// The version of CUDA for which LibTorch was built, such as 12040.
    package var cuda: Int
    /// The version of cuDNN, such as 90100; 0 without cuDNN.
    package var cuDNN: Int
    /// The number of GPUs that LibTorch sees.
    package var devices: Int
    /// Their names.
    package var names: [String]

    /// Makes a set of facts.
    package init(cuda: Int, cuDNN: Int, devices: Int, names: [String] = []) {
      (self.cuda, self.cuDNN, self.devices, self.names) = (cuda, cuDNN, devices, names)
    }
  }

  /// Whether an NVIDIA GPU is plugged in.
  package var isPluggedIn: Bool
  /// The version of the kernel's driver, such as `535.104.05`, or nil if it is not loaded.
  package var driver: String?
  /// Whether this process has the GPU's device file, such as `/dev/nvidia0`.
  package var hasDeviceFile: Bool
  /// The state of the driver's library.
  package var library: DriverLibrary
  /// The facts that LibTorch tells, or nil if it was built without CUDA.
  package var libTorch: LibTorchSide?

  /// Makes a set of facts.
  package init(
    isPluggedIn: Bool, driver: String?, hasDeviceFile: Bool, library: DriverLibrary,
    libTorch: LibTorchSide?
  ) {
    self.isPluggedIn = isPluggedIn
    self.driver = driver
    self.hasDeviceFile = hasDeviceFile
    self.library = library
    self.libTorch = libTorch
  }

  /// Reads the facts about the hardware and the driver from a machine's files.
  package init(of machine: Machine, library: DriverLibrary, libTorch: LibTorchSide?) {
    let buses = "/sys/bus/pci/devices"
    let files = machine.list("/dev")
    self.init(
      isPluggedIn: machine.list(buses).contains { Self.isGPU("\(buses)/\($0)", of: machine) },
      driver: Self.version(machine.read("/proc/driver/nvidia/version")),
      hasDeviceFile: files.contains { $0.wholeMatch(of: /nvidia[0-9]+/) != nil },
      library: library, libTorch: libTorch)
  }

  /// The facts of this machine.
  static var own: GPUFacts {
    let versions = try? LibTorch.cudaVersions()
    return GPUFacts(
      of: .own, library: ownLibrary,
      libTorch: versions.map {
        LibTorchSide(
          cuda: $0.cuda, cuDNN: $0.cuDNN, devices: $0.devices,
          names: (0..<$0.devices).compactMap { GPU(number: $0)?.name })
      })
  }

  /// Tells whether a device has NVIDIA's number and the class of a display or a 3D controller.
  private static func isGPU(_ device: String, of machine: Machine) -> Bool {
    (machine.read(device + "/vendor") ?? "").hasPrefix("0x10de")
      && (machine.read(device + "/class") ?? "").hasPrefix("0x03")
  }

  /// Parses `NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 …`.
  private static func version(_ text: String?) -> String? {
    guard let text else { return nil }
    return text.firstMatch(of: /\s([0-9]+\.[0-9]+(\.[0-9]+)?)\s/).map { String($0.1) } ?? "unknown"
  }

  /// Asks the driver's library, which is loaded at run time, because Unreel is built without it.
  private static var ownLibrary: DriverLibrary {
    typealias Begin = @convention(c) (UInt32) -> Int32
    typealias Version = @convention(c) (UnsafeMutablePointer<Int32>) -> Int32
    typealias Name = @convention(c) (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Int32
    guard let library = dlopen("libcuda.so.1", RTLD_NOW), let begin = dlsym(library, "cuInit"),
      let version = dlsym(library, "cuDriverGetVersion")
    else { return .missing }
    let code = unsafeBitCast(begin, to: Begin.self)(0)
    guard code == 0 else {
      var text: UnsafePointer<CChar>?
      if let name = dlsym(library, "cuGetErrorName") {
        _ = unsafeBitCast(name, to: Name.self)(code, &text)
      }
      return .refusing(code: Int(code), name: text.map { String(cString: $0) } ?? "unknown")
    }
    var number: Int32 = 0
    guard unsafeBitCast(version, to: Version.self)(&number) == 0 else { return .working(cuda: 0) }
    return .working(cuda: Int(number))
  }
}

extension Check {
  private typealias Obstacle = (because: String, mend: String)

  /// Checks whether training can run on a GPU, and finds the reason if it cannot.
  ///
  /// - Parameters:
  ///   - facts: the facts about the GPU.
  ///   - environment: the environment variables.
  /// - Returns: slow if there is a GPU that cannot be used; ok if there is none.
  package static func gpu(_ facts: GPUFacts, environment: [String: String]) -> Finding {
    guard facts.isPluggedIn || facts.driver != nil || facts.hasDeviceFile else {
      return Finding(
        "GPU", .ok,
        "none: no NVIDIA GPU on the PCI bus, no driver in /proc/driver/nvidia; \(facts.build)")
    }
    if let side = facts.libTorch, side.devices > 0 {
      return Finding("GPU", .ok, facts.versions)
    }
    let (because, mend) = obstacle(in: facts, environment: environment)
    return Finding("GPU", .slow(because: because, mend: mend), facts.versions)
  }

  /// Finds the first obstacle, from the hardware up.
  private static func obstacle(in facts: GPUFacts, environment: [String: String]) -> Obstacle {
    guard facts.driver != nil else {
      return ("the kernel's NVIDIA driver is not loaded", "apt-get install nvidia-driver && reboot")
    }
    guard facts.hasDeviceFile else {
      return (
        "there is no /dev/nvidia0; a container has it only if it is started with --gpus",
        "docker run --gpus all …, or on the machine itself: nvidia-modprobe -u -c 0"
      )
    }
    let hidden: Obstacle? = environment["CUDA_VISIBLE_DEVICES"].map {
      ("CUDA_VISIBLE_DEVICES=\($0) hides it", "unset CUDA_VISIBLE_DEVICES")
    }
    switch facts.library {
    case .missing:
      return ("the driver's library libcuda.so.1 does not load", "apt-get install libcuda1")
    case .refusing(803, let name):
      return (
        "the driver's library and the kernel's driver have different versions (\(name))",
        "apt-get install --reinstall nvidia-driver libcuda1 && reboot"
      )
    case .refusing(let code, let name):
      return hidden
        ?? ("the driver's library fails with \(name) (\(code))", "nvidia-smi, which says more")
    case .working(let cuda):
      return obstacle(inLibTorch: facts.libTorch, driverCUDA: cuda, hidden: hidden)
    }
  }

  private static func obstacle(
    inLibTorch side: GPUFacts.LibTorchSide?, driverCUDA: Int, hidden: Obstacle?
  ) -> Obstacle {
    guard let side else {
      return (
        "LibTorch was built without CUDA, as Debian's package is",
        "make libtorch-cuda, which fetches one with CUDA and says how to build with it"
      )
    }
    if let hidden { return hidden }
    // Since CUDA 11, a driver runs programs for every version with the same major number.
    guard side.cuda / 1000 <= driverCUDA / 1000 else {
      let (needed, offered) = (GPUFacts.text(side.cuda), GPUFacts.text(driverCUDA))
      return (
        "LibTorch needs CUDA \(needed), and the driver offers \(offered)",
        "a newer driver: apt-get install nvidia-driver && reboot"
      )
    }
    return ("LibTorch sees no GPU, although the driver works", "nvidia-smi, which says more")
  }
}

extension GPUFacts {
  /// LibTorch's versions as text.
  fileprivate var build: String {
    guard let libTorch else { return "LibTorch built without CUDA" }
    let cuDNN = libTorch.cuDNN > 0 ? "cuDNN \(Self.cuDNNText(libTorch.cuDNN))" : "no cuDNN"
    return "LibTorch built for CUDA \(Self.text(libTorch.cuda)), \(cuDNN)"
  }

  /// All versions as text.
  fileprivate var versions: String {
    let count = libTorch?.devices ?? 0
    var parts = [count > 0 ? "\(count) usable" : "not used"] + (libTorch?.names ?? [])
    if let driver { parts.append("driver \(driver)") }
    if case .working(let cuda) = library {
      parts.append("which offers CUDA \(Self.text(cuda))")
    }
    return (parts + [build]).joined(separator: ", ")
  }

  /// Returns a version of CUDA as text: 12040 is 12.4.
  fileprivate static func text(_ cuda: Int) -> String { "\(cuda / 1000).\(cuda % 1000 / 10)" }

  /// Returns a version of cuDNN as text: 8904 is 8.9.4, and from version 9 on 90100 is 9.1.0.
  private static func cuDNNText(_ version: Int) -> String {
    let thousand = version < 10000 ? 1000 : 10000
    return "\(version / thousand).\(version % thousand / 100).\(version % 100)"
  }
}
