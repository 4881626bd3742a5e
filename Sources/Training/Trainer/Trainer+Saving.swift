extension Trainer {
  /// Leaves with a checkpoint of the last step, where someone asks to.
  func stopIfAsked(_ surroundings: Surroundings) throws {
    guard surroundings.isCancelled() else { return }
    try save(surroundings)
    throw CancellationError()
  }

  /// Judges and then writes a checkpoint, so that none of these lacks its judgement; one that fails costs no step.
  func judgeAndSave(_ surroundings: Surroundings) throws {
    do {
      if let judgement = try surroundings.judge(self) { tell(.judgement(judgement)) }
    } catch {
      try save(surroundings)
      throw error
    }
    try save(surroundings)
  }

  /// Writes a checkpoint and says where.
  func save(_ surroundings: Surroundings) throws {
    tell(.checkpoint(path: try surroundings.save(self)))
  }
}
