extension Finding {
  /// One line, such as `slow    BLAS: the reference BLAS, because …; mend: apt-get install …`.
  package var line: String {
    let subject = detail.isEmpty ? name : "\(name): \(detail)"
    switch state {
    case .ok:
      return "ok      \(subject)"
    case .slow(let because, let mend):
      return "slow    \(subject), because \(because); mend: \(mend)"
    case .broken(let because, let mend):
      return "broken  \(subject), because \(because); mend: \(mend)"
    }
  }
}
