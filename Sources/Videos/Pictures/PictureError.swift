import Basics

/// A picture that could not be read or written.
public struct PictureError: ExplainedError {
  /// What was being done, as a phrase: `reading`, `writing`.
  public var action: String
  /// The file, or what the picture is called.
  public var path: String
  /// TurboJPEG's words, or what does not fit.
  public var reason: String

  /// The file's, never the request's.
  public var blame: Blame { .execution }

  /// Such as `reading FRAMES/Archery/v_Archery_g01_c02/query_frame_00010.jpg: Premature end of JPEG
  /// file`.
  public var description: String { "\(action) \(path): \(reason)" }
}
