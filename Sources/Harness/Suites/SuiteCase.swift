package import Graphs

/// One case of a suite: a model, its data sets, and how its outputs are judged.
package struct SuiteCase: Sendable, Hashable, Codable {
  package let id: CaseID
  /// The folder that holds `model.onnx` and the data sets.
  package let folder: String
  package let dataSetCount: Int
  /// What the suite's own runner passes to its comparison.
  package let rtol: Double
  package let atol: Double
  package let facets: CaseFacets
  /// Of the model and data files; `nil` where they can't be read.
  package var digest: String?
  /// What keeps the case from being run, such as that it has no data; it then fails to load.
  package let defect: String?
  /// What says the case's parameters; `nil` where the name does.
  package let title: String?
  /// Who else gives the expected values, with versions; `nil` where the suite does not say.
  package let confirmed: [String]?
  /// Why no runtime may answer; `nil` where outputs are expected.
  package let refusal: Refusal?
  /// What the suite, or the run, says of the tolerance; `nil` leaves rtol and atol.
  package private(set) var tolerances: CaseTolerances?

  package init(
    id: CaseID, folder: String, dataSetCount: Int, rtol: Double, atol: Double, facets: CaseFacets,
    digest: String? = nil, defect: String? = nil, title: String? = nil, refusal: Refusal? = nil,
    confirmed: [String]? = nil, tolerances: CaseTolerances? = nil
  ) {
    self.id = id
    self.folder = folder
    self.dataSetCount = dataSetCount
    self.rtol = rtol
    self.atol = atol
    self.facets = facets
    self.digest = digest
    self.title = title
    self.refusal = refusal
    self.confirmed = confirmed
    self.tolerances = tolerances
    self.defect = defect ?? (dataSetCount > 0 ? nil : DataSets.absence)
  }

  /// The tolerances of the suite's own runner.
  var official: CaseTolerances { .official(rtol: rtol, atol: atol) }

  /// The case as it is judged by other tolerances, which the digest tells too.
  func judged(by tolerances: CaseTolerances) -> SuiteCase {
    var judged = self
    judged.tolerances = tolerances
    judged.digest = digest.map { Digest.of("\($0) \(tolerances.facts)") }
    return judged
  }

  package var modelPath: String { "\(folder)/model.onnx" }

  /// Whether the case is a whole network, which may take longer than an operator does.
  package var isModel: Bool { id.kind == "real" || id.kind == "seeded" }
}

/// What a data file feeds.
package enum DataRole: String, Sendable { case input, output }

/// A case's place in its suite: `node/test_abs`.
///
/// Ids are bytes, as folders' names are: two that look the same are two.
package struct CaseID: Sendable, Comparable, CustomStringConvertible {
  package let kind: String
  package let name: String

  package init(kind: String, name: String) {
    self.kind = kind
    self.name = name
  }

  package init?(_ text: String) {
    guard let slash = text.firstIndex(of: "/") else { return nil }
    kind = String(text[..<slash])
    name = String(text[text.index(after: slash)...])
  }

  package var description: String { "\(kind)/\(name)" }

  package static func < (a: Self, b: Self) -> Bool {
    a.kind.utf8.elementsEqual(b.kind.utf8)
      ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
      : a.kind.utf8.lexicographicallyPrecedes(b.kind.utf8)
  }
}

extension CaseID: Hashable {
  package static func == (a: Self, b: Self) -> Bool {
    a.name.utf8.elementsEqual(b.name.utf8) && a.kind.utf8.elementsEqual(b.kind.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in kind.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8(ascii: "/"))
    for byte in name.utf8 { hasher.combine(byte) }
  }
}

extension CaseID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = CaseID(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text.prefix(80))' is not kind/name")
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
