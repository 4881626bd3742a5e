import Basics
import Foundation
import Numerics
import TestSupport
import Testing

@Suite struct ProbeTests {
  /// The fixture that make_probes.py wrote.
  private struct Expected: Decodable {
    var truth: [Int]
    var training: Int
    var loss, linearTop1, linearTop5, votesTop1, votesTop5: Double
    var linear, votes: [Double]
  }

  private struct Digits {
    let expected: Expected
    let training, heldOut: Features
    let known, unknown: [Int]

    init() throws {
      expected = try Reference.read("probes.json", as: Expected.self)
      let digits = try Reference.digits()
      let count = expected.training
      let border = count * digits.dimension
      training = Features(
        rows: count, dimension: digits.dimension, values: Array(digits.values[..<border]))
      heldOut = Features(
        rows: digits.rows - count, dimension: digits.dimension,
        values: Array(digits.values[border...]))
      known = Array(expected.truth[..<count])
      unknown = Array(expected.truth[count...])
    }
  }

  private func expectSumsOfOne(_ predictions: Predictions) {
    for start in stride(from: 0, to: predictions.probabilities.count, by: predictions.categories) {
      let sum = predictions.probabilities[start..<start + predictions.categories].reduce(0, +)
      #expect(abs(sum - 1) < 1e-12)
    }
  }

