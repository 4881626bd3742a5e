import Basics
import Tensors
import Testing

/// Which device a name means, on machines with and without GPUs.
@Suite struct DeviceTests {
  @Test(
    arguments: [
      ("auto", nil, "cpu"), ("auto", 0, "cpu"), ("auto", 2, "cuda:0"), ("cpu", 2, "cpu"),
      ("cpu", nil, "cpu"), ("cuda", 1, "cuda:0"), ("cuda:1", 2, "cuda:1"),
    ] as [(String, Int?, String)])
  func namesMeanDevices(name: String, gpus: Int?, expected: String) throws {
    #expect(try Device.named(name, gpus: gpus).name == expected)
  }

  @Test func whatIsNotThereIsRefusedWithTheWayOut() {
    func message(_ name: String, _ gpus: Int?) -> String {
      let error = #expect(throws: DeviceError.self) { try Device.named(name, gpus: gpus) }
      #expect(error?.blame == .usage)
      return error?.description ?? ""
    }
    #expect(message("cuda", nil).contains("was built without CUDA"))
    #expect(message("cuda", nil).contains("--device cpu"))
    #expect(message("cuda", 0).contains("unreel doctor says why"))
    #expect(
      message("cuda:1", 1) == "--device cuda:1 can't be used: LibTorch sees one GPU, cuda:0")
    #expect(
      message("cuda:5", 2)
        == "--device cuda:5 can't be used: LibTorch sees 2 GPUs, cuda:0 to cuda:1")
  }

  @Test(arguments: ["gpu", "cuda:", "cuda:-1", "cuda:x", "CUDA", "cuda:0:1", ""])
  func otherNamesAreNone(name: String) { #expect(!Device.isName(name)) }

  @Test(arguments: ["auto", "cpu", "cuda", "cuda:0", "cuda:12"])
  func namesOfDevicesAreNames(name: String) { #expect(Device.isName(name)) }
}
