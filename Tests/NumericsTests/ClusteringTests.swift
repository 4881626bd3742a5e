import Basics
import Numerics
import Synchronization
import TestSupport
import Testing

@Suite struct KMeansTests {
  /// From scikit-learn's test_k_means.py: weights 3 1 1 3, inertia 0.375 by hand.
  @Test func handComputedCase() throws {
    let points = Features([[0, 0], [0.5, 0], [0.5, 1], [1, 1]])
    let start = Features([[0, 0], [1, 1]])
    let found = try KMeans(clusters: 2, seed: 0)
      .cluster(points, from: start, weights: [3, 1, 1, 3])
    #expect(found.assignments == [0, 0, 1, 1])
    #expect(abs(found.inertia - 0.375) < 1e-12)
    #expect(found.centres.values == [0.125, 0, 0.875, 1])

    let repeated = Features([
      [0, 0], [0, 0], [0, 0], [0.5, 0], [0.5, 1], [1, 1], [1, 1], [1, 1],
    ])
    let same = try KMeans(clusters: 2, seed: 0).cluster(repeated, from: start)
    #expect(abs(same.inertia - 0.375) < 1e-12)
    #expect(same.iterations == found.iterations)
  }

  struct Case: Decodable {
    var rows, dimension, clusters, iterations: Int
    var points, start: [Float]
    var weights, centres: [Double]
    var assignments: [Int]
    var inertia: Double
  }

  /// Among the fixtures are a cluster that starts empty, and rows that are all duplicates.
  @Test func equalsScikitLearnFromTheSameStart() throws {
    for expected in try Reference.read("kmeans.json", as: [Case].self) {
      let points = Features(
        rows: expected.rows, dimension: expected.dimension, values: expected.points)
      let start = Features(
        rows: expected.clusters, dimension: expected.dimension, values: expected.start)
      let found = try KMeans(clusters: expected.clusters, seed: 0)
        .cluster(points, from: start, weights: expected.weights)
      #expect(abs(found.inertia - expected.inertia) <= 1e-6 * max(expected.inertia, 1))
      #expect(found.iterations == expected.iterations)
      let table = ContingencyTable(clusters: found.assignments, categories: expected.assignments)
      #expect(table.adjustedRandIndex == 1)
      for row in 0..<expected.rows {
        for column in 0..<expected.dimension {
          let own = found.centres[found.assignments[row]]
          let theirs = expected.centres[expected.assignments[row] * expected.dimension + column]
          #expect(abs(Double(own[own.startIndex + column]) - theirs) < 1e-4)
        }
      }
    }
  }

  /// The bounds never miss a row whose nearest centre changes, and spare most distances.
  ///
  /// The centres of two starts move at random, now a little, now far; the second start ends after half of the steps. The
  /// nearest centres are computed in 64 bits from all distances.
  @Test(arguments: [1, 3], [true, false])
  func boundsMissNoChange(threads: Int, inSingleProducts: Bool) {
    let (rows, count, dimension) = (700, 9, 3)
    let values = Formula.values(1, count: rows * dimension).map(Double.init)
    var centres = (0..<2).map { start in
      Formula.values(2 + 100 * start, count: count * dimension).map(Double.init)
    }
    func squared(_ numbers: ArraySlice<Double>) -> Double { numbers.reduce(0) { $0 + $1 * $1 } }
    @Sendable func row(_ numbers: [Double], _ place: Int) -> ArraySlice<Double> {
      numbers[place * dimension..<(place + 1) * dimension]
    }
    @Sendable func product(_ place: Int, _ centre: [Double], _ number: Int) -> Float {
      Float(zip(row(values, place), row(centre, number)).reduce(0) { $0 + $1.0 * $1.1 })
    }
    var bounds = CentreBounds(rows: rows, starts: 2, centres: count)
    var inDoubt = bounds.everything
    let products = Mutex(0)
    for step in 0..<40 {
      let starts = step < 20 ? [0, 1] : [0]
      let moving = starts.map { centres[$0] }
      let lengths = CentreBounds.SquaredLengths(
        rows: (0..<rows).map { squared(row(values, $0)) }, mean: 0,
        centres: moving.flatMap { centres in (0..<count).map { squared(row(centres, $0)) } })
      if inSingleProducts {
        bounds.measure(inDoubt, of: starts, lengths: lengths, threads: threads) { place, centre in
          products.withLock { $0 += 1 }
          return product(place, moving[centre / count], centre % count)
        }
      } else {
        products.withLock { $0 += inDoubt.rows.count * starts.count * count }
        bounds.take(
          inDoubt.rows[...],
          products: inDoubt.rows.flatMap { place in
            moving.flatMap { centres in (0..<count).map { product(place, centres, $0) } }
          },
          of: starts, lengths: lengths, threads: threads)
      }
      for start in starts {
        let expected = (0..<rows).map { place in
          let distances = (0..<count).map { centre in
            zip(row(values, place), row(centres[start], centre)).reduce(0) {
              $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
            }
          }
          return distances.indices.min { distances[$0] < distances[$1] } ?? 0
        }
        #expect(bounds.nearest(in: start) == expected)
      }
      let moved = Formula.values(
        3 + step, count: count * dimension, scale: step % 8 == 7 ? 0.3 : 0.004)
      let distance = (0..<count).map { squared(row(moved.map(Double.init), $0)).squareRoot() }
      let next = step < 19 ? [0, 1] : [0]
      inDoubt = bounds.move(by: next.flatMap { _ in distance }, in: next, threads: threads)
      for start in next { centres[start] = zip(centres[start], moved).map { $0 + Double($1) } }
    }
    let all = (20 * 2 + 20) * rows * count
    #expect(products.withLock { $0 } < all / (inSingleProducts ? 4 : 2))
  }