  @Test func theLinearProbeEqualsScikitLearn() throws {
    let digits = try Digits()
    let probe = LinearProbe(iterations: 1000)
    let fitted = try probe.fit(digits.training, truth: digits.known, categories: 10)
    #expect(abs(fitted.loss - digits.expected.loss) < 1e-3 * digits.expected.loss)
    let predictions = try fitted.predictions(for: digits.heldOut)
    let expected = Predictions(categories: 10, probabilities: digits.expected.linear)
    let agreeing = zip(predictions.first, expected.first).count { $0 == $1 }
    #expect(agreeing >= 198, "\(agreeing) of 200")
    let largest = zip(predictions.probabilities, expected.probabilities).map { abs($0 - $1) }.max()
    #expect((largest ?? 1) < 0.02, "\(largest ?? 1) after \(fitted.iterations) iterations")
    expectSumsOfOne(predictions)
    #expect(
      abs(predictions.accuracy(amongFirst: 1, truth: digits.unknown) - digits.expected.linearTop1)
        <= 0.01)
    #expect(
      predictions.accuracy(amongFirst: 5, truth: digits.unknown) == digits.expected.linearTop5)
    let again = try probe.fit(digits.training, truth: digits.known, categories: 10)
    #expect(try again.predictions(for: digits.heldOut) == predictions)
  }

  @Test func theVoteEqualsScikitLearn() throws {
    let digits = try Digits()
    let classifier = NeighbourClassifier(
      training: digits.training, truth: digits.known, categories: 10)
    let predictions = try classifier.predictions(for: digits.heldOut)
    let expected = Predictions(categories: 10, probabilities: digits.expected.votes)
    #expect(predictions.first == expected.first)
    let largest = zip(predictions.probabilities, expected.probabilities).map { abs($0 - $1) }.max()
    #expect((largest ?? 1) < 1e-5, "\(largest ?? 1)")
    expectSumsOfOne(predictions)
    #expect(
      predictions.accuracy(amongFirst: 1, truth: digits.unknown) == digits.expected.votesTop1)
    #expect(
      predictions.accuracy(amongFirst: 5, truth: digits.unknown) == digits.expected.votesTop5)
  }

  /// Both of two training rows vote, 1 : exp(-1 / 0.07); the vectors' lengths do not matter.
  @Test func fewerRowsThanNeighboursAllVote() throws {
    let training = Features(rows: 2, dimension: 2, values: [5, 0, 0, 0.1])
    let classifier = NeighbourClassifier(training: training, truth: [1, 0], categories: 2)
    #expect(classifier.k == 2)
    let rows = Features(rows: 1, dimension: 2, values: [3, 0])
    let small = exp(-1 / 0.07)
    let shares = try classifier.predictions(for: rows).probabilities
    #expect(abs(shares[0] - small / (1 + small)) < 1e-9 && shares[1] > 0.999)
  }

  /// Rows are classified in blocks of 64 MiB.
  ///
  /// These are four rows more than a block. Row i equals row i mod 12.
  @Test func aRowIsTheSameInEveryBlock() throws {
    let (dimension, period) = (4096, 12)
    let points = blobs(rows: period, dimension: dimension, centres: 3, spread: 0.5, seed: 7)
    let truth = (0..<period).map { $0 % 3 }
    let rows = (1 << 24) / dimension + 4
    let many = Features(
      rows: rows, dimension: dimension,
      values: (0..<rows).flatMap { points[$0 % period] })
    let linear = try LinearProbe().fit(points, truth: truth, categories: 3)
    let votes = NeighbourClassifier(k: 3, training: points, truth: truth, categories: 3)
    for (few, all) in [
      (try linear.predictions(for: points), try linear.predictions(for: many)),
      (try votes.predictions(for: points), try votes.predictions(for: many)),
    ] {
      #expect(all.rows == rows)
      let differences = all.probabilities.indices.map {
        abs(all.probabilities[$0] - few.probabilities[$0 % (3 * period)])
      }
      #expect((differences.max() ?? 1) < 1e-6)
    }
  }

  private func labelled(_ categories: [String]?, rows: Int) -> RowGroups {
    RowGroups(groupOfRow: (0..<rows).map { $0 % 6 }, count: 6, categories: categories)
  }

  /// The blobs are far apart, and one column is constant.
  @Test func separableBlobsAreClassifiedWithoutError() throws {
    let points = blobs(rows: 180, dimension: 20, centres: 3, spread: 0.1, seed: 3)
    var values = points.values
    for row in 0..<180 { values[row * 20 + 7] = 0.1 }
    let training = Features(rows: 120, dimension: 20, values: Array(values[..<2400]))
    let heldOut = Features(rows: 60, dimension: 20, values: Array(values[2400...]))
    let categories = ["x", "y", "z", "x", "y", "z"]
    let split = try #require(
      ProbeSplit(training: labelled(categories, rows: 120), heldOut: labelled(categories, rows: 60))
    )
    let (probe, confusion) = try split.probe(training: training, heldOut: heldOut)
    for found in [probe.linear, probe.neighbours] {
      #expect(found.top1 == 1 && found.top5 == 1 && found.groupTop1 == 1 && found.groupTop5 == 1)
    }
    #expect(probe.linear.k == nil && probe.neighbours.k == 20 && probe.trainingRows == 120)
    #expect(confusion.categories == ["x", "y", "z"])
    #expect(confusion.counts == [[20, 0, 0], [0, 20, 0], [0, 0, 20]])
    #expect(throws: CancellationError.self) {
      try split.probe(training: training, heldOut: heldOut, isCancelled: { true })
    }
    #expect(throws: NumericsError.dimensions(expected: 20, found: 60)) {
      try split.probe(
        training: training, heldOut: Features(rows: 20, dimension: 60, values: heldOut.values))
    }
  }

  @Test func thereIsNoSplitThatCannotBeProbed() {
    let some = labelled(["x", "y", "x", "y", "x", "y"], rows: 6)
    #expect(ProbeSplit(training: some, heldOut: some) != nil)
    #expect(ProbeSplit(training: some, heldOut: labelled(nil, rows: 6)) == nil)
    #expect(ProbeSplit(training: labelled(nil, rows: 6), heldOut: some) == nil)
    let alike = labelled([String](repeating: "x", count: 6), rows: 6)
    #expect(ProbeSplit(training: alike, heldOut: alike) == nil, "there is only one category")
    #expect(ProbeSplit(training: alike, heldOut: some) == nil, "y has no training rows")
    #expect(ProbeSplit(training: some, heldOut: alike) != nil)
    let none = RowGroups(groupOfRow: [], count: 0, categories: [])
    #expect(ProbeSplit(training: none, heldOut: some) == nil, "there are no training rows")
  }
}
