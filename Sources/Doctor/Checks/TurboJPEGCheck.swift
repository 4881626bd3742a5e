import Videos

/// TurboJPEG, which frames are kept with: a picture compressed and decompressed.
package struct TurboJPEGCheck: Check {
  /// A picture of one colour comes back within rounding.
  private static let tolerance = 4

  private let roundTrip: (RGBImage) throws -> RGBImage

  /// Prepares the check.
  ///
  /// - Parameter roundTrip: compresses a picture and decompresses it.
  package init(
    roundTrip: @escaping (RGBImage) throws -> RGBImage = { picture in
      let codec = try JPEGCodec()
      return try codec.decode(codec.encode(picture), name: "a picture")
    }
  ) {
    self.roundTrip = roundTrip
  }

  /// Broken where another picture comes back.
  package func callAsFunction() -> Finding {
    let mend = "apt-get install --reinstall libturbojpeg0"
    let picture = RGBImage(width: 227, height: 227, filledWith: (200, 60, 30))
    do {
      let returned = try roundTrip(picture)
      let isSame =
        returned.pixels.count == picture.pixels.count
        && zip(returned.pixels, picture.pixels).allSatisfy {
          abs(Int($0) - Int($1)) <= Self.tolerance
        }
      guard isSame else {
        return Finding(
          "TurboJPEG", .broken(because: "another picture came back", mend: mend), "")
      }
      return Finding("TurboJPEG", .ok, "compresses and decompresses")
    } catch {
      return Finding("TurboJPEG", .broken(because: "\(error)", mend: mend), "")
    }
  }
}