  /// The starts that go on together find what each finds alone, whether all go on together or two at a time.
  @Test(arguments: [4, 90]) func startsDoNotDependOnEachOther(dimension: Int) throws {
    let points = blobs(rows: 400, dimension: dimension, centres: 9, spread: 2, seed: 6)
    var kMeans = KMeans(clusters: 7, starts: 5, seed: 3)
    let alone = try kMeans.seeds(of: points).map {
      try kMeans.cluster(points, from: points.rows($0))
    }
    let best = try #require(alone.indices.min { alone[$0].inertia < alone[$1].inertia })
    for limit in [1 << 28, 2 * 7 * (4 * 400 + 40 * dimension), 0] {
      kMeans.memoryLimit = limit
      var done: [Int] = []
      let found = try kMeans.cluster(points, progress: { done.append($0) })
      #expect(found.start == best)
      #expect(found.iterations == alone[best].iterations)
      #expect(found.assignments == alone[best].assignments)
      #expect(found.inertia == alone[best].inertia)
      #expect(done.first == 0 && done.last == 5 && done == done.sorted())
    }
  }

  @Test func withoutIterationsRowsGoToTheSeeds() throws {
    let points = Features([[0], [1], [5], [6]])
    let found = try KMeans(clusters: 2, iterationLimit: 0, seed: 0)
      .cluster(points, from: Features([[0], [5]]))
    #expect(found.iterations == 0)
    #expect(found.assignments == [0, 0, 1, 1])
    #expect(found.centres.values == [0, 5])
  }

  @Test func inertiaNeverRises() throws {
    let points = blobs(rows: 300, dimension: 6, centres: 9, spread: 2, seed: 3)
    let start = Features(rows: 9, dimension: 6, values: Array(points.values[..<54]))
    let inertias = try (1...15).map { limit in
      try KMeans(clusters: 9, iterationLimit: limit, tolerance: 0, seed: 0)
        .cluster(points, from: start).inertia
    }
    #expect(zip(inertias, inertias.dropFirst()).allSatisfy { $0 >= $1 * (1 - 1e-12) })
    #expect(inertias[0] > inertias[14] * 1.01)
  }

