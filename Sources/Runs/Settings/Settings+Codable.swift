extension Settings: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case version = "unreel"
    case videos, frames, seed, threads, split, training, evaluation
  }
}
