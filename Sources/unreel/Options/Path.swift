import Foundation

extension String {
  /// A path that the user typed, from the root; it must hold from any folder and be no option.
  var absolutePath: String { URL(fileURLWithPath: self).standardizedFileURL.path }
}
