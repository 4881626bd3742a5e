import Basics
import Evaluation
import Foundation
import FoundationXML
import Reports
import TestSupport
import Videos

/// Tells whether two colours are equal up to rounding.
func isNear(
  _ colour: (red: UInt8, green: UInt8, blue: UInt8), _ expected: (Int, Int, Int)
) -> Bool {
  abs(Int(colour.red) - expected.0) <= 1 && abs(Int(colour.green) - expected.1) <= 1
    && abs(Int(colour.blue) - expected.2) <= 1
}

/// Reads the width and height of a PNG file (PNG specification, section 11.2.1).
///
/// - Parameter bytes: the bytes of a file.
/// - Returns: the width and height; nothing if the file is not a PNG.
func pngSize(_ bytes: [UInt8]) -> [Int] {
  guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return [] }
  return [16, 20].map { start in bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
}

/// The elements and the text that a strict XML parser finds in a document.
final class XMLSummary: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""

  /// Parses a document.
  ///
  /// - Throws: an error if the document is not well-formed.
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

/// Makes frames in blobs at the corners of a square, a cluster a blob.
func blobs(of count: Int, clusters: Int, seed: UInt64 = 1) -> [FramesTable.Row] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { index in
    let cluster = index % clusters
    let corner = [(-20.0, 20.0), (20.0, 20.0), (20.0, -20.0), (-20.0, -20.0)][cluster % 4]
    return FramesTable.Row(
      video: "video-\(index / 10).avi", category: "category \(cluster)",
      seconds: 0.4 * Double(index % 10), cluster: cluster,
      x: corner.0 + 2 * generator.gaussian(), y: corner.1 + 2 * generator.gaussian())
  }
}

/// Makes a ledger in which the named videos are skipped; the reason is the name again.
func ledger(skipping names: [String]) throws -> Ledger {
  let folder = try TemporaryFolder()
  let header =
    "video,category,status,reason,frames,queries,successors,width,height,fps,codec,seconds,"
    + "later_frames,bytes,modified_ns,sha256\n"
  let rows = names.map { name in
    CommaSeparated.row(
      [name, "", "skipped", name] + Array(repeating: "0", count: 6) + [""]
        + Array(repeating: "0", count: 4) + [""])
  }
  try DurableFile.write(header + rows.joined(), to: folder("ledger.csv"))
  return try Ledger(path: folder("ledger.csv"))
}
