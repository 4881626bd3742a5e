extension Collection<Pair> {
  /// Different pairs divided by all; 0 for none.
  var distinctShare: Double { isEmpty ? 0 : Double(Set(self).count) / Double(count) }
}
