/// Which videos share footage and so must stay on one side of a split.
package enum FootageGroup {
  /// The group of a video.
  ///
  /// UCF101 cuts the clips `v_Archery_g01_c01.avi`, `…_c02.avi` from one source, the group `g01` of
  /// Archery (thesis, chapter on data). A video under any other name is its own group.
  ///
  /// - Parameter name: the video's path in the collection.
  package static func of(_ name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    guard let match = file.wholeMatch(of: /(v_.+_g\d+)_c\d+\.[^.]+/) else { return name }
    return String(name.dropLast(file.count)) + match.1
  }
}
