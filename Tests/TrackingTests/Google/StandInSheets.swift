import Foundation
import Tracking

/// Sheets' part of the stand-in.
extension StandInGoogle {
  func sheets(_ request: HTTPRequest, _ path: [String]) -> HTTPResponse {
    // v4/spreadsheets/ID[:batchUpdate]
    guard path.count == 3 else { return error(404, "notFound") }
    let parts = path[2].split(separator: ":").map(String.init)
    guard let sheets = spreadsheets[parts[0]], files[parts[0]] != nil else {
      return error(404, "notFound")
    }
    if request.method == "GET" {
      return json([
        "sheets": sheets.map { ["properties": ["sheetId": $0.id, "title": $0.title]] }
      ])
    }
    guard parts.count == 2, parts[1] == "batchUpdate" else { return error(404, "notFound") }
    writeTimes.append(now)
    // All requests are done, or none.
    var changed = sheets
    for change in object(request)["requests"] as? [[String: Any]] ?? [] {
      guard apply(change, &changed) else { return error(400, "badRequest") }
    }
    spreadsheets[parts[0]] = changed
    return json(["spreadsheetId": parts[0], "replies": [[String: Any]]()])
  }

  private func apply(_ change: [String: Any], _ sheets: inout [Sheet]) -> Bool {
    func number(_ object: [String: Any]?, _ name: String) -> Int? {
      (object?[name] as? NSNumber)?.intValue
    }
    if let add = change["addSheet"] as? [String: Any] {
      let properties = add["properties"] as? [String: Any]
      let grid = properties?["gridProperties"] as? [String: Any]
      guard let id = number(properties, "sheetId"), let title = properties?["title"] as? String,
        sheets.allSatisfy({ $0.id != id && $0.title.lowercased() != title.lowercased() })
      else { return false }
      sheets.append(
        Sheet(
          id: id, title: title, rowCount: number(grid, "rowCount") ?? 1000,
          columnCount: number(grid, "columnCount") ?? 26))
      return true
    }
    if let update = change["updateSheetProperties"] as? [String: Any] {
      let properties = update["properties"] as? [String: Any]
      guard update["fields"] as? String == "gridProperties.rowCount",
        let index = sheets.firstIndex(where: { $0.id == number(properties, "sheetId") }),
        let rows = number(properties?["gridProperties"] as? [String: Any], "rowCount")
      else { return false }
      sheets[index].rowCount = rows
      return true
    }
    guard let update = change["updateCells"] as? [String: Any],
      update["fields"] as? String == "userEnteredValue",
      let start = update["start"] as? [String: Any],
      let index = sheets.firstIndex(where: { $0.id == number(start, "sheetId") }),
      let row = number(start, "rowIndex"), let column = number(start, "columnIndex")
    else { return false }
    for (offset, line) in (update["rows"] as? [[String: Any]] ?? []).enumerated() {
      for (place, cell) in (line["values"] as? [[String: Any]] ?? []).enumerated() {
        let (row, column) = (row + offset, column + place)
        guard row < sheets[index].rowCount, column < sheets[index].columnCount,
          let text = Self.text(cell["userEnteredValue"] as? [String: Any])
        else { return false }
        var cells =
          sheets[index].cells[row] ?? Array(repeating: "", count: sheets[index].columnCount)
        cells[column] = text
        sheets[index].cells[row] = cells
        sheets[index].writes["\(row),\(column)", default: []].append(text)
      }
    }
    return true
  }

  private static func text(_ value: [String: Any]?) -> String? {
    guard let value else { return "" }
    // A formula would be counted as a mistake of the sink.
    if let text = value["stringValue"] as? String { return text }
    // `doubleValue` of a decimal number is off by a last digit.
    return (value["numberValue"] as? NSNumber).flatMap { Double($0.stringValue) }.map { "\($0)" }
  }
}
