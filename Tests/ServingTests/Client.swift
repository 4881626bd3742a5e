import Foundation

/// A client that sends what it likes: a socket of the system.
final class Client: @unchecked Sendable {
  // Unchecked: one thread sends while another one reads; what was read is the reader's own.
  struct Failure: Error { let code: Int32 }

  private let descriptor: Int32
  private(set) var received = ""

  /// Connects to a port of this machine.
  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A server that hangs must not hang the tests.
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let outcome = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard outcome == 0 else { throw Failure(code: errno) }
  }

  deinit { close(descriptor) }

  /// Sends a text; a server that has left is no error here.
  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Reads until what came holds a text, or the server closes; tells whether it does.
  @discardableResult func read(until text: String) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !received.contains(text) {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return false }
      received += String(decoding: buffer[..<count], as: UTF8.self)
    }
    return true
  }

  /// Reads until the server closes.
  func readAll() -> String {
    read(until: "\u{0}never")
    return received
  }

  /// Asks for an address, and returns the whole answer.
  static func get(
    _ target: String, port: Int, host: String = "localhost", _ fields: String...,
    method: String = "GET"
  ) throws -> String {
    let client = try Client(port: port)
    let header = (["Host: \(host)", "Connection: close"] + fields).joined(separator: "\r\n")
    client.send("\(method) \(target) HTTP/1.1\r\n\(header)\r\n\r\n")
    return client.readAll()
  }
}
