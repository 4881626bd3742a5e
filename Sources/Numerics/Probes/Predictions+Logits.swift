extension Predictions {
  /// The softmax of a classifier's outputs.
  ///
  /// - Parameter logits: a row an item, a column a category.
  package init(logits: Features) {
    self.init(
      categories: max(logits.dimension, 1),
      probabilities: SoftmaxLoss.probabilities(logits.values, categories: logits.dimension))
  }
}
