import Foundation
import Tensors
import TestSupport
import Testing

/// Points of the plane that attract and repel each other.
@Suite struct PlaneForceTests {
  /// Points as they lie on a map, and as numbers of 64 bits.
  private static func points(_ count: Int) throws -> (Tensor, [SIMD2<Double>]) {
    let numbers = Formula.values(7, count: 2 * count).map { 5 * $0 }
    let points = (0..<count).map { SIMD2(Double(numbers[2 * $0]), Double(numbers[2 * $0 + 1])) }
    return (try Tensor(numbers, shape: [count, 2]), points)
  }

  private static func weight(_ difference: SIMD2<Double>) -> Double {
    1 / (1 + (difference * difference).sum())
  }

  /// No entries, one, as many as a register holds, two registers and one more, and three and a rest.
  @Test(arguments: LibTorch.Kernels.available)
  func attractionFollowsTheDefinition(kernels: LibTorch.Kernels) throws {
    let sizes = [0, 1, 16, 33, 50]
    let (positions, points) = try Self.points(sizes.count)
    let offsets = sizes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let columns = (0..<100).map { Int32($0 * 7 % sizes.count) }
    let values = Formula.values(3, count: 100)
    let expected = points.indices.flatMap { row in
      let sum = (offsets[row]..<offsets[row + 1]).reduce(SIMD2<Double>.zero) { sum, entry in
        let difference = points[row] - points[Int(columns[entry])]
        return sum + Double(values[entry]) * Self.weight(difference) * difference
      }
      return [sum.x, sum.y]
    }
    let found = try LibTorch.withKernels(kernels) {
      try Tensor.withLent(offsets) { offsets in
        try Tensor.withLent(columns) { columns in
          try positions.attraction(
            offsets: offsets, columns: columns, values: Tensor(values)
          ).floats()
        }
      }
    }
    #expect(found.count == expected.count)
    for (own, value) in zip(found, expected) { #expect(abs(Double(own) - value) < 1e-5) }
  }

  /// Fewer points than a register holds, as many, and a rest.
  @Test(arguments: LibTorch.Kernels.available, [1, 3, 16, 37])
  func repulsionFollowsTheDefinition(kernels: LibTorch.Kernels, count: Int) throws {
    let (positions, points) = try Self.points(count)
    let expected = points.indices.flatMap { row in
      var (sum, force) = (0.0, SIMD2<Double>.zero)
      for other in points.indices where other != row {
        let weight = Self.weight(points[row] - points[other])
        sum += weight
        force += weight * weight * (points[row] - points[other])
      }
      return [sum, force.x, force.y]
    }
    let found = try LibTorch.withKernels(kernels) { try positions.repulsion().floats() }
    #expect(found.count == expected.count)
    for (own, value) in zip(found, expected) { #expect(abs(Double(own) - value) < 1e-5) }
  }

  @Test func entriesWithoutAPlaceAreRefused() throws {
    let (positions, _) = try Self.points(2)
    try Tensor.withLent([0, 1, 3]) { offsets in
      try Tensor.withLent([Int32(1), 0]) { columns in
        _ = #expect(throws: TensorError.self) {
          try positions.attraction(offsets: offsets, columns: columns, values: .zeros([2]))
        }
      }
    }
  }

  /// A gain rises where the update and the slope have different signs, falls elsewhere, and not below 0.01.
  @Test func aStepFollowsJacobs() throws {
    let positions = try Tensor([1, 2, 3, 4], shape: [2, 2])
    let updates = try Tensor([0.5, -0.5, 0, 1], shape: [2, 2])
    let gains = try Tensor([1, 1, 1, 0.011], shape: [2, 2])
    try positions.descend(
      Tensor([-2, -2, 3, 1], shape: [2, 2]), updates: updates, gains: gains, rate: 0.1,
      momentum: 0.8)
    for (found, expected) in [
      (try gains.floats(), [Float(1.2), 0.8, 0.8, 0.01]),
      (try updates.floats(), [0.64, -0.24, -0.24, 0.799]),
      (try positions.floats(), [1.64, 1.76, 2.76, 4.799]),
    ] {
      #expect(deviation(found, from: expected) < 1e-6)
    }
  }
}

/// What points give to a grid, and read from it.
@Suite struct PlaneGridTests {
  private static let grid = PlaneGrid(lower: SIMD2(-0.5, 2.5), spacing: 0.5, nodes: SIMD2(20, 24))
  /// In the middle of a cell, on a node, and near the borders.
  private static let points: [SIMD2<Double>] = [
    SIMD2(0.25, 3.25), SIMD2(1, 4), SIMD2(-0.5, 2.5), SIMD2(4.9, 9.4),
  ]

  /// Where a node is, by its number in memory.
  private static func place(_ node: Int) -> SIMD2<Double> {
    grid.lower + 0.5 * SIMD2(Double(node / 24 - 3), Double(node % 24 - 3))
  }

