/// Looks at one thing that Unreel needs.
///
/// What a check knows of the machine is passed in, so that it can be told of another machine.
package protocol Check {
  /// Looks, and says what it found; what fails meanwhile is the finding.
  func callAsFunction() -> Finding
}
