/// `manifest.json` of a suite, as provisioning writes it.
struct SuiteManifest: Decodable {
  static let schema = 1

  let schema: Int
  let release: String
  let stamp: String?
  let total: Int
  let counts: [String: Int]
  let cases: [Case]

  struct Case: Decodable {
    let kind: String
    let name: String
    let subject: String?
    let operators: [String]
    let domains: [String]
    let opsets: [String: Int]
    let nodeCount: Int
    let inputTypes: [String]
    let outputTypes: [String]
    let elementTypes: [String]
    let tensorTypes: [String]?
    let rtol: Double
    let atol: Double
    let dataSets: Int
    let modelBytes: Int
    let modelSHA256: String?
    let dataSHA256: String?

    var innerTypes: [String]? {
      let inner = Set(tensorTypes ?? []).subtracting(elementTypes).sorted()
      return inner.isEmpty ? nil : inner
    }

    /// Of what decides the case's result: its files, and the tolerances that judge it.
    var digest: String? {
      guard let modelSHA256, let dataSHA256 else { return nil }
      return Digest.of("\(modelSHA256) \(dataSHA256) \(rtol) \(atol)")
    }
  }
}

extension SuiteCase {
  init(_ entry: SuiteManifest.Case, root: String) {
    self.init(
      id: CaseID(kind: entry.kind, name: entry.name), folder: "\(root)/\(entry.kind)/\(entry.name)",
      dataSetCount: entry.dataSets, rtol: entry.rtol, atol: entry.atol,
      facets: CaseFacets(
        subject: entry.subject, operators: entry.operators, domains: entry.domains,
        opsets: entry.opsets, nodeCount: entry.nodeCount, inputTypes: entry.inputTypes,
        outputTypes: entry.outputTypes, elementTypes: entry.elementTypes,
        innerTypes: entry.innerTypes),
      digest: entry.digest)
  }
}

/// `manifests/<release>.json`: the names that a release's suite must hold.
struct Tripwire: Decodable {
  let release: String
  let total: Int
  let cases: [String: [String]]
}
