/// One layer of a network, as a description without weights.
package struct Layer: Equatable, Sendable {
  /// Its name, unique in the network: `conv1`, `relu7`, `norm`.
  package let name: String
  /// What it computes.
  package let operation: Operation
  /// The layer that it takes its input from; nil is the one before it.
  package let input: String?

  /// Describes a layer.
  ///
  /// - Parameters:
  ///   - name: its name, unique in the network.
  ///   - operation: what it computes.
  ///   - input: the layer that it takes its input from; the one before it if left out.
  package init(_ name: String, _ operation: Operation, from input: String? = nil) {
    self.name = name
    self.operation = operation
    self.input = input
  }

  /// The layers that it names: its input, where that is not the one before it, and a summand.
  var references: [String] {
    if case .sum(let summand) = operation {
      [input, summand].compactMap { $0 }
    } else {
      [input].compactMap { $0 }
    }
  }

  /// What a layer computes.
  package enum Operation: Equatable, Sendable {
    /// Cross-correlation with `outputs` square kernels.
    case convolution(outputs: Int, side: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1)
    /// A fully connected layer; images are flattened channel by channel.
    case linear(outputs: Int)
    /// max(x, 0).
    case relu
    /// The largest of every square window; windows may hang over the edge, as in Caffe.
    case maxPool(side: Int, stride: Int)
    /// Local response normalisation over `size` channels.
    case localResponseNorm(size: Int = 5, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1)
    /// Every channel less its mean, divided by its deviation, with a scale and a shift of its own.
    case batchNorm
    /// The sum with an earlier layer's output of the same shape.
    case sum(with: String)
    /// The mean of every map: images become rows.
    case globalAveragePool
    /// Every row divided by its Euclidean length.
    case l2Normalise
  }
}
