import Harness

/// The package without the trait `ConstantFolding`: the shape that a target with one thread needs.
package struct UnfoldedBuildCheck: ConcurrencyCheck {
  package let name = "unfolded"
  package let claim =
    "Without the trait ConstantFolding the package builds, holds no symbol of folding, and passes "
    + "its tests."

  /// Arguments of `swift test` that choose tests; none runs all.
  private let tests: [String]

  package init(tests: [String] = []) { self.tests = tests }

  /// What only folding has, by module; SPIRV-Tools has a ConstantFolding of its own.
  static let types = [
    ("Optimizer", "ConstantFolding"), ("Optimizer", "Foldable"), ("VulkanRuntime", "DeviceFolder"),
  ]

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    let folded = try await Self.symbols(in: surroundings.products)
    for (_, type) in Self.types where !folded.ofFolding.contains(where: { $0.contains(type) }) {
      throw .unavailable(
        "The build in '\(surroundings.products)' has no symbol of \(type), so its absence elsewhere "
          + "would mean nothing.")
    }
    let arguments = [
      "--package-path", surroundings.root, "--scratch-path",
      surroundings.scratch("unfolded"),
      "--disable-default-traits",
      // Nobody looks into this build with a debugger.
      "-Xswiftc", "-gnone",
    ]
    let build = try await ToolRun.run(
      surroundings.swift, ["build", "--build-tests"] + arguments)
    guard build.isSuccess else {
      throw .broken("Without ConstantFolding the package does not build.", details: build.tail())
    }
    let folder = try await ToolRun.run(
      surroundings.swift, ["build", "--show-bin-path"] + arguments)
    let unfolded = try await Self.symbols(in: folder.lines.last ?? "")
    try Self.judge(unfolded)
    let test = try await ToolRun.run(
      surroundings.swift, ["test", "--skip-build"] + arguments + tests)
    let verdict = test.lines.last { $0.contains("Test run with") }
    guard test.isSuccess, let verdict, !verdict.contains("with 0 tests") else {
      throw .broken(
        "Without ConstantFolding the tests do not pass.",
        details: test.lines.filter { $0.contains("✘") || $0.contains("error:") }.suffix(10)
          + test.tail(3))
    }
    return Showing(
      "\(unfolded.count) symbols, none of folding; "
        + verdict.drop { !$0.isLetter }.split(separator: " after").prefix(1).joined())
  }

  static func judge(_ symbols: Symbols) throws(CheckFailure) {
    guard symbols.ofFolding.isEmpty else {
      throw .broken(
        "\(symbols.ofFolding.count) symbols of folding are in a build without it.",
        details: Array(symbols.ofFolding.prefix(10)))
    }
  }

  typealias Symbols = (count: Int, ofFolding: [String])

  /// The names that the engines' objects and the command define or refer to: how many, and which
  /// are those of folding.
  static func symbols(in folder: String) async throws(CheckFailure) -> Symbols {
    var objects = ["\(folder)/wonnx-conform"].filter(Files.exists)
    for target in ["Optimizer.build", "VulkanRuntime.build"] {
      objects += Files.names(in: "\(folder)/\(target)").filter { $0.hasSuffix(".o") }
        .map { "\(folder)/\(target)/\($0)" }
    }
    guard objects.count > 2 else {
      throw .unavailable("'\(folder)' holds no objects of Optimizer and VulkanRuntime.")
    }
    // Between the names: a point, or the length of the second where a symbol has no demangled form.
    let pattern = types.map { "\($0.0)[.0-9]+\($0.1)" }.joined(separator: "|")
    let run = try await ToolRun.run(
      "/bin/sh",
      [
        "-c",
        "nm -j \"$@\" | LC_ALL=C sort -u | swift demangle | awk '/\(pattern)/ { print } END { print NR }'",
        "sh",
      ] + objects)
    guard run.isSuccess, let count = run.lines.last.flatMap({ Int($0) }), count > 1000 else {
      throw .unavailable("nm can't list the symbols of '\(folder)': \(run.tail(2))")
    }
    return (count, run.lines.dropLast())
  }
}
