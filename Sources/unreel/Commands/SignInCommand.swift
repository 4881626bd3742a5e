import ArgumentParser
import Basics
import Foundation
import Tracking

/// `unreel sign-in google` lets Unreel write into a person's Google Drive.
struct SignInCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-in",
    abstract: "Let Unreel write into your Google Drive and Google Sheets.",
    discussion: """
      Prints an address and a short code. Open the address on any device, a phone for example, and \
      type the code. Unreel then may make files in your Drive, and read and change those that it \
      made; it sees no other file of yours. The permission is kept in a file that only you can read.

      Google must know the program first: docs/google.md shows every click. It takes ten minutes, \
      once.

      Example:
        unreel sign-in google --client client_secret.json
      """)

  /// Where one can sign in.
  enum Place: String, ExpressibleByArgument, CaseIterable { case google }

  @Argument(help: "Where to sign in: google.")
  var place: Place

  @Option(
    help: ArgumentHelp(
      """
      The file of the client that you loaded from Google's console. Without it, \
      UNREEL_GOOGLE_CLIENT_ID and UNREEL_GOOGLE_CLIENT_SECRET in the environment name the client.
      """, valueName: "file"))
  var client: String?

  func run() throws {
    let program = try GoogleClient.find(client)
    let signIn = DeviceSignIn(program, client: CurlClient())
    let invitation = try signIn.begin()
    try StandardOutput.write("Open on any device: \(invitation.address)")
    try StandardOutput.write("Type the code:      \(invitation.code)")
    StandardError.say("waiting until you have typed it; Ctrl-C ends")
    let credentials = try signIn.finish(invitation) { seconds in
      let end = Date().addingTimeInterval(seconds)
      while Date() < end {
        if Interruption.wasRequested() { throw CancellationError() }
        usleep(100_000)
      }
    }
    let path = GoogleCredentials.file()
    try credentials.write(to: path)
    try StandardOutput.say("Signed in. The permission is in", whole: path)
  }
}
