import Networks
import Numerics
import Tensors

// Times the kernels of Sources/CTorchFunctions beside LibTorch's operations, for the layers that the thesis's network and the
// default have. What LibTorch does as fast needs no kernel.

/// An operation that exists twice.
struct KernelTrial {
  let name: String
  /// Makes the operation with its input, which is not timed.
  let prepared: () throws -> (() throws -> Void)
}

/// Times every operation with either kernels, in turn.
///
/// - Parameters:
///   - rounds: how many times each runs; the medians are printed.
///   - part: if not nil, only operations whose name contains it run.
/// - Returns: a list of JSON objects.
func kernels(rounds: Int, named part: String?) throws -> String {
  var trials: [KernelTrial] = []
  for precision in Set([Precision.fastest, .float32]).sorted(by: { $0.rawValue < $1.rawValue }) {
    for (architecture, batch) in [(Architecture.thesis, 64), (.residual, 256)] {
      trials += try layerTrials(architecture, batch: batch, precision: precision)
    }
  }
  trials += try otherTrials()
  let rows = try trials.filter { part.map($0.name.contains) ?? true }
    .map { try compare($0, rounds: rounds) }
  return "\"kernels\": [\n\(rows.joined(separator: ",\n"))\n]"
}

private func compare(_ trial: KernelTrial, rounds: Int) throws -> String {
  var times: [LibTorch.Kernels: [Double]] = [:]
  let run = try trial.prepared()
  for round in 0...max(rounds, 1) {
    for kernels in [LibTorch.Kernels.automatic, .libTorch] {
      let time = try seconds { try LibTorch.withKernels(kernels, run) }
      if round > 0 { times[kernels, default: []].append(1000 * time) }
    }
  }
  let (own, other) = (median(times[.automatic] ?? []), median(times[.libTorch] ?? []))
  return """
    {"name": "\(trial.name)", "own_ms": \(own), "libtorch_ms": \(other), "factor": \(other / own)}
    """
}

private func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }

/// The maps that a layer gets.
private struct Input {
  var channels, side: Int
}

/// The layers of a network that have kernels: forward as for features, and forward and backward as in training.
private func layerTrials(
  _ architecture: Architecture, batch: Int, precision: Precision
) throws -> [KernelTrial] {
  var shapes: [String: Input] = [:]
  var before = Input(channels: architecture.inputChannels, side: architecture.inputSide)
  var trials: [KernelTrial] = []
  for (layer, shape) in zip(architecture.layers, architecture.shapes) {
    let input = layer.input.flatMap { shapes[$0] } ?? before
    before = Input(channels: shape.channels, side: shape.side)
    shapes[layer.name] = before
    guard let run = try operation(layer.operation, on: input, precision: precision) else {
      continue
    }
    let size = [batch, input.channels, input.side, input.side]
    for isTraining in [false, true] {
      let name =
        "\(architecture.name) \(layer.name), \(precision.rawValue), \(isTraining ? "with gradients" : "forward")"
      trials.append(
        KernelTrial(name: name) {
          let images = try Tensor.normal(size, deviation: 1, seed: 1).rounded(to: precision)
            .channelsLast()
          // The first layer's input needs no gradient.
          if isTraining, layer.name != architecture.layers[0].name { try images.requireGradient() }
          return {
            guard isTraining else { return _ = try withoutGradients { try run(images, false) } }
            try images.clearGradient()
            try run(images, true).sum().backward()
          }
        })
    }
  }
  return trials
}

/// What a layer computes, if it has a kernel of its own.
private func operation(
  _ operation: Layer.Operation, on input: Input, precision: Precision
) throws -> ((Tensor, _ isTraining: Bool) throws -> Tensor)? {
  switch operation {
  case .convolution(let outputs, let side, let stride, let padding, let groups):
    let kernel = try Tensor.normal(
      [outputs, input.channels / groups, side, side], deviation: 0.01, seed: 2
    )
    .rounded(to: precision).channelsLast()
    let bias = try Tensor.zeros([outputs]).rounded(to: precision)
    return { images, isTraining in
      if isTraining {
        try kernel.clearGradient()
        try bias.clearGradient()
        try kernel.requireGradient()
        try bias.requireGradient()
      }
      return try images.convolution(
        kernel: kernel, bias: bias, stride: stride, padding: padding, groups: groups)
    }
  case .maxPool(let side, let stride):
    return { images, _ in try images.maxPool(side: side, stride: stride, roundsUp: true) }
  case .localResponseNorm(let size, let alpha, let beta, let k):
    return { images, _ in try images.localResponseNorm(size: size, alpha: alpha, beta: beta, k: k) }
  case .batchNorm:
    let scale = try Tensor.zeros([input.channels]).affine(summand: 1)
    let running = (mean: try scale.zerosLike(), variance: try scale.affine())
    let shift = try scale.zerosLike()
    return { images, isTraining in
      if isTraining {
        try scale.clearGradient()
        try shift.clearGradient()
        try scale.requireGradient()
        try shift.requireGradient()
      }
      return try images.batchNorm(
        scale: scale, shift: shift, running: running, isTraining: isTraining, rectifies: true)
    }
  case .linear, .relu, .sum, .globalAveragePool, .l2Normalise:
    return nil
  }
}

