import Basics
import Foundation
import Videos

extension MiniatureClip {
  /// Where the clip lies in the collection, such as `Archery/v_Archery_g08_c01.avi`.
  var path: String {
    let name = Catalogue.categories[category]
    // UCF101 spells this category's files otherwise than its folder.
    let stem = name == "HandstandPushups" ? "HandStandPushups" : name
    return "\(name)/v_\(stem)_g\(group < 10 ? "0" : "")\(group)_c0\(number).avi"
  }

  /// Draws and encodes the clip, unless it is there.
  ///
  /// The file has its name only once it is whole; until then it is a hidden one beside it.
  ///
  /// - Throws: `VideoError` or `SystemCallError`.
  func write(below folder: String) throws {
    let whole = folder + "/" + path
    guard !Folder.isFile(whole) else { return }
    let directory = Folder.above(whole)
    // FFmpeg chooses the container by the ending, so this one has it too.
    let temporary = "\(directory)/.\((whole as NSString).lastPathComponent)"
    try Folder.create(directory)
    let encoder = try ClipEncoder(path: temporary, width: Self.width, height: Self.height)
    for frame in 0..<frameCount { try encoder.append(picture(frame: frame)) }
    try encoder.finish()
    guard rename(temporary, whole) == 0 else {
      throw SystemCallError(action: "writing", path: whole)
    }
  }
}
