import Foundation
import TestSupport
import Testing

/// What the program loads, and what it does where the system refuses something.
@Suite struct StartTests {
  /// Runs the program and lists the libraries that it opened, by the dynamic linker's own account.
  private func libraries(_ arguments: [String]) throws -> (exitCode: Int32, names: String) {
    let outcome = try Program(arguments, environment: ["LD_DEBUG": "files"]).outcome()
    let lines = outcome.complaints.split(separator: "\n").filter { $0.contains("file=") }
    #expect(lines.contains { $0.contains("libavcodec") })
    return (outcome.exitCode, lines.joined(separator: "\n"))
  }

  @Test func onlyWorkOnTensorsLoadsLibTorch() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    #expect(try libraries(["doctor", folder.path]).names.contains("libtorch_cpu"))
    let run = [
      "run", folder("videos"), "-o", folder("run"), "--epochs", "1", "--batch", "2",
      "--set", "training.network=thesis-small",
    ]
    #expect(try Program.run(run).exitCode == 0)
    for arguments in [
      ["--version"], ["--help"], ["train", "--help"], ["train", "--epochz"],
      ["prepare", folder("videos"), "-o", folder("store")], ["report", folder("run")],
    ] {
      let found = try libraries(arguments)
      #expect(!found.names.contains("torch") && !found.names.contains("Torch"), "\(arguments)")
      #expect(found.exitCode == (arguments.last == "--epochz" ? 2 : 0), "\(arguments)")
    }
  }

  /// By the OpenMP runtime's own account; it gives one each time that it is loaded.
  @Test(arguments: [
    ("train", [:], ["300000", "5000"]), ("run", [:], ["300000", "5000"]),
    ("evaluate", ["GOMP_SPINCOUNT": "7"], ["7"]), ("train", ["OMP_WAIT_POLICY": "passive"], ["0"]),
    ("report", [:], ["300000"]),
  ])
  func threadsThatTrainWaitAwakeForShort(
    command: String, environment: [String: String], counts: [String]
  ) throws {
    let outcome = try Program(
      [command, "/nowhere"], environment: environment.merging(["OMP_DISPLAY_ENV": "VERBOSE"]) { $1 }
    ).outcome()
    let found = outcome.complaints.split(separator: "\n").filter { $0.contains("GOMP_SPINCOUNT") }
    #expect(found.map { $0.split(separator: "'")[1] } == counts.map { Substring($0) })
    #expect(outcome.exitCode == 2, "\(outcome.complaints)")
  }

  @Test func aMissingLibraryIsNamed() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: Program.path, toPath: folder("unreel"))
    let alone = "exec '\(folder("unreel"))' \"$@\""
    let doctor = try Program(["doctor"], by: alone).outcome()
    #expect(doctor.exitCode == 1)
    #expect(
      doctor.output.hasPrefix(
        "broken  LibTorch: cannot be used, because loading LibTorch: there is no "
          + "\(folder("libUnreelTorch.so")); mend: build Unreel with make"), "\(doctor.output)")
    #expect(try Program(["--version"], by: alone).outcome().exitCode == 0)
    try String(repeating: "no library ", count: 100).write(
      toFile: folder("libUnreelTorch.so"), atomically: false, encoding: .utf8)
    let broken = try Program(["doctor"], by: alone).outcome()
    #expect(broken.output.contains("invalid ELF header"), "\(broken.output)")
    #expect(broken.output.contains("mend: install it with apt-get install libtorch-dev"))
  }

  @Test(arguments: [
    ["--help"], ["--version"], ["train", "--help"], ["doctor"], ["doctor", "--json"],
  ])
  func aResultThatCannotBeWrittenIsAnError(arguments: [String]) throws {
    for (target, reason) in [
      ("> /dev/full", "No space left on device"), (">&-", "Bad file descriptor"),
    ] {
      let outcome = try Program(arguments, by: "exec \"$0\" \"$@\" \(target)").outcome()
      #expect(outcome.exitCode == 1, "\(arguments)")
      #expect(
        outcome.complaints == "unreel: writing to standard output: \(reason); send it somewhere "
          + "else, and run the same command again\n", "\(arguments)")
    }
    // A reader that has seen enough is no error, and nobody hears of it.
    let left = try Program(arguments, by: "(sleep 1; exec \"$0\" \"$@\") | :").outcome()
    #expect(left.exitCode == 0 && left.complaints == "", "\(left.complaints)")
  }

  @Test func withoutStandardErrorTheExitCodeRemains() throws {
    for target in ["2> /dev/full", "2>&-"] {
      let script = "exec \"$0\" \"$@\" \(target)"
      #expect(try Program(["--version"], by: script).outcome().output == "0.1.0\n")
      #expect(try Program(["nonsense"], by: script).outcome().exitCode == 2)
    }
  }

  @Test func tooLittleAddressSpaceIsSaid() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    // Enough for the program, not for two decoders.
    let outcome = try Program(
      ["prepare", folder("videos"), "-o", folder("store"), "--threads", "2"],
      by: "ulimit -v 400000; exec \"$0\" \"$@\""
    ).outcome()
    #expect(outcome.exitCode == 1)
    #expect(
      outcome.complaints.contains("needs 268 MB of memory; the process may have 410 MB"),
      "\(outcome.complaints)")
    #expect(!FileManager.default.fileExists(atPath: folder("store")))
    let doctor = try Program(
      ["doctor", folder.path], by: "ulimit -v 900000; exec \"$0\" \"$@\""
    ).outcome()
    #expect(doctor.exitCode == 1)
    #expect(doctor.output.contains("broken  LibTorch: cannot be used"), "\(doctor.output)")
    #expect(doctor.output.contains("(ulimit -v)"), "\(doctor.output)")
  }

  /// The limit does not hold for root, who therefore becomes a user that has no other process.
  @Test func threadsThatTheSystemRefusesAreAnError() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    try FileManager.default.createDirectory(
      atPath: folder("out"), withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o777])
    let someone = "setpriv --reuid=54321 --regid=54321 --clear-groups"
    let isRoot = getuid() == 0
    if isRoot,
      try Program(["--version"], by: "exec \(someone) \"$0\" \"$@\"").outcome().exitCode != 0
    {
      try Test.cancel("skipped: another user can't run \(Program.path)")
    }
    for limit in isRoot ? [1, 2, 3, 4] : [1] {
      let outcome = try Program(
        ["prepare", folder("videos"), "-o", folder("out/store"), "--threads", "2"],
        by: "exec \(isRoot ? someone : "") prlimit --nproc=\(limit) \"$0\" \"$@\""
      ).outcome()
      #expect(outcome.exitCode == 1, "\(limit)")
      #expect(
        outcome.complaints.contains("the user may have \(limit) processes and threads (ulimit -u)"),
        "\(outcome.complaints)")
      #expect(!FileManager.default.fileExists(atPath: folder("out/store")), "\(limit)")
    }
  }
}
