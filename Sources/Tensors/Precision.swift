import CTorch

/// The numbers that a network computes in.
///
/// Weights are kept and updated as 32-bit floats either way, and so are norms, losses and sums.
package enum Precision: String, CaseIterable, Sendable {
  /// 32-bit floats.
  case float32 = "fp32"
  /// bfloat16: the upper half of a 32-bit float.
  case brainFloat16 = "bf16"

  /// The one in which this machine's processor is fastest.
  package static var fastest: Precision { ct_computes_brain_floats() ? .brainFloat16 : .float32 }

  var type: ct_type {
    switch self {
    case .float32: CT_FLOAT32
    case .brainFloat16: CT_BFLOAT16
    }
  }
}
