// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

func module(
  _ name: String, path: String? = nil, exclude: [String] = [], _ dependencies: [Target.Dependency],
  plugins: [Target.PluginUsage] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: settings,
    plugins: plugins)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
  name: "wonnx-conform",
  products: [.executable(name: "wonnx-conform", targets: ["wonnx-conform"])],
  traits: [
    .default(enabledTraits: ["ConstantFolding"]),
    .trait(
      name: "ConstantFolding",
      description: "Folding of constants, which runs graphs from many tasks at once."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // Values.
    .target(name: "CKernels"),
    module("Tensors", ["CKernels"]),
    module("Graphs", ["Tensors"]),

    // Knowledge.
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    .systemLibrary(name: "COpenJPEG", pkgConfig: "libopenjp2"),
    .target(
      name: "CImages", dependencies: ["COpenJPEG"],
      linkerSettings: ["jpeg", "png", "tiff", "webp"].map { .linkedLibrary($0) }),
    module(
      "Operators", exclude: ["Mathematics/README.md", "SUMMATION.md"],
      ["Tensors", "Graphs", "CKernels", "CImages", "CRE2"],
      plugins: ["CatalogPlugin"]),
    module(
      "Shaders", path: "Shaders", exclude: ["README.md"], [], plugins: ["CatalogPlugin"]),
    .executableTarget(name: "catalog-tool", swiftSettings: settings),
    .plugin(name: "CatalogPlugin", capability: .buildTool(), dependencies: ["catalog-tool"]),

    module("Emulations", ["Operators", "Graphs", "Tensors"]),

    // Files.
    .target(name: "COnnxProto", linkerSettings: [.linkedLibrary("protobuf-lite")]),
    module("ModelFiles", ["COnnxProto", "Tensors", "Graphs"]),
    module("Importer", ["ModelFiles", "Tensors", "Graphs", "Operators"]),
    module("Exporter", ["ModelFiles", "Tensors", "Graphs", "Operators"]),
    .systemLibrary(name: "CHDF5Library", pkgConfig: "hdf5"),
    .target(name: "CHDF5", dependencies: ["CHDF5Library"]),
    module("Archives", ["CHDF5", "CHDF5Library", "Tensors"]),

    // Engines.
    module("Runtimes", ["Tensors", "Graphs", "Operators"]),
    module("Interpreter", ["Runtimes", "Tensors", "Graphs", "Operators"]),
    module("Optimizer", ["Runtimes", "Tensors", "Graphs", "Operators"]),
    .systemLibrary(name: "CVulkan", pkgConfig: "vulkan"),
    .target(
      name: "CGlslang",
      linkerSettings: [
        "glslang", "MachineIndependent", "OGLCompiler", "GenericCodeGen", "OSDependent", "SPIRV",
        "SPIRV-Tools-opt", "SPIRV-Tools", "glslang-default-resource-limits", "stdc++", "m",
      ].map { .linkedLibrary($0) }),
    module(
      "VulkanRuntime",
      [
        "CVulkan", "CGlslang", "Shaders", "Runtimes", "Tensors", "Graphs", "Operators",
      ]
    ),

    // Judgement.
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    module(
      "Harness",
      ["CCrypto", "CZlib", "Runtimes", "Importer", "ModelFiles", "Graphs", "Tensors", "TOMLKit"],
      plugins: ["CatalogPlugin"]),
    module(
      "ConcurrencyChecks",
      [
        "Harness", "Optimizer", "Exporter", "ModelFiles", "Interpreter", "VulkanRuntime",
        "Runtimes", "Operators", "Graphs", "Tensors",
      ]),
    module(
      "TensorFiles",
      [
        "CZlib", "GeneratedCases", "Harness", "Archives", "ModelFiles", "Runtimes", "Operators",
        "Graphs", "Tensors",
      ]),
    module(
      "Inference",
      [
        "TensorFiles", "GeneratedCases", "Harness", "Runtimes", "Operators", "Graphs", "Tensors",
      ]),
    module(
      "Adapters",
      [
        "TensorFiles", "Harness", "Runtimes", "Exporter", "ModelFiles", "Operators", "Graphs",
        "Tensors",
      ]),
    module(
      "GeneratedCases",
      [
        "Harness", "Interpreter", "Exporter", "Importer", "ModelFiles", "Runtimes", "Operators",
        "Graphs", "Tensors",
      ]),
    module("Reports", ["Harness", "Archives", "Tensors"], plugins: ["CatalogPlugin"]),
    module(
      "Descent",
      [
        "Emulations", "Harness", "Reports", "Exporter", "ModelFiles", "Runtimes", "Operators",
        "Graphs", "Tensors",
      ]),
    module("GraphPictures", ["Reports", "Harness", "Runtimes", "Graphs", "Tensors"]),
    module(
      "Reduction",
      [
        "GeneratedCases", "GraphPictures", "Harness", "Interpreter", "Exporter", "Importer",
        "ModelFiles", "Runtimes", "Operators", "Graphs", "Tensors",
      ]),

    // Shell.
    .executableTarget(
      name: "wonnx-conform",
      dependencies: [
        "ConcurrencyChecks", "GeneratedCases", "Emulations", "Descent", "Adapters",
        "TensorFiles", "Inference", "GraphPictures", "Reduction", "Harness", "Reports",
        "Archives", "Optimizer", "Interpreter", "VulkanRuntime", "Importer", "Exporter",
        "ModelFiles", "Runtimes", "Operators", "Graphs", "Tensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),

    // What the check for data races runs, built with ThreadSanitizer.
    .target(name: "CMutexWitness"),
    .executableTarget(
      name: "race-probe", dependencies: ["ConcurrencyChecks", "CMutexWitness"],
      swiftSettings: settings),

    // What the hostile table runs in processes of their own.
    .executableTarget(
      name: "hostile-probe",
      dependencies: [
        "GeneratedCases", "Interpreter", "Runtimes", "Operators", "Graphs", "Tensors",
      ],
      swiftSettings: settings),

    tests("CKernels", ["CKernels"]),
    tests("Tensors", ["Tensors"]),
    tests("Graphs", ["Graphs", "Tensors"]),
    tests("Operators", ["Operators", "Graphs", "Tensors"]),
    tests("Emulations", ["Emulations", "Operators", "Graphs", "Tensors"]),
    .testTarget(
      name: "HostileTests", dependencies: ["hostile-probe", "Operators"], swiftSettings: settings),
    tests(
      "ModelFiles", ["ModelFiles", "Importer", "Operators", "Graphs", "Tensors"],
      exclude: ["Fixtures"]),
    tests(
      "Runtimes",
      ["Runtimes", "Interpreter", "Importer", "ModelFiles", "Operators", "Graphs", "Tensors"]),
    tests(
      "Optimizer",
      [
        "Optimizer", "Exporter", "Importer", "ModelFiles", "Interpreter", "Runtimes", "Operators",
        "Graphs", "Tensors",
      ]),
    tests(
      "VulkanRuntime",
      ["VulkanRuntime", "Shaders", "Runtimes", "Interpreter", "Operators", "Graphs", "Tensors"]),
    tests(
      "GeneratedCases",
      [
        "GeneratedCases", "Harness", "Importer", "Interpreter", "ModelFiles", "Runtimes",
        "Operators", "Graphs", "Tensors",
      ]),
    tests("Harness", ["Harness", "Runtimes", "Operators", "Graphs", "Tensors"]),
    tests(
      "ConcurrencyChecks",
      ["ConcurrencyChecks", "Harness", "Optimizer", "Interpreter", "Runtimes", "Graphs", "Tensors"]),
    tests(
      "Adapters",
      [
        "Adapters", "Harness", "Interpreter", "Runtimes", "ModelFiles", "Operators", "Graphs",
        "Tensors",
      ]),
    tests(
      "TensorFiles",
      [
        "TensorFiles", "Harness", "Archives", "Interpreter", "Importer", "ModelFiles", "Runtimes",
        "Operators", "Graphs", "Tensors",
      ]),
    tests(
      "Inference",
      [
        "wonnx-conform", "Inference", "TensorFiles", "GeneratedCases", "Harness", "Interpreter",
        "Importer",
        "ModelFiles", "Runtimes",
        "Operators", "Graphs", "Tensors",
      ]),
    tests("Archives", ["Archives", "Tensors"]),
    tests(
      "Descent",
      [
        "Descent", "GeneratedCases", "Optimizer", "Interpreter", "VulkanRuntime", "Harness",
        "Adapters", "Runtimes", "ModelFiles", "Importer", "Exporter", "Operators", "Graphs",
        "Tensors",
      ]),
    tests("GraphPictures", ["GraphPictures", "Runtimes", "Operators", "Graphs", "Tensors"]),
    tests(
      "Reduction",
      [
        "Reduction", "Harness", "Interpreter", "Importer", "ModelFiles", "Runtimes", "Operators",
        "Graphs", "Tensors",
      ]),
    tests(
      "Reports",
      ["Reports", "Harness", "Interpreter", "ModelFiles", "Runtimes", "Graphs", "Tensors"]),
  ]
)
