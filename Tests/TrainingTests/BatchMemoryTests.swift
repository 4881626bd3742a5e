import Networks
import Tensors
import TestSupport
import Testing
import Training

@Suite struct BatchMemoryTests {
  /// Work that needs a memory of so many examples.
  private func memory(of most: Int) -> BatchMemory {
    BatchMemory { examples in
      guard examples > most else { return }
      // LibTorch's words.
      throw TensorError(
        operation: "convolution",
        message: "CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 15.77 GiB total capacity)")
    }
  }

  @Test func whatFitsIsNotRefused() throws {
    try memory(of: 128).check(batch: 128, on: "cuda:0")
  }

  /// The batch that is named fits, and it is at most a sixteenth of the batch below the largest one that does.
  @Test(arguments: [2, 7, 50, 90, 127]) func aBatchThatFitsIsNamed(most: Int) throws {
    let error = #expect(throws: TrainingError.self) {
      try memory(of: most).check(batch: 128, on: "cuda:0 (NVIDIA V100, 17 GB)")
    }
    guard case .tooLargeForMemory(128, let fits, _)? = error else { return #expect(Bool(false)) }
    #expect(fits <= most && fits > most - 8)
    #expect(error?.blame == .usage)
    if fits > 1 {
      #expect(
        error?.description
          == "a step of 128 does not fit in the memory of cuda:0 (NVIDIA V100, 17 GB); --batch \(fits) fits"
      )
    }
  }

  @Test func otherErrorsStayWhatTheyAre() {
    let broken = BatchMemory { _ in throw TensorError(operation: "linear", message: "device lost") }
    #expect(throws: TensorError.self) { try broken.check(batch: 128, on: "cuda:0") }
  }
}
