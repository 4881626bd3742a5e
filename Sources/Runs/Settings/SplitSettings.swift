/// Which videos are held out from training and evaluated.
public struct SplitSettings: Codable, Equatable, Sendable {
  /// Share of every category's footage groups.
  public var testShare = 0.25
  /// A list of videos, as UCF101's `testlist01.txt`; goes before the share.
  public var testList: String?

  enum CodingKeys: String, CodingKey {
    case testShare = "test_share"
    case testList = "test_list"
  }
}
