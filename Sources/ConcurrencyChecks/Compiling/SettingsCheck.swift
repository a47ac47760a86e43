import Harness

/// Every Swift target is compiled in Swift 6 mode, whose checking is complete, with warnings as
/// errors.
package struct SettingsCheck: ConcurrencyCheck {
  package let name = "settings"
  package let claim =
    "Every target is in Swift 6 mode, whose checking is complete, and its warnings are errors."

  package init() {}

  package func show(in surroundings: Surroundings) async throws(CheckFailure) -> Showing {
    let manifest = try await Manifest.read(surroundings)
    let swift = manifest.targets.filter { target in
      target.type != "system"
        && Self.hasSwift("\(surroundings.root)/\(target.folder)", isDeep: true)
    }
    let defects = Self.defects(of: swift, toolsVersion: manifest.toolsVersion)
    guard defects.isEmpty else {
      throw .broken("\(defects.count) settings weaken the compiler's checks.", details: defects)
    }
    guard swift.count >= 10 else {
      throw .broken("Only \(swift.count) Swift targets were found: the check looked past most.")
    }
    return Showing("\(swift.count) Swift targets of \(manifest.targets.count)")
  }

  /// What weakens the checks, a sentence each.
  static func defects(of targets: [Manifest.Target], toolsVersion: String) -> [String] {
    var defects: [String] = []
    for target in targets where target.type != "plugin" {
      let settings = target.settings.filter { $0.tool == "swift" }
      func has(_ kind: String, _ value: String) -> Bool {
        settings.contains { $0.kind == kind && $0.value == value }
      }
      let modes = settings.filter { $0.kind == "swiftLanguageMode" }
      if modes.map(\.value) != ["6"] { defects.append("\(target.name) is not set to Swift 6 mode") }
      if !has("treatAllWarnings", "error") {
        defects.append("\(target.name) does not treat warnings as errors")
      }
      let known = ["swiftLanguageMode", "enableUpcomingFeature", "treatAllWarnings", "define"]
      for setting in settings where !known.contains(setting.kind) {
        defects.append("\(target.name) sets \(setting.kind) \(setting.value)")
      }
    }
    // A plugin takes no settings: the tools' version decides its mode.
    if targets.contains(where: { $0.type == "plugin" }),
      Int(toolsVersion.prefix { $0 != "." }) ?? 0 < 6
    {
      defects.append("tools version \(toolsVersion) compiles plugins in an older mode than Swift 6")
    }
    return defects
  }

  private static func hasSwift(_ folder: String, isDeep: Bool) -> Bool {
    Files.names(in: folder).contains { name in
      name.hasSuffix(".swift")
        || isDeep && Files.isFolder("\(folder)/\(name)")
          && hasSwift("\(folder)/\(name)", isDeep: true)
    }
  }
}
