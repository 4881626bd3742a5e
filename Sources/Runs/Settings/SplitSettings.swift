/// Which videos are held out from training and evaluated.
public struct SplitSettings: Codable, Equatable, Sendable {
  /// Share of every category's footage groups.
  public var testShare = 0.25
  /// A list of videos, as UCF101's `testlist01.txt`; goes before the share.
  public var testList: String?
  /// The folder of UCF101's `classInd.txt`, `trainlist01.txt`, …; goes before the share.
  public var ucf101Lists: String?
  /// Which of UCF101's splits those lists give, from 1 to 3.
  public var listNumber = 1

  enum CodingKeys: String, CodingKey {
    case testShare = "test_share"
    case testList = "test_list"
    case ucf101Lists = "ucf101_lists"
    case listNumber = "list_number"
  }
}
