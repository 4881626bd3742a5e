import Basics

/// Where a run is watched from elsewhere, and where its results are kept.
///
/// Passwords and keys are never here: they come from the environment or from files of the user.
public struct TrackingSettings: Codable, Equatable, Sendable {
  /// Whether an event file for TensorBoard is written: `RUN/tensorboard`.
  public var tensorboard = false
  /// Whether tables of steps and epochs are written: `RUN/tracking/steps.csv` and `epochs.csv`.
  public var csv = false
  /// A folder that gets copies of checkpoints, figures, results and the report; nil for none.
  public var copies: String?
  /// A bucket that gets them too: `s3://BUCKET/PREFIX`; nil for none.
  public var s3: String?
  /// The address of the bucket's store; nil is AWS.
  public var s3Endpoint: String?
  /// The region of the bucket.
  public var s3Region = "us-east-1"
  /// The address of an MLflow server, such as `http://127.0.0.1:5000`; nil for none.
  public var mlflow: String?
  /// The experiment of MLflow.
  public var mlflowExperiment = "unreel"
  /// Whether a Google spreadsheet gets a row an epoch.
  public var googleSheets = false
  /// The id of a spreadsheet that Unreel made; nil makes or finds the one named Unreel.
  public var spreadsheet: String?
  /// After how many steps the spreadsheet gets a row; nil is after an epoch.
  public var everySteps: Int?
  /// The time zone of the spreadsheet's times, such as `Europe/Berlin`; nil is the machine's.
  public var timeZone: String?
  /// Whether Google Drive gets copies of checkpoints, figures and the report.
  public var googleDrive = false
  /// The id of the Drive folder in which spreadsheet and copies are made; nil is a folder named Unreel.
  public var driveFolder: String?
  /// The JSON file of a service account; nil is the person who signed in.
  public var googleCredentials: String?
  /// Of how many epochs a checkpoint is copied to a bucket or to Drive.
  public var checkpointEpochs = 10

  /// Whether there is any place.
  package var isUsed: Bool {
    tensorboard || csv || googleSheets || googleDrive || copies != nil || s3 != nil
      || mlflow != nil
  }

  /// Whether there is a place that keeps any file.
  package var keepsFiles: Bool { googleDrive || copies != nil || s3 != nil }

  enum CodingKeys: String, CodingKey {
    case tensorboard, csv, copies, s3, mlflow, spreadsheet
    case mlflowExperiment = "mlflow_experiment"
    case s3Endpoint = "s3_endpoint"
    case s3Region = "s3_region"
    case googleSheets = "google_sheets"
    case everySteps = "every_steps"
    case timeZone = "time_zone"
    case googleDrive = "google_drive"
    case driveFolder = "drive_folder"
    case googleCredentials = "google_credentials"
    case checkpointEpochs = "checkpoint_epochs"
  }
}

/// Tracking that can't be done as requested.
public enum TrackingError: ExplainedError, Equatable {
  /// The settings name no place.
  case noPlace(run: String)
  /// What should be sent is no file.
  case noFile(path: String)

  /// The request is at fault.
  public var blame: Blame { .usage }

  /// Says what is missing, and how to name a place.
  public var description: String {
    switch self {
    case .noFile(let path): "\(path) is no file; name files that are there, not folders"
    case .noPlace(let run):
      "\(run): no place is named; add one, such as --set tracking.copies=/mnt/disk, or run the run with it once (docs/tracking.md)"
    }
  }
}
