/// What a check found: a line of what `unreel doctor` says.
package struct Finding: Equatable, Sendable {
  /// Whether something is wrong, why, and what mends it.
  package enum State: Equatable, Sendable {
    /// Nothing is wrong.
    case ok
    /// Everything can be done, and takes longer than it need.
    case slow(because: String, mend: String)
    /// Something can't be done.
    case broken(because: String, mend: String)
  }

  /// What was looked at, such as `BLAS`.
  package var name: String
  /// Whether something is wrong with it.
  package var state: State
  /// What is there, in words: versions, figures.
  package var detail: String

  /// States a finding.
  package init(_ name: String, _ state: State, _ detail: String) {
    self.name = name
    self.state = state
    self.detail = detail
  }

  /// Whether something can't be done.
  package var isBroken: Bool {
    if case .broken = state { true } else { false }
  }
}
