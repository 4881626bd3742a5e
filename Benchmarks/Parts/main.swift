import Basics
import Foundation
import Networks
import Numerics
import Tensors

// What `make bench` times of Unreel's parts, where a command of the program does more than the peer:
//
//     bench-parts map FEATURES.npy
//     bench-parts cluster FEATURES.npy CLUSTERS STARTS ITERATIONS
//     bench-parts neighbours FEATURES.npy COUNT
//     bench-parts features STEPS          rates of a network that sees 64 pictures a time, from bytes
//     bench-parts kernels ROUNDS [NAME]   Unreel's kernels beside LibTorch's operations, in turn;
//                                         with NAME, those whose name contains it
//     bench-parts product                 operations a second of a matrix product in the same precision
//
// Prints one line of JSON, as the peers' scripts do.

/// Runs work and tells how many seconds it took.
func seconds(_ work: () throws -> Void) rethrows -> Double {
  let begin = ContinuousClock().now
  try work()
  return (ContinuousClock().now - begin) / .seconds(1)
}

func map(_ path: String) throws -> String {
  let features = try Features(contentsOf: path)
  var divergence = 0.0
  let time = try seconds { divergence = try TSNE(seed: 1).embed(features).divergence }
  return "\"seconds\": \(time), \"divergence\": \(divergence)"
}

func cluster(_ path: String, _ numbers: [Int]) throws -> String {
  let features = try Features(contentsOf: path)
  let kMeans = KMeans(
    clusters: numbers[0], starts: numbers[1], iterationLimit: numbers[2], seed: 1)
  var inertia = 0.0
  let time = try seconds { inertia = try kMeans.cluster(features).inertia }
  return "\"seconds\": \(time), \"inertia\": \(inertia)"
}

/// Times the index of neighbours, and the exact search beside which it is judged.
func neighbours(_ path: String, _ count: Int) throws -> String {
  let features = try Features(contentsOf: path)
  var (exact, indexed): (NearestNeighbours?, NearestNeighbours?)
  let exactTime = try seconds { exact = try NearestNeighbours(count, of: features) }
  let time = try seconds { indexed = try NearestNeighbours(indexed: count, of: features, seed: 1) }
  guard let exact, let indexed else { return "" }
  let found = stride(from: 0, to: features.rows * count, by: count).map { start in
    Set(exact.rows[start..<start + count]).intersection(indexed.rows[start..<start + count]).count
  }
  return """
    "seconds": \(time), "exact_seconds": \(exactTime), "recall_said": \(indexed.recall), \
    "recall": \(Double(found.reduce(0, +)) / Double(features.rows * count))
    """
}

func features(steps: Int) throws -> String {
  let (batch, side) = (64, Architecture.thesis.inputSide)
  let pixels = (0..<batch * side * side * 3).map {
    UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13)
  }
  let network = try Network(.thesis, seed: 1, precision: .fastest)
  let rates = try withoutGradients {
    try (0..<steps + 3).map { _ in
      Double(batch)
        / (try seconds {
          _ = try network(InputNormalisation.authors(pixels, for: network)).floats()
        })
    }
  }
  return "\"rates\": \(Array(rates.dropFirst(3)))"
}

let arguments = CommandLine.arguments
// OpenBLAS chooses its kernels while it is loaded, before this line; the program `unreel` loads it later.
if let kernels = LibTorch.fittingOpenBLASKernels, getenv("OPENBLAS_CORETYPE") == nil {
  setenv("OPENBLAS_CORETYPE", kernels, 1)
  execv("/proc/self/exe", CommandLine.unsafeArgv)
}
try LibTorch.setThreads(Processors.usable)
// As the program's commands do.
LibTorch.keepMemory()
let result: String
switch (arguments.dropFirst().first, arguments.count) {
case ("map", 3): result = try map(arguments[2])
case ("cluster", 6): result = try cluster(arguments[2], arguments[3...].compactMap { Int($0) })
case ("neighbours", 4): result = try neighbours(arguments[2], Int(arguments[3]) ?? 90)
case ("features", 3): result = try features(steps: Int(arguments[2]) ?? 8)
case ("kernels", 3), ("kernels", 4):
  result = try kernels(
    rounds: Int(arguments[2]) ?? 5, named: arguments.count > 3 ? arguments[3] : nil)
case ("product", 2):
  let speed = try LibTorch.productSpeed(
    side: 2048, inBrainFloats: Precision.fastest == .brainFloat16)
  result = "\"speed\": \(speed), \"precision\": \"\(Precision.fastest.rawValue)\""
default:
  FileHandle.standardError.write(
    Data("usage: bench-parts map|cluster|neighbours|features|kernels|product …\n".utf8))
  exit(2)
}
print("{\(result), \"version\": \"Unreel\"}")
