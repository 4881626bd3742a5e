import Foundation

/// What NVIDIA's driver tells of a GPU.
///
/// The driver's library is loaded when it is asked, because Unreel is built without it.
public struct GPU: Equatable, Sendable {
  /// The name, such as `NVIDIA H200`.
  public let name: String
  /// The memory in bytes.
  public let memory: Int
  /// The compute capability, such as (9, 0).
  public let capability: (major: Int, minor: Int)

  /// Whether it computes in bfloat16 and TF32: from Ampere on, compute capability 8.0.
  public var hasTensorFloats: Bool { capability.major >= 8 }

  /// Makes a description.
  package init(name: String, memory: Int, capability: (major: Int, minor: Int)) {
    (self.name, self.memory, self.capability) = (name, memory, capability)
  }

  /// Asks the driver.
  ///
  /// - Parameter number: the number of the GPU, from 0.
  /// - Returns: nil if there is no driver or no such GPU.
  public init?(number: Int) {
    typealias Begin = @convention(c) (UInt32) -> Int32
    typealias Get = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
    typealias Name = @convention(c) (UnsafeMutablePointer<CChar>, Int32, Int32) -> Int32
    typealias Memory = @convention(c) (UnsafeMutablePointer<Int>, Int32) -> Int32
    typealias Attribute = @convention(c) (UnsafeMutablePointer<Int32>, Int32, Int32) -> Int32
    guard let library = dlopen("libcuda.so.1", RTLD_NOW), let begin = dlsym(library, "cuInit"),
      let get = dlsym(library, "cuDeviceGet"), let name = dlsym(library, "cuDeviceGetName"),
      let memory = dlsym(library, "cuDeviceTotalMem_v2"),
      let attribute = dlsym(library, "cuDeviceGetAttribute")
    else { return nil }
    var (device, bytes): (Int32, Int) = (0, 0)
    var text = [CChar](repeating: 0, count: 256)
    guard unsafeBitCast(begin, to: Begin.self)(0) == 0,
      unsafeBitCast(get, to: Get.self)(&device, Int32(number)) == 0,
      unsafeBitCast(name, to: Name.self)(&text, Int32(text.count - 1), device) == 0,
      unsafeBitCast(memory, to: Memory.self)(&bytes, device) == 0
    else { return nil }
    // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR of cuda.h.
    let numbers = [75, 76].map { (code: Int32) -> Int in
      var value: Int32 = 0
      return unsafeBitCast(attribute, to: Attribute.self)(&value, code, device) == 0
        ? Int(value) : 0
    }
    self.init(
      name: String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self),
      memory: bytes, capability: (numbers[0], numbers[1]))
  }

  /// Compares all numbers.
  public static func == (left: GPU, right: GPU) -> Bool {
    left.name == right.name && left.memory == right.memory && left.capability == right.capability
  }
}

extension Device {
  /// The name of the device for users: `cpu`, or `cuda:0 (NVIDIA H200, 140 GB)`.
  public var text: String {
    guard let gpu = number.flatMap(GPU.init(number:)) else { return name }
    return "\(name) (\(gpu.name), \(gpu.memory / 1_000_000_000) GB)"
  }
}
