/// Writes fields of protocol buffers: https://protobuf.dev/programming-guides/encoding.
///
/// TensorBoard's files need six messages with five kinds of fields, which is less than a library brings.
struct ProtobufWriter {
  /// The bytes of the message.
  private(set) var bytes: [UInt8] = []

  /// Writes a whole number.
  mutating func integer(_ field: Int, _ value: Int) {
    key(field, wire: 0)
    variable(UInt64(bitPattern: Int64(value)))
  }

  /// Writes a `double`.
  mutating func double(_ field: Int, _ value: Double) {
    key(field, wire: 1)
    little(value.bitPattern)
  }

  /// Writes a `float`.
  mutating func float(_ field: Int, _ value: Float) {
    key(field, wire: 5)
    little(value.bitPattern)
  }

  /// Writes bytes.
  mutating func data(_ field: Int, _ value: some Collection<UInt8>) {
    key(field, wire: 2)
    variable(UInt64(value.count))
    bytes += value
  }

  /// Writes text.
  mutating func text(_ field: Int, _ value: String) { data(field, Array(value.utf8)) }

  /// Writes a message.
  mutating func message(_ field: Int, _ fill: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    fill(&inner)
    data(field, inner.bytes)
  }

  /// Writes many `double`s as one field.
  mutating func packed(_ field: Int, _ values: [Double]) {
    var inner = ProtobufWriter()
    for value in values { inner.little(value.bitPattern) }
    data(field, inner.bytes)
  }

  private mutating func key(_ field: Int, wire: Int) { variable(UInt64(field << 3 | wire)) }

  /// Writes a number in groups of seven bits, the lowest first.
  private mutating func variable(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Writes a number's bytes, the lowest first.
  mutating func little(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