  private static func tensor() throws -> Tensor {
    try Tensor(points.flatMap { [Float($0.x), Float($0.y)] }, shape: [points.count, 2])
  }

  /// The charges have the points' number and the sum of their positions.
  @Test(arguments: LibTorch.Kernels.available)
  func spreadingKeepsChargeAndCentre(kernels: LibTorch.Kernels) throws {
    let charges = try LibTorch.withKernels(kernels) {
      try Self.tensor().charges(on: Self.grid).floats()
    }
    var (sum, place) = (0.0, SIMD2<Double>.zero)
    for (node, charge) in charges.enumerated() {
      sum += Double(charge)
      place += Double(charge) * Self.place(node)
    }
    #expect(abs(sum - 4) < 1e-5)
    let expected = Self.points.reduce(.zero, +)
    #expect(abs(place.x - expected.x) < 1e-4 && abs(place.y - expected.y) < 1e-4)
  }

  /// Of a potential 1 + 2x + 3y, splines give the value and the slope exactly.
  @Test(arguments: LibTorch.Kernels.available)
  func readingIsExactForAPlane(kernels: LibTorch.Kernels) throws {
    let potential = (0..<20 * 24).map { node in
      let place = Self.place(node)
      return Float(1 + 2 * place.x + 3 * place.y)
    }
    let found = try LibTorch.withKernels(kernels) {
      try Tensor(potential, shape: [20, 24]).read(at: Self.tensor(), on: Self.grid).floats()
    }
    let expected: [Double] = Self.points.flatMap { [1 + 2 * $0.x + 3 * $0.y, -1.0, -1.5] }
    #expect(found.count == expected.count)
    for (own, value) in zip(found, expected) { #expect(abs(Double(own) - value) < 1e-4) }
  }

  /// The potential of some points is the sum of the kernel's values, for a kernel that is smooth on the grid.
  @Test(arguments: LibTorch.Kernels.available)
  func potentialIsTheSumOverThePoints(kernels: LibTorch.Kernels) throws {
    func kernel(_ squared: Double) -> Double { exp(-squared / 8) }
    let quarter = (0...20).flatMap { x in
      (0...24).map { y in kernel(0.25 * Double(x * x + y * y)) }
    }
    let found = try LibTorch.withKernels(kernels) {
      let spectrum = try Tensor.spectrum(ofKernel: Tensor(doubles: quarter, shape: [21, 25]))
      return try Self.tensor().charges(on: Self.grid).potential(spectrum: spectrum)
        .read(at: Self.tensor(), on: Self.grid).floats()
    }
    for (row, point) in Self.points.enumerated() {
      var (sum, slope) = (0.0, SIMD2<Double>.zero)
      for other in Self.points {
        let difference = point - other
        let value = kernel((difference * difference).sum())
        sum += value
        slope -= value * difference / 4
      }
      #expect(abs(Double(found[3 * row]) - sum) < 1e-3)
      #expect(abs(Double(found[3 * row + 1]) + slope.x / 2) < 1e-3)
      #expect(abs(Double(found[3 * row + 2]) + slope.y / 2) < 1e-3)
    }
  }

  @Test(arguments: [
    PlaneGrid(lower: .zero, spacing: 1, nodes: SIMD2(3, 20)),
    PlaneGrid(lower: .zero, spacing: 0, nodes: SIMD2(20, 24)),
  ])
  func aGridWithoutCellsIsRefused(grid: PlaneGrid) throws {
    #expect(throws: TensorError.self) { try Self.tensor().charges(on: grid) }
    #expect(throws: TensorError.self) {
      try Tensor.zeros([grid.nodes.x, grid.nodes.y]).read(at: Self.tensor(), on: grid)
    }
  }

  @Test func anotherGridsPotentialIsRefused() throws {
    #expect(throws: TensorError.self) {
      try Tensor.zeros([24, 20]).read(at: Self.tensor(), on: Self.grid)
    }
    let spectrum = try Tensor.spectrum(
      ofKernel: Tensor(doubles: [Double](repeating: 1, count: 9), shape: [3, 3]))
    #expect(throws: TensorError.self) {
      try Self.tensor().charges(on: Self.grid).potential(spectrum: spectrum)
    }
  }

  /// A point outside, or nowhere, has the charge of a point on the border.
  @Test(arguments: LibTorch.Kernels.available)
  func pointsOutsideAreTakenToTheBorder(kernels: LibTorch.Kernels) throws {
    let points = try Tensor([1e6, -1e6, 3, 1e30], shape: [2, 2])
    let charges = try LibTorch.withKernels(kernels) { try points.charges(on: Self.grid).floats() }
    #expect(abs(charges.reduce(0, +) - 2) < 1e-4)
  }
}
