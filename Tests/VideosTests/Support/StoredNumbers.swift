import Testing
import Videos

/// Reads the numbers off a video's stored pictures and checks each pair: the query's number, and the
/// successor's, which is one more.
///
/// - Returns: the queries' painted numbers, in order.
func paintedQueries(_ store: FrameStore, _ video: String) throws -> [Int] {
  let codec = try JPEGCodec()
  return try store.frames(of: video).map { frame in
    let picture = try codec.read(store.queryPath(video, frame: frame.number))
    let read = NumberedPicture.read(picture)
    let number = try #require(read, "query \(frame.number) of \(video)")
    let path = store.successorPath(video, query: frame.number)
    if frame.hasSuccessor {
      let successor = NumberedPicture.read(try codec.read(path))
      #expect(successor == number + 1, "successor of query \(frame.number) of \(video)")
    } else {
      #expect(throws: (any Error).self) { try codec.read(path) }
    }
    return number
  }
}
