import CCrypto
import Foundation

/// Computes a digest with OpenSSL, from bytes that arrive in pieces.
package class Digest {
  private let context: OpaquePointer?
  private var isUsable = false

  fileprivate init(_ algorithm: OpaquePointer?) {
    context = EVP_MD_CTX_new()
    isUsable = EVP_DigestInit_ex(context, algorithm, nil) == 1
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes to the digest.
  ///
  /// - Complexity: O(bytes), for SHA-256 about 0.5 ns a byte if the processor has SHA instructions.
  package final func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Adds text to the digest, as UTF-8.
  package final func update(_ text: String) {
    Array(text.utf8).withUnsafeBytes(update)
  }

  /// Ends the digest; nothing may be added afterwards.
  ///
  /// - Returns: two hexadecimal digits for each byte.
  package final func finish() -> String {
    Hexadecimal.text(finishBytes())
  }

  /// Ends the digest; nothing may be added afterwards.
  ///
  /// - Returns: the bytes; none if OpenSSL is set to refuse the algorithm.
  package final func finishBytes() -> [UInt8] {
    guard isUsable else { return [] }
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &length)
    return Array(digest.prefix(Int(length)))
  }
}

/// MD5 digests (RFC 1321), for protocols that ask for them; they protect against accidents only.
package final class MD5: Digest {
  /// Begins a digest.
  package init() { super.init(EVP_md5()) }

  /// Computes the digest of some bytes.
  ///
  /// - Returns: 16 bytes; nil if OpenSSL is set to refuse MD5.
  package static func digest(_ bytes: [UInt8]) -> [UInt8]? {
    let digest = MD5()
    bytes.withUnsafeBytes(digest.update)
    let result = digest.finishBytes()
    return result.isEmpty ? nil : result
  }
}

/// SHA-256 digests (FIPS 180-4).
package final class SHA256: Digest {
  /// Begins a digest.
  package init() { super.init(EVP_sha256()) }

  /// Computes the digest of a file, which is read in pieces of 1 MiB.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - start: the number of bytes at the beginning that are left out.
  ///   - atPiece: called before every piece; its error ends the work.
  /// - Returns: 64 hexadecimal digits.
  /// - Throws: ``SystemCallError``, or the error of `atPiece`.
  package static func ofFile(
    _ path: String, from start: Int = 0, atPiece: () throws -> Void = {}
  ) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    defer { close(descriptor) }
    guard lseek(descriptor, start, SEEK_SET) >= 0 else {
      throw SystemCallError(action: "reading", path: path)
    }
    let digest = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      try atPiece()
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw SystemCallError(action: "reading", path: path) }
      guard count > 0 else { return digest.finish() }
      buffer.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
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
