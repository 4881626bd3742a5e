import Foundation

/// Writes the course of a run into a Google spreadsheet: a sheet a run, a row an epoch.
///
/// Rows are written to places that follow from the journal, so that a row that is written twice is there once. Cells
/// are typed, so that no text becomes a formula.
public final class GoogleSheetsSink: TrackingSink {
  /// What the settings say.
  public struct Options: Sendable {
    /// The name of the sheet: the run's.
    public var run: String
    /// The name of the spreadsheet, which all runs share.
    public var title = "Unreel"
    /// The id of a spreadsheet that the same client made; nil to find or make the one of that name.
    public var spreadsheet: String?
    /// The id of the folder in which the spreadsheet is made; nil for the top of the user's Drive.
    public var folder: String?
    /// The time zone of the timestamps.
    public var zone = TimeZone.current
    /// After how many steps a row is written; nil for a row an epoch.
    public var everySteps: Int?

    /// The usual options for a run.
    ///
    /// - Parameter run: the run's name.
    public init(run: String) { self.run = run }
  }

  /// `google-sheets`.
  public let name = "google-sheets"
  /// Two thousand: rows of one request stay below the 2 MB that Google recommends.
  public let mostEntries = 2000
  /// Five seconds: 12 writes a minute.
  ///
  /// Google takes 60 a minute of a user, who may have several runs. A delivery is one request, which Google does whole
  /// or not at all (https://developers.google.com/workspace/sheets/api/limits).
  public let interval = 5.0

  private let options: Options
  private let api: GoogleAPI
  private static let place = "Google Sheets"
  private static let root = "https://sheets.googleapis.com/v4/spreadsheets"
  private static let columns = 8
  private static let roomStep = 1000

  /// Creates the sink.
  ///
  /// - Parameters:
  ///   - options: what the settings say.
  ///   - api: sends the requests.
  public init(_ options: Options, api: GoogleAPI) { (self.options, self.api) = (options, api) }

  /// Writes the entries' rows, in one request that Google does whole or not at all.
  public func deliver(_ entries: [JournalEntry], state: SinkState) throws {
    var rows = SheetRows(
      Self.progress(state), pace: options.everySteps.map { .steps($0) } ?? .epochs,
      zone: options.zone)
    for entry in entries { rows.add(entry.event) }
    var progress = rows.progress
    if !rows.rows.isEmpty || !rows.saved.isEmpty {
      let (spreadsheet, sheet) = try place(state)
      var requests = Self.requests(rows, sheet: sheet)
      if progress.next > progress.room {
        progress.room = (progress.next / Self.roomStep + 1) * Self.roomStep
        requests.insert(Self.roomRequest(progress.room, sheet: sheet), at: 0)
      }
      try api.call(
        "POST", "\(Self.root)/\(spreadsheet):batchUpdate", body: ["requests": requests],
        at: Self.place)
    }
    state["rows"] = String(decoding: try JSONEncoder().encode(progress), as: UTF8.self)
  }

  private static func progress(_ state: SinkState) -> SheetRows.Progress {
    // The sink wrote it; without it the sheet begins anew.
    state["rows"].flatMap {
      try? JSONDecoder().decode(SheetRows.Progress.self, from: Data($0.utf8))
    } ?? .init()
  }

  // MARK: The spreadsheet and the sheet

  /// Finds or makes the spreadsheet and the run's sheet.
  private func place(_ state: SinkState) throws -> (spreadsheet: String, sheet: Int) {
    if state["spreadsheet"] == nil {
      if let named = options.spreadsheet, !DriveFiles.isID(named) {
        throw DeliveryError.refused(
          "\(named) is no id of a spreadsheet",
          advice: "take the part of its address between /d/ and /edit")
      }
      state["spreadsheet"] =
        try options.spreadsheet
        ?? DriveFiles(api: api).findOrMake(
          options.title, kind: DriveFiles.spreadsheetKind, in: options.folder)
    }
    let spreadsheet = state["spreadsheet"] ?? ""
    // The number is ours, so that a sheet that is made twice is made once.
    if state["sheet"] == nil { state["sheet"] = String(Int.random(in: 1...Int(Int32.max))) }
    let sheet = state["sheet", default: 0]
    if state["sheet-is-made"] == nil {
      try state.save()
      try makeSheet(sheet, in: spreadsheet)
      state["sheet-is-made"] = "yes"
      try state.save()
    }
    return (spreadsheet, sheet)
  }

  private func makeSheet(_ id: Int, in spreadsheet: String) throws {
    let answer = try api.call(
      "GET",
      "\(Self.root)/\(spreadsheet)?fields="
        + PercentEncoding.encoded("sheets.properties(sheetId,title)"), at: Self.place)
    let properties = (answer.object["sheets"] as? [[String: Any]] ?? []).compactMap {
      $0["properties"] as? [String: Any]
    }
    if properties.contains(where: { ($0["sheetId"] as? NSNumber)?.intValue == id }) { return }
    let taken = Set(properties.compactMap { ($0["title"] as? String)?.lowercased() })
    let name = options.run.isEmpty ? "run" : String(options.run.prefix(90))
    var title = name
    var number = 2
    while taken.contains(title.lowercased()) {
      title = "\(name) (\(number))"
      number += 1
    }
    let sheet: [String: Any] = [
      "sheetId": id, "title": title,
      "gridProperties": [
        "rowCount": Self.roomStep, "columnCount": Self.columns, "frozenRowCount": 1,
      ],
    ]
    try api.call(
      "POST", "\(Self.root)/\(spreadsheet):batchUpdate",
      body: ["requests": [["addSheet": ["properties": sheet]]]], at: Self.place)
  }

  // MARK: Requests

  private static func roomRequest(_ rows: Int, sheet: Int) -> [String: Any] {
    [
      "updateSheetProperties": [
        "properties": ["sheetId": sheet, "gridProperties": ["rowCount": rows]],
        "fields": "gridProperties.rowCount",
      ]
    ]
  }

  /// The rows, which follow each other, in one request; each checkpoint of an earlier row in its own.
  private static func requests(_ rows: SheetRows, sheet: Int) -> [[String: Any]] {
    var requests: [[String: Any]] = []
    let numbers = rows.rows.keys.sorted()
    if let first = numbers.first {
      requests.append(
        update(
          numbers.map { (rows.rows[$0] ?? []).map(value) }, row: first, column: 0, sheet: sheet))
    }
    for row in rows.saved {
      requests.append(
        update(
          [[value(.text("yes"))]], row: row, column: SheetRows.savedColumn, sheet: sheet))
    }
    return requests
  }

  private static func update(
    _ rows: [[[String: Any]]], row: Int, column: Int, sheet: Int
  ) -> [String: Any] {
    [
      "updateCells": [
        "rows": rows.map { ["values": $0] }, "fields": "userEnteredValue",
        "start": ["sheetId": sheet, "rowIndex": row, "columnIndex": column],
      ] as [String: Any]
    ]
  }

  private static func value(_ cell: SheetRows.Cell) -> [String: Any] {
    switch cell {
    case .empty: [:]
    case .text(let text): ["userEnteredValue": ["stringValue": text]]
    case .number(let number): ["userEnteredValue": ["numberValue": number]]
    }
  }
}
