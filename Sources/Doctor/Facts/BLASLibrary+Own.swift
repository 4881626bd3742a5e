import Foundation

extension BLASLibrary {
  /// The library of this process.
  package static var own: BLASLibrary {
    var library = BLASLibrary(of: .own)
    guard library.isOpenBLAS else { return library }
    typealias Text = @convention(c) () -> UnsafePointer<CChar>?
    typealias Number = @convention(c) () -> Int32
    if let function = dlsym(nil, "openblas_get_config") {
      library.configuration = unsafeBitCast(function, to: Text.self)().map { String(cString: $0) }
    }
    if let function = dlsym(nil, "openblas_get_num_threads") {
      library.threads = Int(unsafeBitCast(function, to: Number.self)())
    }
    return library
  }
}
