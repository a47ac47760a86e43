/// Reads a suite that has no manifest: its facets come from the models.
///
/// What is a case and can't be run, such as one without data, is a case that fails: the others run.
struct FolderSuite {
  /// The suite runner's defaults, and its one exception.
  static let rtol = 1e-3
  static let atol = 1e-7
  static let rtolByName = ["test_densenet121": 2e-3]

  let loader: any CaseLoader

  /// Accepts `<kind>/<case>/model.onnx` and, for a user's own cases, `<case>/model.onnx`.
  func load(_ root: String) throws(SuiteError) -> Suite {
    let name = root.split(separator: "/").last.map(String.init) ?? root
    let entries: [String]
    do { entries = try Files.list(root) } catch {
      throw .unreadable(path: root, reason: "the folder can't be read: \(error)")
    }
    var cases: [SuiteCase] = []
    for entry in entries {
      let folder = "\(root)/\(entry)"
      switch CaseFolder(folder) {
      case .suiteCase(let defect):
        cases.append(suiteCase(CaseID(kind: name, name: entry), folder, defect))
      case .group: cases += group(entry, folder)
      case .other: break
      }
    }
    return Suite(root: root, release: name, stamp: nil, cases: cases)
  }

  private func group(_ kind: String, _ folder: String) -> [SuiteCase] {
    Files.names(in: folder).compactMap { name in
      switch CaseFolder("\(folder)/\(name)") {
      case .suiteCase(let defect):
        suiteCase(CaseID(kind: kind, name: name), "\(folder)/\(name)", defect)
      case .group, .other: nil
      }
    }
  }

  private func suiteCase(_ id: CaseID, _ folder: String, _ defect: String?) -> SuiteCase {
    let sets = DataSets(folder)
    // A model that cannot be read is a case that fails, not a suite that cannot run.
    let facets = (try? loader.facets("\(folder)/model.onnx")) ?? CaseFacets()
    return SuiteCase(
      id: id, folder: folder, dataSetCount: sets.count, rtol: Self.rtolByName[id.name] ?? Self.rtol,
      atol: Self.atol, facets: facets, digest: CaseFiles(folder).digest,
      defect: defect ?? sets.defect)
  }
}
