import CCrypto

/// MD5 digests (RFC 1321), for protocols that ask for them; they protect against accidents only.
package enum MD5 {
  /// Computes the digest of some bytes.
  ///
  /// - Returns: 16 bytes; nil if OpenSSL is set to refuse MD5.
  package static func digest(_ bytes: [UInt8]) -> [UInt8]? {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    guard EVP_Digest(bytes, bytes.count, &digest, &length, EVP_md5(), nil) == 1 else { return nil }
    return Array(digest.prefix(Int(length)))
  }
}

extension SHA256 {
  /// Computes the digest of some bytes.
  ///
  /// - Returns: 64 hexadecimal digits.
  package static func of(_ bytes: [UInt8]) -> String {
    let digest = SHA256()
    bytes.withUnsafeBytes(digest.update)
    return digest.finish()
  }

  /// Computes the code by which a holder of the key knows a message: HMAC-SHA256 (RFC 2104).
  ///
  /// - Parameters:
  ///   - message: the message.
  ///   - key: the key.
  /// - Returns: 32 bytes.
  package static func code(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    func digest(_ pieces: [UInt8]...) -> [UInt8] {
      let digest = SHA256()
      for piece in pieces { piece.withUnsafeBytes(digest.update) }
      return digest.finishBytes()
    }
    // A block of SHA-256 has 64 bytes.
    let short = key.count > 64 ? digest(key) : key
    let block = short + [UInt8](repeating: 0, count: 64 - short.count)
    return digest(block.map { $0 ^ 0x5C }, digest(block.map { $0 ^ 0x36 }, message))
  }
}

/// Bytes as text of hexadecimal digits.
package enum Hexadecimal {
  /// Returns two small digits for each byte.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
