import CTorch

// Points of the plane, one in each row of two numbers, and their forces on each other, as t-SNE computes them. Below,
// w_ij = 1 / (1 + ‖y_i − y_j‖²) for points y_i and y_j.
extension Tensor {
  /// Computes for every point i the sum Σ_j a_ij w_ij (y_i − y_j).
  ///
  /// - Parameters:
  ///   - offsets: the place in `columns` and `values` where the entries of every point begin, and the end; 64-bit integers.
  ///   - columns: j of every entry, as 32-bit integers.
  ///   - values: a_ij of every entry.
  /// - Returns: points × 2.
  /// - Throws: ``TensorError``.
  /// - Complexity: O(points + entries).
  public func attraction(offsets: Tensor, columns: Tensor, values: Tensor) throws -> Tensor {
    try tensor {
      try torch.attraction(handle, offsets.handle, columns.handle, values.handle, $0)
    }
  }

  /// Computes for every point i the sums Σ_j w_ij and Σ_j w_ij² (y_i − y_j) over all other points j.
  ///
  /// - Returns: points × 3.
  /// - Throws: ``TensorError``.
  /// - Complexity: O(points²) time; on a GPU also O(points²) memory.
  public func repulsion() throws -> Tensor {
    try tensor { try torch.repulsion(handle, $0) }
  }

  /// Moves points against their slopes, with momentum and a gain for each coordinate (Jacobs 1988).
  ///
  /// A coordinate's gain rises by 0.2 while the coordinate keeps going downhill. After it has overshot the minimum, the gain
  /// is multiplied by 0.8. It is never below 0.01.
  ///
  /// - Parameters:
  ///   - slopes: the derivative by each coordinate.
  ///   - updates: the last move of each coordinate; changed in place.
  ///   - gains: each coordinate's gain; changed in place.
  ///   - rate: the learning rate.
  ///   - momentum: the share of the last move that goes on.
  /// - Throws: ``TensorError``.
  public func descend(
    _ slopes: Tensor, updates: Tensor, gains: Tensor, rate: Double, momentum: Double
  ) throws {
    try check(
      torch.descend(handle, updates.handle, gains.handle, slopes.handle, rate, momentum),
      "moving points")
  }
}

/// Square cells over a part of the plane.
///
/// Node (a, b) is at `lower` + (a − 3, b − 3) × `spacing`. No point is below `lower`, or nearer than five cells to the last
/// nodes.
public struct PlaneGrid: Equatable, Sendable {
  /// The lowest x and y of a point.
  public var lower: SIMD2<Double>
  /// The distance of neighbouring nodes.
  public var spacing: Double
  /// The number of nodes along x and y.
  public var nodes: SIMD2<Int>

  /// Makes a grid of at least 8 × 8 nodes.
  public init(lower: SIMD2<Double>, spacing: Double, nodes: SIMD2<Int>) {
    (self.lower, self.spacing, self.nodes) = (lower, spacing, nodes)
  }

  fileprivate var description: ct_grid {
    ct_grid(
      lower_x: lower.x, lower_y: lower.y, spacing: spacing, nodes_x: Int64(nodes.x),
      nodes_y: Int64(nodes.y))
  }
}

// The potential of many points by way of a grid: their charges are spread over its nodes, the potential of the nodes is a
// convolution, and is read at the points. This is smooth particle mesh Ewald (Essmann and others 1995, J. Chem. Phys. 103,
// 8577) with splines of order 6, for points that repel each other across no border.
extension Tensor {
  /// Divides every point's charge of 1 among the nodes around it.
  ///
  /// - Parameter grid: where the nodes are.
  /// - Returns: the charge of each node.
  /// - Throws: ``TensorError``.
  public func charges(on grid: PlaneGrid) throws -> Tensor {
    try tensor { try torch.spread(handle, grid.description, $0) }
  }

  /// Transforms a kernel for ``potential(spectrum:)``, divided by what spreading and reading do to it.
  ///
  /// - Parameter kernel: the kernel at distances of 0, 1, … nodes along x and along y, up to as many as the grid has; 64-bit
  ///   floats, (nodes along x + 1) × (nodes along y + 1).
  /// - Returns: 2 · nodes along x × (nodes along y + 1).
  /// - Throws: ``TensorError``.
  public static func spectrum(ofKernel kernel: Tensor) throws -> Tensor {
    try tensor { try torch.spectrum(kernel.handle, $0) }
  }

  /// Computes the potential of each node from these charges: their convolution with a kernel.
  ///
  /// - Parameter spectrum: the kernel's ``spectrum(ofKernel:)``.
  /// - Returns: the potential of each node.
  /// - Throws: ``TensorError``.
  /// - Complexity: O(nodes × log nodes).
  public func potential(spectrum: Tensor) throws -> Tensor {
    try tensor { try torch.potential(handle, spectrum.handle, $0) }
  }

  /// Reads this potential and half of its downward slope at points.
  ///
  /// - Parameters:
  ///   - positions: the points.
  ///   - grid: where the nodes are.
  /// - Returns: points × 3: the potential, and −½ of its derivatives by x and y.
  /// - Throws: ``TensorError``.
  public func read(at positions: Tensor, on grid: PlaneGrid) throws -> Tensor {
    try tensor { try torch.read_potential(handle, positions.handle, grid.description, $0) }
  }
}
