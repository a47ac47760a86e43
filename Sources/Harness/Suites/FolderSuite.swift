/// Reads a suite that has no manifest: its facets come from the models.
struct FolderSuite {
  /// The suite runner's defaults, and its one exception.
  static let rtol = 1e-3
  static let atol = 1e-7
  static let rtolByName = ["test_densenet121": 2e-3]

  let loader: any CaseLoader

  /// Accepts `<kind>/<case>/model.onnx` and, for a user's own cases, `<case>/model.onnx`.
  func load(_ root: String) throws(SuiteError) -> Suite {
    let name = root.split(separator: "/").last.map(String.init) ?? root
    var cases: [SuiteCase] = []
    for entry in Files.folders(in: root) {
      let folder = "\(root)/\(entry)"
      if Files.exists("\(folder)/model.onnx") {
        cases.append(try load(CaseID(kind: name, name: entry), folder: folder))
        continue
      }
      for inner in Files.folders(in: folder) where Files.exists("\(folder)/\(inner)/model.onnx") {
        cases.append(try load(CaseID(kind: entry, name: inner), folder: "\(folder)/\(inner)"))
      }
    }
    return Suite(root: root, release: name, stamp: nil, cases: cases)
  }

  private func load(_ id: CaseID, folder: String) throws(SuiteError) -> SuiteCase {
    var sets = 0
    while Files.isFolder("\(folder)/test_data_set_\(sets)") { sets += 1 }
    guard sets > 0 else { throw .incomplete(id, "it has no test_data_set_0") }
    // A model that cannot be read is a case that fails, not a suite that cannot run.
    let facets = (try? loader.facets("\(folder)/model.onnx")) ?? CaseFacets()
    return SuiteCase(
      id: id, folder: folder, dataSetCount: sets, rtol: Self.rtolByName[id.name] ?? Self.rtol,
      atol: Self.atol, facets: facets)
  }
}
