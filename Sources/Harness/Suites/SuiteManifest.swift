package import Graphs

/// `manifest.json` of a suite.
package struct SuiteManifest: Decodable {
  static let schema = 1
  /// Its name in a suite's folder.
  package static let fileName = "manifest.json"

  package let schema: Int
  let release: String
  let stamp: String?
  let total: Int
  let counts: [String: Int]
  let cases: [Case]

  /// Writes the manifest of a suite, a line a case.
  ///
  /// - Parameters:
  ///   - cases: sorted.
  ///   - generatedBy: what wrote the suite.
  package static func write(
    _ cases: [Case], release: String, generatedBy: String, into folder: String
  ) throws {
    let lines = try cases.map { try JSONLine.encode($0) }
    let counts = Dictionary(grouping: cases, by: \.kind).mapValues(\.count)
    let text = """
      {"generatedBy":"\(generatedBy)","schema":\(schema),"release":"\(release)",
      "stamp":"\(Digest.of(lines.joined(separator: "\n")))",
      "total":\(cases.count),"counts":\(try JSONLine.encode(counts)),"cases":[
      \(lines.joined(separator: ",\n"))
      ]}

      """
    try Files.write(text, to: "\(folder)/\(fileName)")
  }

  package struct Case: Codable, Sendable, Comparable {
    let kind: String
    let name: String
    let title: String?
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
    let refusal: Refusal?
    /// Who else gives the expected values, with versions; `nil` where nobody was asked.
    package var confirmed: [String]?

    /// A case whose files lie in `folder`, judged as the suite's own runner judges.
    ///
    /// - Parameters:
    ///   - title: what says the case's parameters.
    ///   - refusal: why no runtime may answer.
    /// - Returns: `nil` where the files can't be read.
    package init?(
      _ id: CaseID, in folder: String, title: String, facets: CaseFacets, refusal: Refusal?
    ) {
      guard let size = Files.size("\(folder)/model.onnx"),
        let model = Digest.ofFile("\(folder)/model.onnx"),
        let data = CaseFiles(folder).digest
      else { return nil }
      kind = id.kind
      name = id.name
      self.title = title
      subject = facets.subject
      operators = facets.operators
      domains = facets.domains
      opsets = facets.opsets
      nodeCount = facets.nodeCount
      inputTypes = facets.inputTypes
      outputTypes = facets.outputTypes
      elementTypes = facets.elementTypes
      tensorTypes = nil
      (rtol, atol) = Self.tolerance(of: facets)
      dataSets = 1
      modelBytes = size
      modelSHA256 = model
      dataSHA256 = data
      self.refusal = refusal
    }

    /// By the narrowest float type of inputs and outputs. One rounding is more than the suite runner's
    /// 1e-3 of 16 bits, and a sum that cancels less than its 1e-7; the operators' bounds are narrower.
    private static func tolerance(of facets: CaseFacets) -> (rtol: Double, atol: Double) {
      if facets.elementTypes.contains("bfloat16") { return (3.2e-2, 1e-2) }
      if facets.elementTypes.contains("float16") { return (4e-3, 1e-3) }
      return (FolderSuite.rtol, 1e-5)
    }

    /// Whether no runtime may answer.
    package var isRefused: Bool { refusal != nil }

    package static func < (a: Self, b: Self) -> Bool { (a.kind, a.name) < (b.kind, b.name) }

    var innerTypes: [String]? {
      let inner = Set(tensorTypes ?? []).subtracting(elementTypes).sorted()
      return inner.isEmpty ? nil : inner
    }

    /// Of what decides the case's result: its files, and the tolerances that judge it.
    package var digest: String? {
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
      digest: entry.digest, title: entry.title, refusal: entry.refusal,
      confirmed: entry.confirmed)
  }
}

/// `manifests/<release>.json`: the names that a release's suite must hold.
struct Tripwire: Decodable {
  let release: String
  let total: Int
  let cases: [String: [String]]
}
