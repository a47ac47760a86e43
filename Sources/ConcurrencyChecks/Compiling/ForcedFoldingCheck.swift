import Harness

/// WONNX's defect, kept: where the GPU's context is not `Sendable`, folding on the device does not
/// compile, and everything else does.
///
/// `swift build --disable-default-traits -Xswiftc -DForceConstantFolding` asks the same of the whole
/// package in minutes. This check gives the compiler the sources of `VulkanRuntime` with the same
/// conditions, over the modules that are built: none of those that it imports depends on the trait.
package struct ForcedFoldingCheck: ConcurrencyCheck {
  package let name = "forced-folding"
  package let claim =
    "Where a GPU context is not Sendable, the package compiles without folding, and folding forced "
    + "on is refused for that reason."

  package init() {}

  static let diagnostics: [(file: String, text: String)] = [
    (
      "DeviceFolder.swift",
      "stored property 'context' of 'Sendable'-conforming struct 'DeviceFolder' has non-Sendable "
        + "type 'GPUContext'"
    ),
    (
      "DeviceFolder.swift",
      "stored property 'context' of 'Sendable'-conforming struct 'SingleUse' has non-Sendable type "
        + "'GPUContext'"
    ),
  ]

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    let manifest = try await Manifest.read(surroundings)
    let compiler = try Compiler(surroundings, manifest)
    let sources = Self.sources(in: "\(surroundings.root)/Sources/VulkanRuntime")
    func compile(_ conditions: [String]) async throws(CheckFailure) -> ToolRun {
      try await compiler.compile(
        sources, module: "VulkanRuntime", to: .types, conditions.flatMap { ["-D", $0] })
    }
    let folding = try await compile(["ConstantFolding"])
    guard folding.isSuccess else {
      throw .unavailable(
        "VulkanRuntime does not compile as it is built, so no refusal would mean anything: "
          + folding.tail(6).joined(separator: "\n"))
    }
    let without = try await compile([])
    guard without.isSuccess else {
      throw .broken(
        "Without folding, VulkanRuntime does not compile.", details: without.tail())
    }
    let forced = try await compile(["ForceConstantFolding"])
    try Self.judge(forced.diagnostics, succeeded: forced.isSuccess)
    return Showing(
      "\(sources.count) files compile with folding and without; forced on, "
        + "\(forced.diagnostics.count) errors say what is not Sendable",
      details: forced.diagnostics.map(\.description))
  }

  static func judge(_ diagnostics: [Diagnostic], succeeded: Bool) throws(CheckFailure) {
    guard !succeeded else {
      throw .broken("Folding forced on compiles although a GPU context is not Sendable.")
    }
    var rest = diagnostics
    var defects: [String] = []
    for (file, text) in Self.diagnostics {
      if let met = rest.firstIndex(where: { $0.file == file && $0.message.contains(text) }) {
        rest.remove(at: met)
      } else {
        defects.append("\(file): no error says '\(text)'")
      }
    }
    defects += rest.map { "not expected: \($0)" }
    guard defects.isEmpty else {
      throw .broken("Folding forced on is refused for other reasons.", details: defects)
    }
  }

  private static func sources(in folder: String) -> [String] {
    Files.names(in: folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if name.hasSuffix(".swift") { return [path] }
      return Files.isFolder(path) ? sources(in: path) : []
    }
  }
}
