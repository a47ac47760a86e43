import Harness

/// The toolchain's compiler, set as the package's targets set it, over the modules that were built.
package struct Compiler: Sendable {
  private let surroundings: Surroundings
  private let flags: [String]

  /// - Parameter manifest: whose settings are the compiler's.
  package init(_ surroundings: Surroundings, _ manifest: Manifest) throws(CheckFailure) {
    self.surroundings = surroundings
    guard let target = manifest.targets.first(where: { $0.name == "Runtimes" }) else {
      throw .unavailable("The manifest has no target 'Runtimes' to take settings from.")
    }
    var flags = target.settings.flatMap(\.flags)
    flags += ["-package-name", surroundings.packageName, "-I", "\(surroundings.products)/Modules"]
    for target in manifest.targets where target.type == "system" {
      flags += ["-I", "\(surroundings.root)/\(target.folder)"]
    }
    for folder in Files.folders(in: surroundings.products) where folder.hasSuffix(".build") {
      let map = "\(surroundings.products)/\(folder)/module.modulemap"
      if Files.exists(map) { flags += ["-Xcc", "-fmodule-map-file=\(map)"] }
    }
    self.flags = flags
  }

  /// How far to compile.
  enum Depth {
    /// Far enough for conformances and captures.
    case types
    /// Far enough for every diagnostic: region isolation and ownership are judged in SIL.
    case everything
  }

  /// Compiles files as one module.
  func compile(
    _ paths: [String], module: String, to depth: Depth, _ more: [String] = []
  ) async throws(CheckFailure) -> ToolRun {
    let action =
      switch depth {
      case .types: ["-typecheck"]
      case .everything: ["-emit-sil", "-o", "/dev/null", "-Onone"]
      }
    return try await ToolRun.run(
      surroundings.swiftc,
      flags + action + [
        "-whole-module-optimization", "-parse-as-library", "-module-name", module,
        "-diagnostic-style", "llvm", "-no-color-diagnostics",
      ] + more + paths, patience: .seconds(300))
  }
}
