import Basics
import Foundation
import TestSupport
import Testing

@Suite struct JSONFileTests {
  private struct Value: Decodable {
    struct Inner: Decodable { let count: Int }
    let inner: Inner
  }

  @Test(arguments: [
    ("{}", "it has no inner"), ("{\"inner\": {}}", "it has no inner.count"),
    ("{\"inner\": {\"count\": \"x\"}}", "inner.count has a value of the wrong kind"),
    ("{\"inner\": {\"count\": null}}", "inner.count has a value of the wrong kind"),
    ("{\"inner\"", "it is not JSON"), ("", "it is not JSON"),
    (String(repeating: "[", count: 100_000), "it is not JSON"),
  ])
  func whatIsWrongIsNamed(_ text: String, _ reason: String) throws {
    let folder = try TemporaryFolder()
    try text.write(toFile: folder("a.json"), atomically: false, encoding: .utf8)
    let error = #expect(throws: MalformedJSON.self) {
      let _: Value = try JSONFile.read(folder("a.json"))
    }
    #expect(error?.path == folder("a.json") && error?.reason == reason, "\(error?.reason ?? "")")
  }
}
