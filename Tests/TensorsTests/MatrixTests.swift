import Tensors
import TestSupport
import Testing

@Suite struct L2NormaliseTests {
  private struct Expected: Decodable {
    let shape: [Int]
    let input, upstream, output, gradient: [Float]
  }

  /// Compares with torch.nn.functional.normalize and its gradient: rows of zeros, long rows, and
  /// rows just above and below the smallest length to divide by.
  @Test func equalsPyTorch() throws {
    let expected = try ReferenceFolder.networks.read("row-norms.json", as: Expected.self)
    let input = try Tensor(expected.input, shape: expected.shape)
    try input.requireGradient()
    let output = try input.l2Normalised()
    try (output * Tensor(expected.upstream, shape: expected.shape)).sum().backward()
    let values = try output.floats()
    let gradient = try #require(try input.gradient()).floats()
    // Each row is compared separately, since short rows have large gradients.
    let columns = expected.shape[1]
    for row in 0..<expected.shape[0] {
      let range = row * columns..<(row + 1) * columns
      #expect(deviation(Array(values[range]), from: Array(expected.output[range])) < 1e-6)
      #expect(
        deviation(Array(gradient[range]), from: Array(expected.gradient[range])) < 1e-5, "\(row)")
    }
    #expect(values[..<columns].allSatisfy { $0 == 0 })
  }
}

@Suite struct FewProductsTests {
  /// Lengths and counts around those of one block: of a few vectors eight numbers, six vectors and two rows; of more vectors
  /// 128 numbers, 64 vectors and 64 rows.
  @Test(arguments: [1, 7, 8, 37, 130], [1, 5, 6, 7, 13, 65])
  func equalsTheDefinition(length: Int, count: Int) throws {
    let height = 67
    let rows = Formula.values(1, count: height * length)
    let vectors = Formula.values(2, count: count * length)
    let expected = (0..<height).flatMap { row in
      (0..<count).map { vector in
        (0..<length).reduce(0.0) {
          $0 + Double(rows[row * length + $1]) * Double(vectors[vector * length + $1])
        }
      }
    }
    for kernels in LibTorch.Kernels.available {
      let found = try LibTorch.withKernels(kernels) {
        try Tensor(rows, shape: [height, length])
          .products(withFew: Tensor(vectors, shape: [count, length]))
      }
      #expect(found.shape == [height, count])
      for (own, value) in zip(try found.floats(), expected) {
        #expect(abs(Double(own) - value) < 1e-5, "\(kernels)")
      }
    }
  }

  @Test func rowsOfOtherLengthsAreRefused() throws {
    let rows = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect(throws: TensorError.self) {
      try rows.products(withFew: Tensor([1, 2], shape: [1, 2]))
    }
  }
}

/// Sets of four queries compared with segments of rows.
@Suite struct LargestProductTests {
  /// Segments of 1, 4 and 6 rows: fewer rows than the kernels take at a time, as many, and a rest.
  private static let starts = [2, 3, 7, 13]

  /// Every kernel gives the largest products by their definition, in 64 bits.
  @Test(arguments: LibTorch.Kernels.available, [16, 48])
  func equalTheDefinition(kernels: LibTorch.Kernels, sets: Int) throws {
    let (length, height) = (5, 13)
    let rows = Formula.values(1, count: height * length)
    let queries = Formula.values(2, count: 4 * length * sets)
    let weights = Formula.values(3, count: 4 * sets)
    func product(_ row: Int, _ query: Int, _ set: Int) -> Double {
      (0..<length).reduce(0.0) {
        $0 + Double(rows[row * length + $1]) * Double(queries[(query * length + $1) * sets + set])
      }
    }
    let expected = zip(Self.starts, Self.starts.dropFirst()).flatMap { start, end in
      (0..<sets).map { set in
        (0..<4).reduce(0.0) { sum, query in
          let largest = (start..<end).map { product($0, query, set) }.max() ?? .nan
          return sum + Double(weights[query * sets + set]) * largest
        }
      }
    }
    let found = try LibTorch.withKernels(kernels) {
      try Tensor(rows, shape: [height, length]).meanLargestProducts(
        inSegments: Self.starts, with: Tensor(queries, shape: [4, length, sets]),
        weights: Tensor(weights, shape: [4, sets]))
    }
    #expect(found.shape == [3, sets])
    for (own, value) in zip(try found.floats(), expected) {
      #expect(abs(Double(own) - value) < 1e-5)
    }
  }

  @Test(arguments: [[0, 2, 2], [0, 4], [-1, 2]])
  func segmentsWithoutRowsAreRefused(starts: [Int]) throws {
    let rows = try Tensor.zeros([3, 5])
    #expect(throws: TensorError.self) {
      try rows.meanLargestProducts(
        inSegments: starts, with: .zeros([4, 5, 16]), weights: .zeros([4, 16]))
    }
  }
}

@Suite struct NearestRowTests {
  /// Numbers of queries, of rows, and of numbers in a row.
  struct Size: Sendable {
    var height, count, length: Int
  }

  /// More queries, rows and numbers than the kernels take at a time, and rests; the second has long rows.
  private static let sizes = [
    Size(height: 70, count: 75, length: 131), Size(height: 330, count: 270, length: 1030),
  ]

