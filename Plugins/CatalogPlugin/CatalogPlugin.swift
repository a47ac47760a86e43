import Foundation
import PackagePlugin

/// Lists the operators for `Operators` and the shaders for `Shaders`.
@main
struct CatalogPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let tool = try context.tool(named: "catalog-tool").url
    let output = context.pluginWorkDirectoryURL.appending(path: "Catalog.swift")
    let isShaders = target.name == "Shaders"
    let files = isShaders ? shaders(in: target) : operators(in: target)
    let root = target.directoryURL.path.trimmingSuffix("/")
    return [
      .buildCommand(
        displayName: "Listing \(files.count) \(isShaders ? "shaders" : "operators")",
        executable: tool,
        arguments: [isShaders ? "shaders" : "operators", output.path] + (isShaders ? [root] : [])
          + files.map(\.path),
        inputFiles: isShaders ? files : [], outputFiles: [output])
    ]
  }

  private func operators(in target: any SourceModuleTarget) -> [URL] {
    let shared = ["/Core/", "/Families/", "/Mathematics/", "/outputs/"]
    return target.sourceFiles(withSuffix: "swift").map(\.url)
      .filter { url in !shared.contains { url.path.contains($0) } }
      .sorted { $0.path < $1.path }
  }

  private func shaders(in target: any SourceModuleTarget) -> [URL] {
    let found = FileManager.default.enumerator(
      at: target.directoryURL, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? [])
      .filter { ["comp", "glsl"].contains($0.pathExtension) }
      .sorted { $0.path < $1.path }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
