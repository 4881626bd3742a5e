import Foundation
import FoundationXML

/// Whether two colours differ by rounding only.
func isNear(
  _ colour: (red: UInt8, green: UInt8, blue: UInt8), _ expected: (Int, Int, Int)
) -> Bool {
  abs(Int(colour.red) - expected.0) <= 1 && abs(Int(colour.green) - expected.1) <= 1
    && abs(Int(colour.blue) - expected.2) <= 1
}

/// The width and height in a PNG file's first chunk (PNG specification, section 11.2.1), or nothing
/// if it is none.
func pngSize(_ bytes: [UInt8]) -> [Int] {
  guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return [] }
  return [16, 20].map { start in bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
}

/// What a strict XML parser finds in a document.
final class XMLSummary: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""

  /// Parses a document, throwing at the first place where it is not well-formed.
  init(_ data: Data) throws {
    super.init()
    let parser = XMLParser(data: data)
    parser.delegate = self
    if !parser.parse() { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append((name, attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
