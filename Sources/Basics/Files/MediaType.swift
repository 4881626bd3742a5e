/// The kind of a file as the web calls it, by the end of the file's name.
package enum MediaType {
  /// What a file of an unknown kind is called.
  package static let unknown = "application/octet-stream"

  private static let types = [
    "css": "text/css; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8", "json": "application/json",
    "jsonl": "text/plain; charset=utf-8", "log": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8", "pdf": "application/pdf", "png": "image/png",
    "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8", "webp": "image/webp",
    "yaml": "text/plain; charset=utf-8",
  ]

  /// Returns the kind of a file; ``unknown`` for other ends, and for names without one.
  ///
  /// - Parameter path: the file's path or name.
  package static func of(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return unknown }
    return types[name[name.index(after: dot)...].lowercased()] ?? unknown
  }
}
