import Basics
import Synchronization

/// The place where tensors live and operations run: the processor, or one of its GPUs.
public struct Device: Equatable, Sendable {
  /// LibTorch's name for the device: `cpu`, `cuda:0`.
  public let name: String

  /// The processor and its memory.
  public static let cpu = Device(name: "cpu")

  /// Whether this is a GPU.
  public var isGPU: Bool { self != .cpu }

  /// The number of the GPU, from 0; nil for the processor.
  var number: Int? { Self.number(in: name) }

  /// What users can name: the processor, a GPU, or the best device that there is.
  public static let rule = "auto, cpu, cuda, or a GPU by its number, such as cuda:1"

  /// The name of the best device that there is.
  public static let automaticName = "auto"

  /// Whether a name is one that users can give: `auto`, `cpu`, `cuda`, `cuda:1`.
  public static func isName(_ name: String) -> Bool {
    [automaticName, cpu.name, "cuda"].contains(name) || number(in: name) != nil
  }

  /// Finds the device that a user has named.
  ///
  /// - Parameter name: `cpu`; `cuda` for the first GPU; `cuda:1` for another one; `auto` for the first GPU, or for the
  ///   processor if LibTorch can use no GPU.
  /// - Returns: the device.
  /// - Throws: ``DeviceError`` if LibTorch can't use it.
  public static func named(_ name: String) throws -> Device {
    if name == cpu.name { return .cpu }
    let gpus = (try? LibTorch.cudaVersions()).map(\.devices)
    return try named(name, gpus: gpus)
  }

  /// Finds the device that a user has named.
  ///
  /// - Parameters:
  ///   - name: as in ``named(_:)``.
  ///   - gpus: how many GPUs LibTorch can use; nil if it was built without CUDA.
  package static func named(_ name: String, gpus: Int?) throws -> Device {
    if name == cpu.name || name == automaticName && gpus ?? 0 == 0 { return .cpu }
    guard let gpus else { throw DeviceError.builtWithoutCUDA(asked: name) }
    guard gpus > 0 else { throw DeviceError.noGPU(asked: name) }
    let number = number(in: name) ?? 0
    guard number < gpus else { throw DeviceError.noSuchGPU(asked: name, gpus: gpus) }
    return Device(name: "cuda:\(number)")
  }

  private static func number(in name: String) -> Int? {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "cuda", let number = Int(parts[1]), number >= 0 else {
      return nil
    }
    return number
  }
}

extension Device {
  private static let chosen = Mutex<Device?>(nil)
  /// No error is left: without a GPU, `auto` is the processor.
  private static let automatic = (try? named(automaticName)) ?? .cpu

  /// The device for new networks and for products of large matrices: the one of ``setDefault(_:)``, else what `auto` names.
  public static var `default`: Device {
    chosen.withLock { $0 } ?? automatic
  }

  /// Decides where new networks lie, and where products of large matrices are computed.
  ///
  /// In convolutions, a GPU with tensor cores then takes 32-bit floats as TF32, with ten bits after the leading one.
  /// Products of matrices stay exact to 32 bits.
  ///
  /// - Parameter device: the device.
  /// - Throws: ``DeviceError`` or ``TensorError`` if LibTorch can't use it.
  public static func setDefault(_ device: Device) throws {
    if device.isGPU {
      do {
        try check(torch.prepare_gpu(device.name), "preparing \(device.name)")
      } catch let error as TensorError where error.message.contains("no kernel image") {
        throw DeviceError.noKernels(device: device.text)
      }
    }
    chosen.withLock { $0 = device }
  }
}

/// A device that a user has named and that LibTorch can't use.
public enum DeviceError: ExplainedError, Equatable {
  /// LibTorch can't use any GPU, because it was built without CUDA.
  case builtWithoutCUDA(asked: String)
  /// LibTorch was built with CUDA and finds no GPU.
  case noGPU(asked: String)
  /// There are not so many GPUs.
  case noSuchGPU(asked: String, gpus: Int)
  /// LibTorch was built for other kinds of GPUs.
  case noKernels(device: String)

  /// The user has asked for what is not there.
  public var blame: Blame { .usage }

  /// What was asked for, why it can't be had, and what to do.
  public var description: String {
    switch self {
    case .builtWithoutCUDA(let asked):
      "--device \(asked) can't be used: LibTorch \(LibTorch.version) was built without CUDA, as Debian's package is; "
        + "build Unreel with one that has it (make libtorch-cuda), or use --device cpu"
    case .noGPU(let asked):
      "--device \(asked) can't be used: LibTorch sees no GPU; unreel doctor says why, or use --device cpu"
    case .noSuchGPU(let asked, let gpus):
      "--device \(asked) can't be used: LibTorch sees "
        + (gpus == 1 ? "one GPU, cuda:0" : "\(gpus) GPUs, cuda:0 to cuda:\(gpus - 1)")
    case .noKernels(let device):
      "\(device) can't be used: LibTorch \(LibTorch.version) was built for other kinds of GPUs; build Unreel with another "
        + "version of LibTorch, or use --device cpu"
    }
  }
}
