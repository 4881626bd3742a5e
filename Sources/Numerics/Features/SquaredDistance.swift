/// The squared Euclidean distance of two vectors, in double precision.
///
/// - Parameters:
///   - left: `count` numbers.
///   - right: `count` numbers.
func squaredDistance(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int
) -> Double {
  var sums = SIMD8<Double>.zero
  let vectors = count / 8
  let rawLeft = UnsafeRawPointer(left)
  let rawRight = UnsafeRawPointer(right)
  for vector in 0..<vectors {
    let offset = vector * 32
    let difference =
      SIMD8<Double>(rawLeft.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self))
      - SIMD8<Double>(rawRight.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self))
    sums += difference * difference
  }
  var sum = sums.sum()
  for index in vectors * 8..<count {
    let difference = Double(left[index]) - Double(right[index])
    sum += difference * difference
  }
  return sum
}
