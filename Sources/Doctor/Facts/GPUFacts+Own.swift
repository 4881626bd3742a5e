import Foundation
import Tensors

extension GPUFacts {
  /// The facts of this machine.
  package static var own: GPUFacts {
    let versions = try? LibTorch.cudaVersions()
    return GPUFacts(
      of: .own, library: ownLibrary,
      libTorch: versions.map {
        LibTorchSide(cuda: $0.cuda, cuDNN: $0.cuDNN, devices: $0.devices)
      })
  }

  /// Asks the driver's library; it is loaded by name, since no build of Unreel needs it.
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
