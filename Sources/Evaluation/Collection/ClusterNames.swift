import Basics
import Foundation

/// The names that a user has given to clusters of videos: `RUN/names.csv`.
///
/// The file has the columns `cluster` and `name`, and may have `typical`: a video of the cluster. Numbers of
/// clusters can change with a new evaluation; a name with a typical video then follows that video.
public struct ClusterNames: Equatable, Sendable {
  /// The name of each cluster that has one, by the cluster's number.
  public private(set) var names: [Int: String] = [:]
  /// What a user should know of names that moved or that fit no cluster.
  public private(set) var remarks: [String] = []

  /// Makes no names.
  public init() {}

  /// Reads the names of a grouping's clusters.
  ///
  /// - Parameters:
  ///   - path: the file; without it there are no names.
  ///   - videos: the grouped videos.
  /// - Throws: `MalformedFile`, also if a cluster has two names, or `SystemCallError`.
  public init(reading path: String, of videos: [CollectionVideo]) throws {
    guard Folder.isFile(path) else { return }
    let clusters = Dictionary(videos.map { ($0.video, $0.cluster) }) { first, _ in first }
    let count = (clusters.values.max() ?? -1) + 1
    let rows = try Table.read(path, columns: ["cluster", "name"], optional: ["typical"]) { $0 }
    for row in rows {
      let fields = row.fields
      func malformed(_ reason: String) -> MalformedFile {
        MalformedFile(path: path, line: row.line, reason: reason)
      }
      guard let written = Int(fields[0]) else {
        throw malformed("\(fields[0]) is not the number of a group")
      }
      let name = fields[1].trimmingCharacters(in: .whitespaces)
      guard !name.isEmpty else { continue }
      let cluster = clusters[fields[2]] ?? written
      if cluster != written {
        remarks.append(
          "\(name), the name of group \(written), is now that of group \(cluster), which has \(fields[2])"
        )
      }
      guard (0..<count).contains(cluster) else {
        remarks.append(
          "\(name) is the name of group \(cluster), but there \(count == 1 ? "is 1 group" : "are \(count) groups")"
        )
        continue
      }
      guard names[cluster] == nil else { throw malformed("group \(cluster) has two names") }
      names[cluster] = name
    }
  }

  /// Returns the name of a cluster, or `group N` if it has none.
  ///
  /// - Parameter cluster: the number of the cluster.
  public subscript(cluster: Int) -> String { names[cluster] ?? "group \(cluster)" }
}
