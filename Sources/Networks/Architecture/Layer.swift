/// One layer of a network, as a description without weights.
public struct Layer: Equatable, Sendable {
  /// Its name, unique in the network: `conv1`, `relu7`, `norm`.
  public let name: String
  /// What it computes.
  public let operation: Operation

  /// Describes a layer.
  ///
  /// - Parameters:
  ///   - name: its name, unique in the network.
  ///   - operation: what it computes.
  public init(_ name: String, _ operation: Operation) {
    self.name = name
    self.operation = operation
  }

  /// What a layer computes.
  public enum Operation: Equatable, Sendable {
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
    /// Every row divided by its Euclidean length.
    case rowNorm
  }
}
