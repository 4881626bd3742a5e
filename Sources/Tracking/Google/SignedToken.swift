import CCrypto
import Foundation

/// A token that a service account signs to say who it is: a JSON Web Token (RFC 7519) by RS256 (RFC 7518).
enum SignedToken {
  /// Makes a token.
  ///
  /// - Parameters:
  ///   - claims: what it says.
  ///   - keyID: the key's name; nil if it has none.
  ///   - key: the private key as PEM.
  /// - Returns: nil if the key is none.
  static func make(_ claims: [String: Any], keyID: String?, key: String) -> String? {
    var header = ["alg": "RS256", "typ": "JWT"]
    header["kid"] = keyID
    guard
      let parts = try? [header, claims].map({
        try JSONSerialization.data(
          withJSONObject: $0, options: [.sortedKeys, .withoutEscapingSlashes])
      })
    else { return nil }
    let text = parts.map(base64URL).joined(separator: ".")
    return sign(Array(text.utf8), key: key).map { "\(text).\(base64URL(Data($0)))" }
  }

  /// Encodes bytes without padding, for addresses (RFC 4648, section 5).
  static func base64URL(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// Signs bytes: RSASSA-PKCS1-v1_5 with SHA-256.
  private static func sign(_ bytes: [UInt8], key: String) -> [UInt8]? {
    let lines = key.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
    guard let der = Data(base64Encoded: lines.joined()) else { return nil }
    let loaded = der.withUnsafeBytes { buffer -> OpaquePointer? in
      var start = buffer.bindMemory(to: UInt8.self).baseAddress
      return d2i_AutoPrivateKey(nil, &start, buffer.count)
    }
    guard let loaded, let context = EVP_MD_CTX_new() else { return nil }
    defer {
      EVP_PKEY_free(loaded)
      EVP_MD_CTX_free(context)
    }
    guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, loaded) == 1 else { return nil }
    var count = 0
    guard EVP_DigestSign(context, nil, &count, bytes, bytes.count) == 1 else { return nil }
    var signature = [UInt8](repeating: 0, count: count)
    guard EVP_DigestSign(context, &signature, &count, bytes, bytes.count) == 1 else { return nil }
    return Array(signature.prefix(count))
  }
}
