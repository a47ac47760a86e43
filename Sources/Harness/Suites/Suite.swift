internal import FoundationEssentials

/// A folder of cases: `<kind>/<case>/model.onnx`, `test_data_set_N/input_K.pb`, `output_K.pb`.
package struct Suite: Sendable {
  package let root: String
  /// Where the cases come from, such as `onnx 1.23.2`; the folder's name when no manifest says.
  package let release: String
  /// The digest of the recipe that wrote the suite; `nil` without a manifest.
  package let stamp: String?
  /// Sorted by kind and name.
  package let cases: [SuiteCase]

  package init(root: String, release: String, stamp: String?, cases: [SuiteCase]) {
    self.root = root
    self.release = release
    self.stamp = stamp
    self.cases = cases.sorted { $0.id < $1.id }
  }

  /// Loads a suite and holds it against its manifest, where it has one.
  ///
  /// - Parameter tripwires: folders that may hold `<release>.json`, the names the release must have.
  /// - Throws: `.missing` when a case of the manifest or tripwire is not there; `.empty` for none.
  package static func load(
    _ root: String, loader: any CaseLoader, tripwires: [String] = []
  ) throws(SuiteError) -> Suite {
    guard Files.isFolder(root) else { throw .noFolder(root) }
    let path = "\(root)/\(SuiteManifest.fileName)"
    var suite =
      Files.exists(path)
      ? try fromManifest(root, path: path) : try FolderSuite(loader: loader).load(root)
    guard !suite.cases.isEmpty else { throw .empty(root) }
    try suite.hold(againstTripwiresIn: tripwires)
    if let file = try TolerancesFile(in: root) { suite = try suite.judged(by: file) }
    return suite
  }

  private static func fromManifest(_ root: String, path: String) throws(SuiteError) -> Suite {
    let manifest = try Files.decode(SuiteManifest.self, at: path)
    guard manifest.schema == SuiteManifest.schema else {
      throw .unreadable(
        path: path, reason: "schema \(manifest.schema), this program reads \(SuiteManifest.schema)")
    }
    guard manifest.cases.count == manifest.total else {
      throw .unreadable(
        path: path, reason: "total is \(manifest.total), but it lists \(manifest.cases.count)")
    }
    var missing: [String] = []
    for entry in manifest.cases
    where Files.size("\(root)/\(entry.kind)/\(entry.name)/model.onnx") != entry.modelBytes {
      missing.append("\(entry.kind)/\(entry.name)")
    }
    guard missing.isEmpty else {
      throw .missing(missing, of: manifest.total, release: manifest.release)
    }
    return Suite(
      root: root, release: manifest.release, stamp: manifest.stamp,
      cases: manifest.cases.map { SuiteCase($0, root: root) })
  }

  private func judged(by file: TolerancesFile) throws(SuiteError) -> Suite {
    Suite(root: root, release: release, stamp: stamp, cases: try file.applied(to: cases))
  }

  /// The suite, judged as one run asks.
  package func judged(by request: ToleranceRequest) -> Suite {
    Suite(root: root, release: release, stamp: stamp, cases: cases.map(request.applied))
  }

  private func hold(againstTripwiresIn folders: [String]) throws(SuiteError) {
    let name = release.split(separator: " ").joined(separator: "-") + ".json"
    guard let path = folders.map({ "\($0)/\(name)" }).first(where: Files.exists) else { return }
    let tripwire = try Files.decode(Tripwire.self, at: path)
    let present = Set(cases.map(\.id.description))
    let required = tripwire.cases.flatMap { kind, names in names.map { "\(kind)/\($0)" } }
    let missing = required.filter { !present.contains($0) }.sorted()
    guard missing.isEmpty else { throw .missing(missing, of: required.count, release: release) }
  }

  /// The number of cases of each kind, sorted by kind.
  package var counts: [(kind: String, count: Int)] {
    Dictionary(grouping: cases, by: \.id.kind).map { ($0.key, $0.value.count) }
      .sorted { $0.0 < $1.0 }
  }
}

/// Why a suite cannot be run.
package enum SuiteError: Error, Sendable, Equatable, CustomStringConvertible {
  case noFolder(String)
  case empty(String)
  case unreadable(path: String, reason: String)
  case missing([String], of: Int, release: String)

  package var description: String {
    switch self {
    case .noFolder(let path):
      "The suite is not here: '\(path)' is not a folder. Conformance/run.sh provisions onnx's own, "
        + "Conformance/zoo.sh and exports.sh the suites of these names; --suite names another."
    case .empty(let path):
      "'\(path)' holds no case: a case is a folder <kind>/<case> with model.onnx and "
        + "test_data_set_0."
    case .unreadable(let path, let reason): "\(path): \(reason)."
    case .missing(let names, let total, let release):
      "\(names.count) of the \(total) cases of \(release) are missing or not of their recorded size: "
        + names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "") + "."
    }
  }
}
