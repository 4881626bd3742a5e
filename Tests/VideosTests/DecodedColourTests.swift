import Foundation
import TestSupport
import Testing
import Videos

/// How a picture is encoded for the table of colours.
struct ColourCoding: CustomTestStringConvertible, Sendable {
  var codec: String
  var pixelFormat: String
  /// FFmpeg's names of the ranges and of the matrices that the stream states; empty for none.
  var ranges = ["", "tv", "pc"]
  var matrices = [""]
  var container = "mkv"
  /// Further options of the encoder.
  var options: [String] = []

  var testDescription: String { "\(codec) \(pixelFormat)" }

  /// A file name for each range and matrix, with the options that state them.
  var files: [(name: String, options: [String])] {
    // From version 7 on, the program refuses to convert what its library has no matrix for.
    let matrices = matrices.filter {
      FFmpegTool.majorVersion < 7 || !["ycgco", "bt2020c"].contains($0)
    }
    return ranges.flatMap { range in
      matrices.map { matrix in
        (
          "\(codec)-\(pixelFormat)-\(range)-\(matrix).\(container)",
          ["-c:v", codec] + options
            + (range.isEmpty ? [] : ["-color_range", range])
            + (matrix.isEmpty ? [] : ["-colorspace", matrix])
        )
      }
    }
  }
}

/// Colours as `ffmpeg` decodes them, over a table of codecs, pixel formats, ranges and matrices.
///
/// The pictures are patches of 16×16 pixels, compared in their middles, where neighbours have no
/// influence. Each stream holds the same values, whatever range and matrix it states, so a statement
/// that is read wrongly changes colours by ten levels or more.
@Suite(.enabled(if: FFmpegTool.isHere, "\(FFmpegTool.skipReason)"))
struct DecodedColourTests {
  static let allMatrices = [
    "", "bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "ycgco", "bt2020nc", "bt2020c", "rgb",
  ]

  static let codings = [
    ColourCoding(codec: "ffv1", pixelFormat: "yuv444p", matrices: allMatrices),
    ColourCoding(
      codec: "ffv1", pixelFormat: "yuv420p10le", matrices: ["", "bt709", "bt2020c", "ycgco"]),
    ColourCoding(codec: "ffv1", pixelFormat: "yuv422p16le", matrices: ["", "bt709", "bt2020nc"]),
    ColourCoding(codec: "ffv1", pixelFormat: "yuv410p"),
    ColourCoding(codec: "ffv1", pixelFormat: "yuva420p", matrices: ["", "bt709"]),
    ColourCoding(codec: "ffv1", pixelFormat: "yuva444p10le", matrices: ["", "bt709"]),
    ColourCoding(codec: "ffv1", pixelFormat: "gray", matrices: ["", "bt709"]),
    ColourCoding(codec: "ffv1", pixelFormat: "gray10le", matrices: ["", "bt709"]),
    ColourCoding(codec: "ffv1", pixelFormat: "gray16le"),
    ColourCoding(codec: "ffv1", pixelFormat: "ya8"),
    ColourCoding(codec: "ffv1", pixelFormat: "bgr0", matrices: ["", "rgb", "bt709"]),
    ColourCoding(codec: "ffv1", pixelFormat: "bgra", matrices: ["", "rgb"]),
    ColourCoding(codec: "ffv1", pixelFormat: "gbrp10le", matrices: ["", "rgb", "bt2020nc"]),
    ColourCoding(codec: "ffv1", pixelFormat: "gbrap12le", matrices: ["", "rgb"]),
    ColourCoding(codec: "ffv1", pixelFormat: "rgb48le", matrices: ["", "rgb"]),
    ColourCoding(
      codec: "rawvideo", pixelFormat: "nv12", matrices: ["", "bt709"], container: "nut"),
    ColourCoding(codec: "rawvideo", pixelFormat: "uyvy422", container: "nut"),
    ColourCoding(codec: "rawvideo", pixelFormat: "gray12le", container: "nut"),
    ColourCoding(codec: "rawvideo", pixelFormat: "rgb565le", container: "nut"),
    ColourCoding(codec: "rawvideo", pixelFormat: "bgr24", container: "avi"),
    ColourCoding(codec: "rawvideo", pixelFormat: "monob", container: "nut"),
    ColourCoding(codec: "png", pixelFormat: "rgb48be", ranges: [""], container: "mov"),
    ColourCoding(codec: "png", pixelFormat: "pal8", ranges: [""], container: "mov"),
    ColourCoding(codec: "png", pixelFormat: "gray", ranges: [""], container: "mov"),
    ColourCoding(codec: "qtrle", pixelFormat: "argb", ranges: [""], container: "mov"),
    ColourCoding(codec: "utvideo", pixelFormat: "gbrp", container: "avi"),
    ColourCoding(codec: "mjpeg", pixelFormat: "yuvj420p", ranges: ["pc"], container: "avi"),
    ColourCoding(codec: "mjpeg", pixelFormat: "yuvj444p", ranges: ["pc"], container: "mp4"),
    ColourCoding(codec: "mpeg4", pixelFormat: "yuv420p", ranges: ["", "tv"], container: "avi"),
    ColourCoding(
      codec: "mpeg2video", pixelFormat: "yuv420p", ranges: ["", "tv"],
      matrices: ["", "bt709", "fcc", "smpte170m"]),
    ColourCoding(
      codec: "prores_ks", pixelFormat: "yuv422p10le", ranges: ["", "tv"],
      matrices: ["", "bt709", "smpte170m", "bt2020nc"], container: "mov"),
    ColourCoding(
      codec: "libx264", pixelFormat: "yuv420p", matrices: ["", "bt709", "smpte170m", "rgb"],
      container: "mp4",
      options: ["-qp", "0"]),
    ColourCoding(
      codec: "libx264", pixelFormat: "yuv444p10le", matrices: ["", "bt709", "bt2020nc"],
      options: ["-qp", "0"]),
    ColourCoding(
      codec: "libx264", pixelFormat: "gray", matrices: ["", "bt709"], options: ["-qp", "0"]),
    ColourCoding(codec: "libx264", pixelFormat: "gray10le", options: ["-qp", "0"]),
    ColourCoding(
      codec: "libx264rgb", pixelFormat: "bgr24", matrices: ["", "rgb"], options: ["-qp", "0"]),
    ColourCoding(
      codec: "libx265", pixelFormat: "yuv420p10le", matrices: ["", "bt709", "bt2020nc", "ycgco"],
      container: "mp4", options: ["-x265-params", "log-level=none:qp=4"]),
    ColourCoding(
      codec: "libx265", pixelFormat: "gray", container: "mp4",
      options: ["-x265-params", "log-level=none:qp=4"]),
    ColourCoding(
      codec: "libx265", pixelFormat: "gbrp", matrices: ["", "rgb"], container: "mp4",
      options: ["-x265-params", "log-level=none:qp=4"]),
    ColourCoding(
      codec: "libvpx-vp9", pixelFormat: "yuv420p",
      matrices: ["", "bt709", "smpte240m"],
      container: "webm", options: ["-lossless", "1"]),
    ColourCoding(
      codec: "libvpx-vp9", pixelFormat: "gbrp", matrices: ["", "rgb"], container: "webm",
      options: ["-lossless", "1"]),
  ]

