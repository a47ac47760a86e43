internal import Graphs
internal import Runtimes
internal import Tensors

/// A folder of cases with what runtimes gave:
///
/// ```
/// <kind>/<case>/model.onnx                                  may be left out
/// <kind>/<case>/test_data_set_N/{input,output}_K.pb         output: what is expected
/// <kind>/<case>/<runtime>/test_data_set_N/output_K.pb
/// ```
/// Values that are no tensors take the model, which says what they are.
package struct StoredFolder: StoredResults {
  private let folder: String
  private let loader: any CaseLoader
  package let cases: [CaseID]

  /// - Throws: where there is no case with outputs of a runtime.
  package init(_ folder: String, loader: any CaseLoader) throws(SuiteError) {
    self.folder = folder
    self.loader = loader
    cases = Files.folders(in: folder).flatMap { kind in
      Files.folders(in: "\(folder)/\(kind)").filter { name in
        !Self.runtimes(in: "\(folder)/\(kind)/\(name)").isEmpty
      }.map { CaseID(kind: kind, name: $0) }
    }.sorted()
    guard !cases.isEmpty else {
      throw .unreadable(
        path: folder,
        reason: "it has no <kind>/<case>/<runtime>/test_data_set_0 with outputs to judge")
    }
  }

  private static func runtimes(in folder: String) -> [String] {
    Files.folders(in: folder).filter { Files.isFolder("\(folder)/\($0)/test_data_set_0") }
  }

  package func load(_ id: CaseID) throws(SuiteError) -> StoredCase {
    let place = "\(folder)/\(id)"
    let model = "\(place)/model.onnx"
    let interface = Files.exists(model) ? try? loader.source(model).interface : nil
    let facets = Files.exists(model) ? (try? loader.facets(model)) ?? CaseFacets() : CaseFacets()
    let sets = Files.folders(in: place).count { $0.hasPrefix("test_data_set_") }
    func values(_ folder: String, _ role: DataRole) throws(SuiteError) -> [[StoredValue]] {
      var all: [[StoredValue]] = []
      for set in 0..<sets {
        all.append(try self.values("\(folder)/test_data_set_\(set)", role, interface))
      }
      return all
    }
    var runs: [StoredRun] = []
    for runtime in Self.runtimes(in: place) {
      runs.append(
        StoredRun(runtime: runtime, outputs: try values("\(place)/\(runtime)", .output)))
    }
    return StoredCase(
      suiteCase: SuiteCase(
        id: id, folder: place, dataSetCount: sets, rtol: FolderSuite.rtol, atol: FolderSuite.atol,
        facets: facets), inputs: try values(place, .input), expected: try values(place, .output),
      runs: runs)
  }

  private func values(
    _ folder: String, _ role: DataRole, _ interface: ModelInterface?
  ) throws(SuiteError) -> [StoredValue] {
    let ports = role == .input ? interface?.inputs : interface?.outputs
    var values: [StoredValue] = []
    while true {
      let place = values.count
      let path = "\(folder)/\(role.rawValue)_\(place).pb"
      guard Files.exists(path) else { return values }
      let port = ports.flatMap { $0.indices.contains(place) ? $0[place] : nil }
      do {
        values.append(
          StoredValue(
            name: port?.name ?? "\(role.rawValue) \(place)",
            value: try loader.value(path, as: port?.type)))
      } catch { throw .unreadable(path: path, reason: error.description) }
    }
  }
}
