import Harness

/// What `swift package dump-package` says of the package.
package struct Manifest: Sendable {
  package struct Target: Sendable {
    package let name: String
    /// `regular`, `executable`, `test`, `plugin` or `system`.
    package let type: String
    /// Below the package's folder.
    package let folder: String
    package let settings: [Setting]
  }

  /// A build setting: its kind and its value, such as `swiftLanguageMode` and `6`.
  package struct Setting: Sendable, Equatable {
    package let tool: String
    package let kind: String
    package let value: String

    /// What the compiler is told.
    var flags: [String] {
      switch (tool, kind) {
      case ("swift", "swiftLanguageMode"): ["-swift-version", value]
      case ("swift", "enableUpcomingFeature"): ["-enable-upcoming-feature", value]
      case ("swift", "treatAllWarnings") where value == "error": ["-warnings-as-errors"]
      case ("swift", "define"): ["-D", value]
      default: []
      }
    }
  }
  package let toolsVersion: String
  package let targets: [Target]

  package static func read(_ surroundings: Surroundings) async throws(CheckFailure) -> Manifest {
    let run = try await ToolRun.run(
      surroundings.swift,
      [
        "package", "--package-path", surroundings.root, "--scratch-path",
        surroundings.scratch("manifest"), "dump-package",
      ])
    // SwiftPM may say first that it waits for another instance, without ending the line.
    guard run.isSuccess, let start = run.text.firstIndex(of: "{") else {
      throw .unavailable(
        "'swift package dump-package' (\(run.end)) says: \(run.tail().joined(separator: "\n"))")
    }
    return try Manifest(json: String(run.text[start...]))
  }

  init(json: String) throws(CheckFailure) {
    do {
      let package = try JSONLine.decode(Dump.self, json)
      toolsVersion = package.toolsVersion._version
      targets = package.targets.map { target in
        Target(
          name: target.name, type: target.type,
          folder: target.path ?? "\(Self.parent(of: target.type))/\(target.name)",
          settings: target.settings.flatMap { setting in
            setting.kind.map { kind, value in
              Setting(tool: setting.tool, kind: kind, value: value?.text ?? "")
            }
          })
      }
    } catch { throw .unavailable("The package's description can't be read: \(error)") }
  }

  private static func parent(of type: String) -> String {
    switch type {
    case "test": "Tests"
    case "plugin": "Plugins"
    default: "Sources"
    }
  }
}

private struct Dump: Decodable {
  struct Version: Decodable {
    let _version: String
  }
  struct Target: Decodable {
    let name: String
    let type: String
    let path: String?
    let settings: [Setting]
  }
  struct Setting: Decodable {
    let tool: String
    /// One key, such as `{"swiftLanguageMode": {"_0": "6"}}`.
    let kind: [String: Argument?]
  }
  struct Argument: Decodable {
    let text: String

    private enum Key: String, CodingKey {
      case first = "_0"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      if let list = try? container.decode([String].self, forKey: .first) {
        text = list.joined(separator: " ")
      } else {
        text = (try? container.decode(String.self, forKey: .first)) ?? ""
      }
    }
  }
  let toolsVersion: Version
  let targets: [Target]
}
