public struct DemoCollection {
  public init(seed: UInt64) {}
  public func draw(
    into: String, threads: Int, progress: @escaping @Sendable (Int, Int) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws {}
}
