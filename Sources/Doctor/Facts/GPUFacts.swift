/// What there is of an NVIDIA GPU, from the hardware up to LibTorch.
package struct GPUFacts: Sendable {
  /// What the driver's library, `libcuda.so.1`, says.
  package enum DriverLibrary: Equatable, Sendable {
    /// It does not load.
    case missing
    /// It loads and refuses to work.
    case refusing(code: Int, name: String)
    /// It works, for CUDA up to a version, such as 12040.
    case working(cuda: Int)
  }

  /// LibTorch's side.
  package struct LibTorchSide: Equatable, Sendable {
    /// CUDA's version that it was built for, such as 12040.
    package var cuda: Int
    /// cuDNN's version, such as 90100; 0 without.
    package var cuDNN: Int
    /// How many GPUs it sees.
    package var devices: Int

    /// States LibTorch's side.
    package init(cuda: Int, cuDNN: Int, devices: Int) {
      (self.cuda, self.cuDNN, self.devices) = (cuda, cuDNN, devices)
    }
  }

  /// Whether an NVIDIA GPU is plugged in.
  package var isPluggedIn: Bool
  /// The kernel's driver, such as `535.104.05`, or nil where it is not loaded.
  package var driver: String?
  /// Whether this process is given the GPU's device file, `/dev/nvidia0`.
  package var hasDeviceFile: Bool
  /// What the driver's library says.
  package var library: DriverLibrary
  /// LibTorch's side, or nil where it was built without CUDA.
  package var libTorch: LibTorchSide?

  /// States the facts.
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

  /// Reads the machine's side.
  package init(of machine: Machine, library: DriverLibrary, libTorch: LibTorchSide?) {
    let buses = "/sys/bus/pci/devices"
    let files = machine.list("/dev")
    self.init(
      isPluggedIn: machine.list(buses).contains { Self.isGPU("\(buses)/\($0)", of: machine) },
      driver: Self.version(machine.read("/proc/driver/nvidia/version")),
      hasDeviceFile: files.contains { $0.wholeMatch(of: /nvidia[0-9]+/) != nil },
      library: library, libTorch: libTorch)
  }

  /// NVIDIA's number among makers, and the class of displays and of 3D controllers.
  private static func isGPU(_ device: String, of machine: Machine) -> Bool {
    (machine.read(device + "/vendor") ?? "").hasPrefix("0x10de")
      && (machine.read(device + "/class") ?? "").hasPrefix("0x03")
  }

  /// `NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 …`.
  private static func version(_ text: String?) -> String? {
    guard let text else { return nil }
    return text.firstMatch(of: /\s([0-9]+\.[0-9]+(\.[0-9]+)?)\s/).map { String($0.1) } ?? "unknown"
  }
}