  /// Every kernel finds the rows that are nearest by the definition, in 64 bits, outside a query's group.
  ///
  /// Of the group that most rows are in, only ten rows are not members.
  @Test(arguments: LibTorch.Kernels.available, sizes)
  func areTheNearestByTheDefinition(kernels: LibTorch.Kernels, size: Size) throws {
    let (height, count, length) = (size.height, size.count, size.length)
    let queries = Formula.values(1, count: height * length)
    let rows = Formula.values(2, count: count * length)
    let groups = (0..<max(height, count)).map { $0 < count - 10 ? 0 : $0 }
    func squaredDistance(_ query: Int, _ row: Int) -> Double {
      (0..<length).reduce(0.0) {
        let difference = Double(queries[query * length + $1]) - Double(rows[row * length + $1])
        return $0 + difference * difference
      }
    }
    let lengths = (0..<count).map { row in
      Float(
        (0..<length).reduce(0.0) {
          $0 + Double(rows[row * length + $1]) * Double(rows[row * length + $1])
        })
    }
    for width in [9, 12] {
      let found = try LibTorch.withKernels(kernels) {
        try Tensor(queries, shape: [height, length]).nearestRows(
          width, of: Tensor(rows, shape: [count, length]), squaredLengths: Tensor(lengths),
          ownGroups: Tensor(indices: Array(groups[..<height])),
          groups: Tensor(indices: Array(groups[..<count])))
      }
      #expect(found.shape == [height, width])
      let numbers = try found.integers()
      // Some of many queries, those of all sets among them.
      for query in stride(from: 0, to: height, by: height / 50) {
        let others = (0..<count).filter { groups[$0] != groups[query] }
        let nearest = others.map { (squaredDistance(query, $0), $0) }.sorted { $0 < $1 }
          .prefix(width)
        let expected =
          nearest.map(\.1) + [Int](repeating: -1, count: width - nearest.count)
        #expect(numbers[query * width..<(query + 1) * width].sorted() == expected.sorted())
      }
    }
  }

  /// Rows without numbers, and rows whose distances no 32-bit number holds, are found all the same.
  @Test(arguments: LibTorch.Kernels.available, [0, 3])
  func areFoundAtAnyDistance(kernels: LibTorch.Kernels, length: Int) throws {
    let (height, count) = (64, 5)
    let rows = try Tensor([Float](repeating: 1e30, count: count * length), shape: [count, length])
    let found = try LibTorch.withKernels(kernels) {
      try Tensor([Float](repeating: -1e30, count: height * length), shape: [height, length])
        .nearestRows(
          4, of: rows, squaredLengths: Tensor([Float](repeating: .infinity, count: count)),
          ownGroups: Tensor(indices: [Int](repeating: 0, count: height)),
          groups: Tensor(indices: [1, 1, 0, 1, 1])
        ).integers()
    }
    for query in 0..<height {
      #expect(found[4 * query..<4 * query + 4].sorted() == [0, 1, 3, 4])
    }
  }

  @Test func moreThanAllRowsAreRefused() throws {
    let rows = try Tensor.zeros([3, 5])
    #expect(throws: TensorError.self) {
      try rows.nearestRows(
        4, of: rows, squaredLengths: .zeros([3]), ownGroups: Tensor(indices: [0, 1, 2]),
        groups: Tensor(indices: [0, 1, 2]))
    }
  }
}

/// The optimiser's operations, in every kernel.
@Suite struct DescentTests {
  /// More elements than one block of the norm has, and a rest.
  private static let count = 2 * 16384 + 37

  @Test(arguments: LibTorch.Kernels.available, Precision.allCases)
  func normFollowsTheDefinition(kernels: LibTorch.Kernels, precision: Precision) throws {
    let tensor = try Tensor(Formula.values(1, count: Self.count)).rounded(to: precision)
    let expected = try tensor.floats().reduce(0.0) { $0 + Double($1) * Double($1) }
    let found = try LibTorch.withKernels(kernels) { try tensor.squaredNorm() }
    #expect(abs(found - expected) < (kernels == .libTorch ? 1e-5 : 1e-12) * expected)
  }

  /// velocity ← 0.9 velocity + 0.1 gradient + 0.01 weights; weights ← weights − velocity.
  @Test(arguments: LibTorch.Kernels.available, Precision.allCases)
  func stepFollowsTheDefinition(kernels: LibTorch.Kernels, precision: Precision) throws {
    let (weights, velocity) = (
      Formula.values(1, count: Self.count), Formula.values(2, count: Self.count)
    )
    let kept = try Tensor(weights)
    let speed = try Tensor(velocity)
    let working = precision == .float32 ? kept : try kept.rounded(to: precision)
    try working.requireGradient()
    let factors = try Tensor(Formula.values(3, count: Self.count)).rounded(to: precision)
    try (working * factors).sum().backward()
    let gradient = try #require(try working.gradient()).floats()
    try LibTorch.withKernels(kernels) {
      try withoutGradients {
        try kept.descend(from: working, velocity: speed, momentum: 0.9, rate: 0.1, decay: 0.01)
      }
    }
    let speeds = weights.indices.map { place -> Double in
      let (old, slope) = (Double(velocity[place]), Double(gradient[place]))
      return 0.9 * old + 0.1 * slope + 0.01 * Double(weights[place])
    }
    #expect(deviation(try speed.floats(), from: speeds.map(Float.init)) < 1e-6)
    let moved = zip(weights, speeds).map { Float(Double($0) - $1) }
    #expect(deviation(try kept.floats(), from: moved) < 1e-6)
    #expect(try working.floats() == kept.rounded(to: precision).floats())
  }
}
