import Networks
import Tensors

/// Finds out how many examples of a step fit in a GPU's memory, before training begins.
///
/// Small pictures first would hide it: a training would end for want of memory after three quarters of its steps.
package struct BatchMemory {
  /// Does the work of a step with so many examples; throws if memory is not enough.
  private let attempt: (Int) throws -> Void

  /// Creates a check of a step's work.
  ///
  /// - Parameter attempt: does the work with a number of examples.
  package init(_ attempt: @escaping (Int) throws -> Void) { self.attempt = attempt }

  /// Creates a check of a network that sees pictures at their full size.
  ///
  /// The network is not changed: it sees zeros, normalisation uses the running moments, and gradients are cleared.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - batch: a batch, of any size, as training has them.
  /// - Throws: `TensorError`.
  init(of network: Network, seeing batch: any TrainingBatch) throws {
    var shape = try batch.input(for: network).shape
    let frames = shape[0] / max(batch.labels.count, 1)
    if shape.count == 4 {
      shape.replaceSubrange(2..., with: [Int](repeating: network.architecture.inputSide, count: 2))
    }
    let seen = shape
    self.init { examples in
      let zeros = try Tensor.zeros([examples * frames] + seen[1...]).moved(to: network.device)
      let input = seen.count == 4 ? try zeros.channelsLast() : zeros
      try network(input.rounded(to: network.precision)).sum().backward()
      for parameter in network.parameters { try parameter.working.clearGradient() }
    }
  }

  /// Checks that a step fits.
  ///
  /// - Parameters:
  ///   - batch: the examples of a step.
  ///   - device: the device, as users know it.
  /// - Throws: ``TrainingError/tooLargeForMemory(batch:fits:device:)``, or an error that has nothing to do with memory.
  package func check(batch: Int, on device: String) throws {
    guard try !fits(batch) else { return }
    var (least, most) = (0, batch)
    while most - least > max(1, batch / 16) {
      let middle = (least + most) / 2
      if try fits(middle) { least = middle } else { most = middle }
    }
    throw TrainingError.tooLargeForMemory(batch: batch, fits: least, device: device)
  }

  private func fits(_ examples: Int) throws -> Bool {
    do {
      try attempt(examples)
      return true
    } catch let error as TensorError where error.isOutOfMemory {
      return false
    }
  }
}
