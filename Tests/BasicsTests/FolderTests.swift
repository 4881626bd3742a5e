import Basics
import Testing

@Suite struct FolderTests {
  /// What `dirname` of coreutils says, which has `.` for nothing.
  @Test(arguments: [
    ("f", ""), ("", ""), ("/", "/"), ("//", "/"), ("/f", "/"), ("f/", ""), ("f/g", "f"),
    ("f/g/", "f"), ("f//g", "f"), ("/f/g", "/f"), ("./f", "."), ("é/ü", "é"), ("a/\u{338}b", "a"),
  ])
  func theFolderThatAPathLiesIn(_ path: String, _ folder: String) {
    #expect(Array(Folder.above(path).utf8) == Array(folder.utf8))
  }
}
