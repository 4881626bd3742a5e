import ArgumentParser

@main
struct Unreel: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "unreel")
}
