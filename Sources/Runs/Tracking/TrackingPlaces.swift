import Basics
import Foundation
import Tracking

extension Settings {
  /// Makes the places that the settings name for tracking.
  ///
  /// - Parameters:
  ///   - run: the run.
  ///   - client: sends the requests of all of them.
  /// - Returns: the places.
  /// - Throws: `DeliveryError` if a setting can't be used.
  package func trackingSinks(
    of run: RunFolder, client: any HTTPClient = CurlClient()
  ) throws -> [any TrackingSink] {
    let name = Self.name(of: run)
    // Checks share a folder, since each begins without a state.
    let owner = name == TrackingCheck.runName ? name : nil
    var sinks: [any TrackingSink] = []
    let tracking = tracking
    if tracking.csv { sinks.append(CSVSink(folder: run.tracking.path)) }
    if tracking.tensorboard {
      sinks.append(TensorBoardSink(folder: run.tensorboard, run: run.path))
    }
    if let copies = tracking.copies {
      sinks.append(
        CopySink(
          "copies", to: FolderStore(copies), files: CopiedFiles(of: run.path, name: name),
          owner: owner))
    }
    if let s3 = tracking.s3 {
      let store = S3Store(try tracking.bucket(s3), http: client) { try AWSCredentials.find() }
      sinks.append(
        CopySink(
          "s3", to: store,
          files: CopiedFiles(of: run.path, name: name, checkpointEpochs: tracking.checkpointEpochs),
          owner: owner)
      )
    }
    if let mlflow = tracking.mlflow {
      let parameters = try named().map { ($0.name, $0.text) }
      sinks.append(
        MLflowSink(
          try MLflowServer(mlflow, http: client), experiment: tracking.mlflowExperiment,
          run: run.path, parameters: Dictionary(parameters) { $1 }))
    }
    return sinks + (try tracking.googleSinks(of: run, name: name, client: client))
  }

  /// What a run is called elsewhere: the name of its folder.
  private static func name(of run: RunFolder) -> String {
    let name = (Folder.absolute(run.path) as NSString).lastPathComponent
    return name.isEmpty || name == "/" ? "run" : name
  }
}

extension TrackingSettings {
  /// Makes the places at Google, which share a token.
  fileprivate func googleSinks(
    of run: RunFolder, name: String, client: any HTTPClient
  ) throws -> [any TrackingSink] {
    guard googleSheets || googleDrive else { return [] }
    var sinks: [any TrackingSink] = []
    let api = GoogleAPI(
      AccessToken(client: client) { [googleCredentials] in
        try GoogleCredentials.find(googleCredentials)
      }, client: client)
    if googleSheets {
      var options = GoogleSheetsSink.Options(run: name)
      (options.spreadsheet, options.folder) = (spreadsheet, driveFolder)
      options.everySteps = everySteps
      if let timeZone { options.zone = try Self.zone(timeZone) }
      sinks.append(GoogleSheetsSink(options, api: api))
    }
    if googleDrive {
      let files = CopiedFiles(
        of: run.path, name: name, roles: [.checkpoint, .figure, .report, .other],
        checkpointEpochs: checkpointEpochs)
      sinks.append(
        CopySink("google-drive", to: GoogleDriveStore(in: driveFolder, api: api), files: files))
    }
    return sinks
  }

  /// The bucket of `s3://BUCKET/PREFIX`.
  fileprivate func bucket(_ address: String) throws -> S3Bucket {
    let parts = address.dropFirst("s3://".count).split(separator: "/", maxSplits: 1)
    guard address.hasPrefix("s3://"), let name = parts.first else {
      throw DeliveryError.refused(
        "tracking.s3 is \(address)", advice: "write it as s3://BUCKET or s3://BUCKET/PREFIX")
    }
    let prefix = parts.count > 1 ? String(parts[1]) : ""
    return try S3Bucket(
      String(name), region: s3Region, endpoint: s3Endpoint,
      prefix: prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/")
  }

  private static func zone(_ name: String) throws -> TimeZone {
    guard let zone = TimeZone(identifier: name) else {
      throw DeliveryError.refused(
        "tracking.time_zone is \(name)", advice: "name a zone such as Europe/Berlin or UTC")
    }
    return zone
  }
}
