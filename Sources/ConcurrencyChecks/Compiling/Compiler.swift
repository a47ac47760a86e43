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

  /// Compiles files as one module, far enough for every diagnostic.
  ///
  /// Region isolation is judged in SIL, so `-typecheck` would not do.
  func compile(
    _ paths: [String], module: String, _ more: [String] = []
  ) async throws(CheckFailure) -> ToolRun {
    try await ToolRun.run(
      surroundings.swiftc,
      flags + [
        "-emit-sil", "-o", "/dev/null", "-Onone", "-parse-as-library", "-module-name", module,
        "-diagnostic-style", "llvm", "-no-color-diagnostics",
      ] + more + paths, patience: .seconds(300))
  }
}