/// What the optimiser and the evaluation compute.
private func otherTrials() throws -> [KernelTrial] {
  func trial(_ name: String, _ run: @escaping () throws -> Void) -> KernelTrial {
    KernelTrial(name: name) { run }
  }
  let rows = try Tensor.normal([20_000, 4096], deviation: 1, seed: 3)
  let (few, more) = (
    try rows.narrowed(start: 0, length: 12), try rows.narrowed(start: 0, length: 60)
  )
  let weight = try Tensor.normal([4096, 9216], deviation: 0.01, seed: 8).rounded(to: .brainFloat16)
  let bias = try Tensor.zeros([4096]).rounded(to: .brainFloat16)
  let inputs = try Tensor.normal([64, 9216], deviation: 1, seed: 9).rounded(to: .brainFloat16)
  let near = try Tensor.normal([20_000, 64], deviation: 1, seed: 4)
  let queries = try near.narrowed(start: 0, length: 4096)
  let (lengths, lengthsOfRows) = (
    try near.squared().sum(dimension: 1), try rows.squared().sum(dimension: 1)
  )
  let (numbers, own) = (
    try Tensor(indices: Array(0..<20_000)), try Tensor(indices: Array(0..<4096))
  )
  let columns = try Tensor.normal([4, 4096, 64], deviation: 1, seed: 5)
  let shares = try Tensor.zeros([4, 64]).affine(summand: 0.25)
  let points = try Tensor.normal([20_000, 2], deviation: 10, seed: 6)
  let grid = PlaneGrid(lower: SIMD2(-60, -60), spacing: 0.35, nodes: SIMD2(360, 360))
  let potential = try Tensor.zeros([360, 360])
  let offsets = Array(stride(from: 0, through: 20_000 * 128, by: 128))
  let others = (0..<20_000 * 128).map { Int32($0 * 31 % 20_000) }
  let entries = try Tensor.normal([20_000 * 128], deviation: 1, seed: 7)
  return [
    trial("fully connected, 64 inputs of 9216 numbers, 4096 outputs, bf16") {
      _ = try withoutGradients { try inputs.linear(weight: weight, bias: bias) }
    },
    trial("products with 12 vectors") { _ = try rows.products(withFew: few) },
    trial("products with 60 vectors") { _ = try rows.products(withFew: more) },
    trial("largest products of 64 sets, 2 500 segments") {
      _ = try rows.narrowed(start: 0, length: 10_000).meanLargestProducts(
        inSegments: Array(stride(from: 0, through: 10_000, by: 4)), with: columns, weights: shares)
    },
    trial("90 nearest of 20 000 rows of 64 numbers") {
      _ = try queries.nearestRows(
        90, of: near, squaredLengths: lengths, ownGroups: own, groups: numbers)
    },
    trial("1 nearest of 20 000 rows of 4096 numbers") {
      _ = try rows.narrowed(start: 0, length: 4096).nearestRows(
        1, of: rows, squaredLengths: lengthsOfRows, ownGroups: own, groups: numbers)
    },
    trial("squared norm") { _ = try rows.squaredNorm() },
    trial("attraction of 20 000 points, 128 entries each") {
      try Tensor.withLent(offsets) { offsets in
        try Tensor.withLent(others) { others in
          _ = try points.attraction(offsets: offsets, columns: others, values: entries)
        }
      }
    },
    trial("repulsion of all pairs of 2 000 points") {
      _ = try points.narrowed(start: 0, length: 2000).repulsion()
    },
    trial("spreading 20 000 points") { _ = try points.charges(on: grid) },
    trial("reading at 20 000 points") { _ = try potential.read(at: points, on: grid) },
  ]
}
