import Foundation
import PackagePlugin

/// Lists what a target finds by its files' names: operators, shaders, judging rules, report formats.
@main
struct CatalogPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let tool = try context.tool(named: "catalog-tool").url
    let output = context.pluginWorkDirectoryURL.appending(path: "Catalog.swift")
    guard let list = TypeList(target.name) else {
      let files = shaders(in: target)
      let root = target.directoryURL.path.trimmingSuffix("/")
      return [
        .buildCommand(
          displayName: "Listing \(files.count) shaders", executable: tool,
          arguments: ["shaders", output.path, root] + files.map(\.path),
          inputFiles: files, outputFiles: [output])
      ]
    }
    let files = target.sourceFiles(withSuffix: "swift").map(\.url.path).filter(list.holds).sorted()
    return [
      .buildCommand(
        displayName: "Listing \(files.count) \(list.member)", executable: tool,
        arguments: [
          "types", output.path, list.imports, list.extended, list.member, list.element, list.kind,
        ] + files,
        inputFiles: [], outputFiles: [output])
    ]
  }

  private func shaders(in target: any SourceModuleTarget) -> [URL] {
    let found = FileManager.default.enumerator(
      at: target.directoryURL, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? [])
      .filter { ["comp", "glsl"].contains($0.pathExtension) }
      .sorted { $0.path < $1.path }
  }
}

/// A list of types, each in a file of its name.
private struct TypeList {
  let imports: String
  let extended: String
  let member: String
  let element: String
  /// What has a member for each type; empty where nothing has.
  let kind: String
  let holds: (String) -> Bool

  init?(_ target: String) {
    switch target {
    case "Operators":
      let shared = ["/Core/", "/Families/", "/Mathematics/", "/outputs/"]
      self.init("Graphs", "OperatorCatalog", "operators", "Operator", "OperatorKind") { path in
        !shared.contains { path.contains($0) }
      }
    case "Harness":
      self.init("", "JudgingRules", "all", "JudgingRule", "") { $0.contains("/Judging/Rules/") }
    case "Reports":
      self.init("", "ReportFormats", "all", "ReportFormat", "") { $0.contains("/Formats/") }
    default: return nil
    }
  }

  private init(
    _ imports: String, _ extended: String, _ member: String, _ element: String, _ kind: String,
    holds: @escaping (String) -> Bool
  ) {
    self.imports = imports
    self.extended = extended
    self.member = member
    self.element = element
    self.kind = kind
    self.holds = holds
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
