// swift-tools-version: 6.0

import PackageDescription

// LibTorch 2 needs C++20; the 1.13 that Debian 12 ships is C++17. `LIBTORCH=<dir>` in the
// environment says that a newer one is in use.
let usesNewerLibTorch = Context.environment["LIBTORCH"] != nil

// Needs libFuzzer and its own build of everything: `make fuzz` sets it.
let isFuzzed = Context.environment["UNREEL_FUZZ"] != nil

let package = Package(
  name: "Unreel",
  products: [
    .executable(name: "unreel", targets: ["unreel"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C libraries.
    .target(
      name: "CTorch",
      linkerSettings: [
        .linkedLibrary("torch"), .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
      ]
    ),
    .target(
      name: "CFFmpeg",
      linkerSettings: ["avformat", "avcodec", "swscale", "avutil"].map { .linkedLibrary($0) }
    ),
    .systemLibrary(name: "CTurboJPEG"),
    .systemLibrary(name: "CHDF5"),
    .systemLibrary(name: "CCairo"),
    .systemLibrary(name: "CCrypto"),

    // The library, in the order in which data flows.
    .target(name: "Basics", dependencies: ["CCrypto"]),
    .target(name: "Videos", dependencies: ["Basics", "CFFmpeg", "CTurboJPEG"]),
    .target(name: "Datasets", dependencies: ["Basics", "Videos"]),
    .target(name: "Tensors", dependencies: ["Basics", "CTorch"]),
    .target(name: "Networks", dependencies: ["Basics", "Tensors"]),
    .target(name: "Tracking", dependencies: ["Basics"]),
    .target(
      name: "Training",
      dependencies: ["Basics", "CHDF5", "Datasets", "Networks", "Tensors", "Tracking"]),
    .target(name: "Discovery", dependencies: ["Basics", "Tensors"]),
    .target(name: "Reports", dependencies: ["Basics", "CCairo", "Videos"]),
    .target(
      name: "Diagnosis",
      dependencies: ["Basics", "CFFmpeg", "CHDF5", "Networks", "Tensors", "Training", "Videos"]),
    .target(
      name: "Runs",
      dependencies: [
        "Basics", "Datasets", "Discovery", "Networks", "Reports", "Tracking", "Training", "Videos",
        .product(name: "Yams", package: "Yams"),
      ],
      resources: [
        .embedInCode("Presets/thesis.yaml"),
        .embedInCode("Presets/paper-ls.yaml"), .embedInCode("Presets/paper-lq.yaml"),
        .embedInCode("Presets/contexts-ls.yaml"), .embedInCode("Presets/contexts-lq.yaml"),
      ]
    ),
    .executableTarget(
      name: "unreel",
      dependencies: [
        "Diagnosis", "Runs",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    // What `make bench-ucf101` measures on.
    .executableTarget(
      name: "miniature-ucf101", dependencies: ["Basics", "Tracking", "Videos"],
      path: "Benchmarks/MiniatureUCF101"),

    // What `make bench` times of the library's parts.
    .executableTarget(
      name: "bench-parts", dependencies: ["Discovery", "Networks", "Tensors"],
      path: "Benchmarks/Parts"),

    // Tests, a target a module; they use what the package's own modules may use, so that they run
    // against the release build that users get.
    .target(
      name: "TestSupport", dependencies: ["Basics", "Networks", "Tensors", "Videos"],
      path: "Tests/TestSupport"),
    .testTarget(name: "BasicsTests", dependencies: ["Basics", "TestSupport"]),
    .testTarget(name: "VideosTests", dependencies: ["Videos", "TestSupport"]),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "Videos", "TestSupport"]),
    .testTarget(name: "NetworksTests", dependencies: ["Networks", "Tensors", "TestSupport"]),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["Datasets", "Networks", "Tensors", "Tracking", "Training", "TestSupport"]),
    .testTarget(name: "TrackingTests", dependencies: ["Tracking", "TestSupport"]),
    .testTarget(name: "RunsTests", dependencies: ["Runs", "Tensors", "TestSupport"]),
    .testTarget(name: "DiscoveryTests", dependencies: ["Discovery", "TestSupport"]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "TestSupport"]),
    .testTarget(name: "DiagnosisTests", dependencies: ["Diagnosis", "Videos", "TestSupport"]),
    .testTarget(
      name: "CommandTests", dependencies: ["Runs", "TestSupport", "unreel"],
      exclude: ["Snapshots"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: usesNewerLibTorch ? .cxx20 : .cxx17
)

if isFuzzed {
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Basics", "CFuzzer", "Datasets", "Discovery", "Runs", "Tracking", "Training", "Videos",
      ],
      path: "Tests/Fuzz/Readers"),
  ]
}
