import Foundation
import Tensors

/// The forces with which many points of the plane repel each other, by way of a grid.
///
/// The potential of a point is Σ_j w_ij, with w_ij = 1 / (1 + ‖y_i − y_j‖²) of all points j. Its force Σ_j w_ij² (y_i − y_j) is −½ of
/// the potential's derivative. On a grid the potential is a convolution, which a Fourier transform computes for all points at
/// once, as Linderman and others do (2019, Nature Methods 16, 243). They interpolate; splines need fewer nodes and one
/// transform each way.
struct GridRepulsion {
  /// The distance of neighbouring nodes, unless the points are nearer together.
  ///
  /// With 0.35 the maps of 6 000, 30 000 and 100 000 rows end at a divergence of 1.666, 2.600 and 3.433, and with Barnes and Hut's
  /// cells at 1.665, 2.602 and 3.435 (`bench-parts map`, 30 November 2026). With 0.45 that of 6 000 ends at 1.680.
  static let widestSpacing = 0.35
  /// How many cells lie between the outermost points, at least.
  static let fewestCells = 50.0
  /// How many nodes a side has at most.
  ///
  /// If points are further apart, cells are wider. A grid of so many nodes needs 0.5 GB for a moment, by arithmetic.
  static let mostNodes = 2048

  private var grid: PlaneGrid?
  private var spectrum: Tensor?

  /// Computes the forces.
  ///
  /// - Parameter positions: points × 2.
  /// - Returns: points × 2, and the sum of all w_ij with i ≠ j.
  /// - Throws: `TensorError`, or ``NumericsError/diverged``.
  /// - Complexity: O(points + nodes × log nodes).
  mutating func forces(on positions: Tensor) throws -> (forces: Tensor, normaliser: Double) {
    let grid = try Self.grid(over: positions)
    let spectrum = try spectrum(for: grid, on: positions)
    let read = try positions.charges(on: grid).potential(spectrum: spectrum)
      .read(at: positions, on: grid)
    let potential = try read.narrowed(dimension: 1, start: 0, length: 1).toDouble().sum().item()
    let count = Double(positions.shape[0])
    // A point has a weight of 1 with itself.
    let normaliser = Double(potential) + count * count * Self.least(in: grid) - count
    return (try read.narrowed(dimension: 1, start: 1, length: 2), normaliser)
  }

  /// Puts a grid over points.
  ///
  /// - Throws: ``NumericsError/diverged``, or `TensorError`.
  private static func grid(over positions: Tensor) throws -> PlaneGrid {
    let (lowest, highest) = try positions.extremes(dimension: 0)
    let (low, high) = (try lowest.floats().map(Double.init), try highest.floats().map(Double.init))
    let extent = SIMD2(high[0] - low[0], high[1] - low[1])
    guard extent.x.isFinite, extent.y.isFinite else { throw NumericsError.diverged }
    // Widths are halved or doubled, so that most grids have the kernel of the one before.
    var spacing = widestSpacing
    while spacing * fewestCells > max(extent.max(), 1e-30) { spacing /= 2 }
    while extent.max() > spacing * Double(mostNodes - margin) { spacing *= 2 }
    let cells = (extent / spacing).rounded(.up)
    return PlaneGrid(
      lower: SIMD2(low[0], low[1]), spacing: spacing,
      nodes: SIMD2(niceNumber(Int(cells.x) + margin), niceNumber(Int(cells.y) + margin)))
  }

  /// The nodes beyond the outermost points: three below, and so many above that a spline's echo has faded.
  private static let margin = 16

  /// The smallest number from here on whose only prime factors are 2, 3 and 5, as fast Fourier transforms like it.
  private static func niceNumber(_ least: Int) -> Int {
    (least...).first { number in
      [2, 3, 5].reduce(number) { rest, prime in
        var rest = rest
        while rest % prime == 0 { rest /= prime }
        return rest
      } == 1
    } ?? least
  }

  /// The kernel's spectrum for a grid; the last one if the grid has its size and spacing.
  private mutating func spectrum(for grid: PlaneGrid, on positions: Tensor) throws -> Tensor {
    if let spectrum, self.grid?.spacing == grid.spacing, self.grid?.nodes == grid.nodes {
      return spectrum
    }
    let most = Self.squaredDiagonal(of: grid)
    var kernel: [Double] = []
    kernel.reserveCapacity((grid.nodes.x + 1) * (grid.nodes.y + 1))
    for x in 0...grid.nodes.x {
      for y in 0...grid.nodes.y {
        let squared = grid.spacing * grid.spacing * Double(x * x + y * y)
        // 1 / (1 + squared) − 1 / (1 + most), without the loss of digits where both are nearly 1.
        kernel.append((most - squared) / ((1 + squared) * (1 + most)))
      }
    }
    let found = try Tensor.spectrum(
      ofKernel: Tensor(doubles: kernel, shape: [grid.nodes.x + 1, grid.nodes.y + 1])
    ).moved(toDeviceOf: positions)
    (self.grid, spectrum) = (grid, found)
    return found
  }

  /// The smallest weight that two points of the grid can have.
  ///
  /// It is subtracted from all, because 32 bits hold what is left more exactly. The force does not change.
  private static func least(in grid: PlaneGrid) -> Double { 1 / (1 + squaredDiagonal(of: grid)) }

  private static func squaredDiagonal(of grid: PlaneGrid) -> Double {
    let nodes = SIMD2<Double>(Double(grid.nodes.x), Double(grid.nodes.y)) * grid.spacing
    return (nodes * nodes).sum()
  }
}
