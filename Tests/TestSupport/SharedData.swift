import Foundation

/// The real videos that lie beside the project on its developers' machines, in `../shared/data`.
///
/// Tests that need them skip without them:
/// `@Test(.enabled(if: SharedData.isHere, "\(SharedData.skipReason)"))`.
package enum SharedData {
  /// The folder that holds `ut_interaction`, `footage6`, `ucf101_style` and `odd`.
  package static let path = packageRoot + "/../shared/data"

  /// Whether the folder is here.
  package static var isHere: Bool { FileManager.default.fileExists(atPath: path + "/odd") }

  /// Why a test was skipped.
  package static let skipReason = "skipped: the real videos of ../shared/data are not here"

  /// The folder that holds Package.swift.
  package static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}