  @Test func centresAreMeansAndRowsAreWithTheNearest() throws {
    let points = blobs(rows: 400, dimension: 10, centres: 5, spread: 1.5, seed: 8)
    let found = try KMeans(clusters: 5, starts: 3, tolerance: 0, seed: 5).cluster(points)
    let means = points.groupMeans(found.assignments, count: 5)
    #expect(zip(means.values, found.centres.values).allSatisfy { abs($0 - $1) < 1e-5 })
    for row in 0..<points.rows {
      let distances = (0..<5).map { cluster in
        zip(points[row], found.centres[cluster]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      #expect(distances[found.assignments[row]] <= (distances.min() ?? 0) + 1e-3)
    }
    #expect(found.sizes == found.sizes.sorted(by: >))
    #expect(found.sizes == (0..<5).map { number in found.assignments.count { $0 == number } })
  }

  @Test func sameSeedSameResult() throws {
    let points = blobs(rows: 300, dimension: 4, centres: 20, spread: 3, seed: 1)
    let kMeans = KMeans(clusters: 12, starts: 2, seed: 9)
    let one = try kMeans.cluster(points, threads: 1)
    let other = try kMeans.cluster(points, threads: 3)
    #expect(one.assignments == other.assignments)
    #expect(one.centres == other.centres && one.inertia == other.inertia)
    let elsewhere = try KMeans(clusters: 12, starts: 1, seed: 10).cluster(points)
    #expect(one.inertia != elsewhere.inertia)
  }

  /// The blobs are so far apart that every seed is drawn in a blob that has none yet.
  @Test func everyStartHasSeedsOfItsOwn() throws {
    let points = blobs(rows: 60, dimension: 8, centres: 6, spread: 0.001, seed: 4)
    let few = try KMeans(clusters: 6, starts: 2, seed: 3).seeds(of: points)
    let more = try KMeans(clusters: 6, starts: 5, seed: 3).seeds(of: points)
    #expect(Array(more.prefix(2)) == few)
    #expect(Set(more).count == 5)
    for seeds in more { #expect(Set(seeds.map { $0 % 6 }).count == 6, "\(seeds)") }
  }

  @Test func moreStartsAreNeverWorse() throws {
    let points = blobs(rows: 200, dimension: 3, centres: 15, spread: 1, seed: 2)
    let inertias = try [1, 2, 5, 10].map {
      try KMeans(clusters: 15, starts: $0, seed: 4).cluster(points).inertia
    }
    #expect(inertias == inertias.sorted(by: >))
    #expect(inertias[3] < inertias[0])
  }

  /// The rounding of products in 32 bits would hide the distances between the smaller clusters.
  @Test(arguments: [0.01, 0.000_01] as [Float])
  func smallClustersFarFromTheOriginAreFound(scale: Float) throws {
    var points = blobs(rows: 90, dimension: 16, centres: 3, spread: 0.001, seed: 6)
    points = Features(rows: 90, dimension: 16, values: points.values.map { $0 * scale + 100 })
    let found = try KMeans(clusters: 3, seed: 0).cluster(points)
    let table = ContingencyTable(
      clusters: found.assignments, categories: (0..<90).map { $0 % 3 })
    #expect(table.adjustedRandIndex == 1)
  }

  @Test func asManyClustersAsRows() throws {
    let points = blobs(rows: 12, dimension: 5, centres: 12, spread: 1, seed: 7)
    let found = try KMeans(clusters: 12, starts: 1, seed: 0).cluster(points)
    #expect(found.inertia < 1e-9)
    #expect(Set(found.assignments).count == 12)
  }

  @Test func fewerDistinctRowsThanClusters() throws {
    let points = Features([[1, 2], [1, 2], [5, 6], [5, 6], [1, 2]])
    let found = try KMeans(clusters: 4, seed: 0).cluster(points)
    #expect(found.inertia == 0)
    #expect(found.sizes == [3, 2, 0, 0])
    #expect(found.assignments == [0, 0, 1, 1, 0])
    #expect(found.centres.values.allSatisfy { $0.isFinite })

    let equal = Features(rows: 6, dimension: 3, values: [Float](repeating: 0.1, count: 18))
    #expect(try KMeans(clusters: 3, seed: 0).cluster(equal).inertia == 0)
  }

  @Test func invalidInputIsRefused() throws {
    let points = blobs(rows: 5, dimension: 2, centres: 1, spread: 1, seed: 0)
    #expect(throws: NumericsError.clusterCount(clusters: 6, rows: 5)) {
      try KMeans(clusters: 6, seed: 0).cluster(points)
    }
    #expect(throws: NumericsError.clusterCount(clusters: 0, rows: 5)) {
      try KMeans(clusters: 0, seed: 0).cluster(points)
    }
    var values = points.values
    values[7] = .nan
    #expect(throws: NumericsError.notFinite(row: 3, column: 1)) {
      try KMeans(clusters: 2, seed: 0)
        .cluster(Features(rows: 5, dimension: 2, values: values))
    }
    #expect(throws: CancellationError.self) {
      try KMeans(clusters: 2, seed: 0).cluster(points, isCancelled: { true })
    }
  }
}

@Suite struct ClusterCountTests {
  /// Three rows at 0, 1 and 5 on a line; the first two are one cluster.
  ///
  /// By hand: a = 1 and b = 5 give 4/5, a = 1 and b = 4 give 3/4, and the third row is alone.
  @Test func silhouettesByHand() {
    let places = [0.0, 1, 5]
    let distances = places.map { one in places.map { abs(one - $0) } }
    let found = ClusterCount.silhouette([0, 0, 1], clusters: 2, distances)
    #expect(abs(found - (0.8 + 0.75 + 0) / 3) < 1e-12)
  }

  /// Blobs of twenty points with a standard deviation of 1; their centres are 10 apart.
  @Test(arguments: [2, 3, 5]) func blobsAreCounted(blobs: Int) throws {
    var generator = SeededGenerator(seed: 4)
    let rows = (0..<20 * blobs).map { row -> [Float] in
      let corner = row % blobs
      return [Double(corner % 3) * 10, Double(corner / 3) * 10].map {
        Float($0 + generator.gaussian())
      }
    }
    let count = try ClusterCount(of: Features(rows), upTo: 8, seed: 1)
    #expect(count.chosen == blobs)
    #expect(count.tried.map(\.clusters) == Array(2...8))
  }

  @Test func twoRowsNeedNoTrials() throws {
    let two = Features(rows: 2, dimension: 1, values: [0, 1])
    let count = try ClusterCount(of: two, seed: 1)
    #expect(count.chosen == 2 && count.tried.isEmpty)
  }
}
