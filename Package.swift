// swift-tools-version: 6.0

import PackageDescription

// `make LIBTORCH=<dir>` builds with another LibTorch than Debian's: its folders come before the system's. LibTorch 2
// needs C++20; the 1.13 that Debian 12 ships is C++17.
let libTorch = Context.environment["LIBTORCH"]
let libTorchHeaders: [CXXSetting] =
  libTorch.map {
    // In C++20, clang takes an #include of another target's header for an import of its module, which isn't built.
    [
      .unsafeFlags(
        ["-fno-cxx-modules", "-I\($0)/include", "-I\($0)/include/torch/csrc/api/include"])
    ]
  } ?? []
let libTorchFolder: [LinkerSetting] =
  libTorch.map {
    [.unsafeFlags(["-L\($0)/lib", "-Xlinker", "-rpath", "-Xlinker", "\($0)/lib"])]
  } ?? []

// Needs libFuzzer and its own build of everything: `make fuzz` sets it.
let isFuzzed = Context.environment["UNREEL_FUZZ"] != nil

let package = Package(
  name: "Unreel",
  products: [
    .executable(name: "unreel", targets: ["unreel"]),
    .library(name: "UnreelKit", targets: ["UnreelKit"]),
    .library(name: "UnreelTorch", type: .dynamic, targets: ["CTorchFunctions"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // C libraries.
    .target(name: "CTorch"),
    // Linked with whatever uses `UnreelKit`. The program `unreel` loads it on the first use of a
    // tensor instead, as the product `UnreelTorch`: see docs/architecture.md.
    .target(
      name: "CTorchFunctions",
      dependencies: ["CTorch"],
      cxxSettings: [.headerSearchPath("shim"), .headerSearchPath("kernels")] + libTorchHeaders,
      linkerSettings: libTorchFolder + [
        .linkedLibrary("torch"), .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
      ]
    ),
    .target(
      name: "CFFmpeg",
      linkerSettings: ["avformat", "avcodec", "swscale", "avutil"].map { .linkedLibrary($0) }
    ),
    .target(name: "CLoops"),
    .systemLibrary(name: "CTurboJPEG"),
    .systemLibrary(name: "CHDF5"),
    .systemLibrary(name: "CCairo"),
    .systemLibrary(name: "CCrypto"),
    .systemLibrary(name: "CCurl"),

    // The library, in the order in which data flows: a target uses those above it, never those below.
    .target(name: "Basics", dependencies: ["CCrypto"]),
    .target(name: "Tracking", dependencies: ["Basics", "CCrypto", "CCurl"]),
    .target(name: "Tensors", dependencies: ["Basics", "CTorch"]),
    .target(name: "Videos", dependencies: ["Basics", "CFFmpeg", "CTurboJPEG"]),
    .target(name: "DemoVideos", dependencies: ["Basics", "Videos"]),
    .target(name: "Datasets", dependencies: ["Basics", "CLoops", "Videos"]),
    .target(name: "Networks", dependencies: ["Basics", "Tensors"]),
    .target(
      name: "Training",
      dependencies: ["Basics", "CHDF5", "Datasets", "Networks", "Tensors", "Videos"]),
    .target(name: "Numerics", dependencies: ["Basics", "CLoops", "Tensors"]),
    .target(
      name: "Evaluation",
      dependencies: ["Basics", "Datasets", "Networks", "Numerics", "Tensors", "Training", "Videos"]),
    .target(
      name: "Reports",
      dependencies: [
        "Basics", "CCairo", "Datasets", "Evaluation", "Numerics", "Training", "Videos",
      ],
      exclude: ["Page/Map/README.md"],
      // The scripts and the style of the interactive map.
      resources: [.embedInCode("Page/Map")]),
    .target(
      name: "Runs",
      dependencies: [
        "Basics", "Datasets", "DemoVideos", "Evaluation", "Networks", "Numerics", "Reports",
        "Tensors", "Tracking", "Training", "Videos",
        .product(name: "Yams", package: "Yams"),
      ],
      resources: [
        .embedInCode("Presets/thesis.yaml"),
        .embedInCode("Presets/paper-ls.yaml"), .embedInCode("Presets/paper-lq.yaml"),
        .embedInCode("Presets/contexts-ls.yaml"), .embedInCode("Presets/contexts-lq.yaml"),
      ]
    ),
    .target(
      name: "Doctor",
      dependencies: ["Basics", "CFFmpeg", "CHDF5", "Networks", "Tensors", "Training", "Videos"]),
    // What watches runs, and serves a page with them.
    .target(
      name: "Serving",
      dependencies: [
        "Basics", "Reports", "Videos",
        .product(name: "Yams", package: "Yams"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      resources: [.embedInCode("Page")]),
    // What a researcher's own package imports: all of the above under one name.
    .target(
      name: "UnreelKit",
      dependencies: [
        "Basics", "CTorchFunctions", "Datasets", "Evaluation", "Networks", "Numerics", "Reports",
        "Runs", "Tensors", "Tracking", "Training", "Videos",
      ]),
    .executableTarget(
      name: "unreel",
      dependencies: [
        "Basics", "Datasets", "Doctor", "Evaluation", "Reports", "Runs", "Serving", "Tracking",
        "Videos",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    // Programs that use the library as a stranger's package would, through its public symbols alone.
    .executableTarget(
      name: "new-objective", dependencies: ["UnreelKit"], path: "Examples/NewObjective",
      packageAccess: false),
    .executableTarget(
      name: "folder-features", dependencies: ["UnreelKit"], path: "Examples/FolderFeatures",
      packageAccess: false),
    .executableTarget(
      name: "thesis-experiment", dependencies: ["UnreelKit"], path: "Examples/ThesisExperiment",
      packageAccess: false),

    // What `make bench-ucf101` measures on.
    .executableTarget(
      name: "miniature-ucf101", dependencies: ["Basics", "Videos"],
      path: "Benchmarks/MiniatureUCF101"),

    // What `make bench` times of the library's parts.
    .executableTarget(
      name: "bench-parts", dependencies: ["CTorchFunctions", "Networks", "Numerics", "Tensors"],
      path: "Benchmarks/Parts"),

    // Tests, a target a module; they use what the package's own modules may use, so that they run
    // against the release build that users get.
    .target(
      name: "TestSupport",
      dependencies: ["Basics", "CTorchFunctions", "Networks", "Numerics", "Tensors", "Videos"],
      path: "Tests/TestSupport"),
    .testTarget(name: "BasicsTests", dependencies: ["Basics", "TestSupport"]),
    .testTarget(name: "TrackingTests", dependencies: ["Tracking", "TestSupport"]),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors", "TestSupport"]),
    .testTarget(name: "VideosTests", dependencies: ["Videos", "TestSupport"]),
    .testTarget(name: "DemoVideosTests", dependencies: ["DemoVideos", "TestSupport"]),
    .testTarget(
      name: "DatasetsTests", dependencies: ["CLoops", "Datasets", "Videos", "TestSupport"]),
    .testTarget(name: "NetworksTests", dependencies: ["Networks", "Tensors", "TestSupport"]),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["Datasets", "Networks", "Tensors", "Training", "TestSupport"]),
    .testTarget(name: "NumericsTests", dependencies: ["CLoops", "Numerics", "TestSupport"]),
    .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "TestSupport"]),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "TestSupport"], exclude: ["Golden"]),
    .testTarget(name: "RunsTests", dependencies: ["Runs", "Tensors", "TestSupport"]),
    .testTarget(name: "ServingTests", dependencies: ["Serving", "TestSupport"]),
    .testTarget(name: "DoctorTests", dependencies: ["Doctor", "Videos", "TestSupport"]),
    .testTarget(
      name: "CommandTests", dependencies: ["Evaluation", "Runs", "TestSupport", "unreel"],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "ExamplesTests",
      dependencies: ["TestSupport", "new-objective", "folder-features", "thesis-experiment"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: libTorch == nil ? .cxx17 : .cxx20
)

// What the tests check is built as users get it; the tests themselves are built without optimisation, which takes half the time.
// Those that compute expected numbers in long loops are optimised.
let optimisedTests = ["DemoVideosTests", "NumericsTests", "TensorsTests"]
for target in package.targets where target.type == .test && !optimisedTests.contains(target.name) {
  target.swiftSettings = [.unsafeFlags(["-Onone"])]
}

// The plugin that `make docs` needs; a package that only uses the library need not fetch it.
if Context.environment["UNREEL_DOCS"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

if isFuzzed {
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Basics", "CFuzzer", "CTorchFunctions", "Datasets", "Evaluation", "Numerics", "Reports",
        "Runs", "Serving", "Tracking", "Training", "Videos",
      ],
      path: "Tests/Fuzz/Readers"),
  ]
}