  /// Rounding to eight bits after each of two steps, where `ffmpeg` takes one: half a level of luma
  /// and of each chroma, multiplied by at most 1.2 and 2.2, and half a level in the end.
  static let tolerance = 3

  @Test(arguments: codings)
  func coloursAreThoseOfFFmpeg(_ coding: ColourCoding) throws {
    let folder = try TemporaryFolder()
    let files = coding.files
    try Self.encode(coding, in: folder)
    try Self.decode(files.map(\.name), in: folder)
    for (number, file) in files.enumerated() {
      let decoder = try VideoDecoder(path: folder(file.name))
      _ = try #require(try decoder.next(), "\(file.name)")
      // As it is stored, and smaller: swscale takes other ways.
      for side in Self.sides {
        let right = try bytes(folder("\(number)-\(side).rgb"))
        let found = try decoder.picture(width: 4 * side, height: 3 * side).pixels
        for patch in 0..<12 {
          let (x, y) = (patch % 4 * side + side / 2, patch / 4 * side + side / 2)
          let place = (y * 4 * side + x) * 3
          let (own, other) = (found[place..<place + 3], right[place..<place + 3])
          let difference = zip(own, other).map { abs(Int($0) - Int($1)) }.max() ?? 0
          #expect(
            difference <= Self.tolerance,
            "\(file.name), patch \(patch) of \(side) pixels: \(own), not \(other)")
        }
      }
    }
  }

  /// Converts the picture to the pixel format once, and writes a video of it for each statement.
  private static func encode(_ coding: ColourCoding, in folder: TemporaryFolder) throws {
    try picture.write(to: URL(fileURLWithPath: folder("picture.rgb")))
    try FFmpegTool.run(
      "-f rawvideo -pix_fmt rgb24 -s 64x48 -i picture.rgb -pix_fmt \(coding.pixelFormat) "
        + "-f rawvideo values.raw", in: folder.path)
    let outputs = coding.files.flatMap { $0.options + [$0.name] }
    try FFmpegTool.run(
      ["-f", "rawvideo", "-pix_fmt", coding.pixelFormat, "-s", "64x48", "-i", "values.raw"]
        + outputs, in: folder.path)
  }

  /// Has `ffmpeg` decode videos to RGB, into files of their numbers.
  private static func decode(_ files: [String], in folder: TemporaryFolder) throws {
    let flags = "bicubic+accurate_rnd+full_chroma_int+bitexact"
    let outputs = files.indices.flatMap { number in
      sides.flatMap { side in
        ["-map", "\(number):v", "-sws_flags", flags, "-s", "\(4 * side)x\(3 * side)"]
          + ["-f", "rawvideo", "-pix_fmt", "rgb24", "\(number)-\(side).rgb"]
      }
    }
    try FFmpegTool.run(files.flatMap { ["-i", $0] } + outputs, in: folder.path)
  }

  /// The sides of a patch in the decoded pictures, in pixels.
  private static let sides = [16, 12]

  /// Twelve patches of 16×16 pixels: the corners of the colour cube, three greys and a skin colour.
  static let picture: Data = {
    let colours: [[UInt8]] = [
      [0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0],
      [255, 0, 255], [0, 255, 255], [64, 64, 64], [128, 128, 128], [200, 200, 200], [200, 120, 90],
    ]
    var pixels: [UInt8] = []
    for y in 0..<48 { for x in 0..<64 { pixels += colours[y / 16 * 4 + x / 16] } }
    return Data(pixels)
  }()
}
