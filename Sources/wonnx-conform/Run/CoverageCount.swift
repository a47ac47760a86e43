import Harness

/// How much of the standard the passes of a run cover; the standard is what `Conformance/schemas`
/// exported of it.
struct CoverageCount {
  /// `nil` where the schemas are not here.
  let coverage: Coverage?

  init(_ report: RunReport, _ places: Places) {
    let standards = places.folders(named: "schemas").first.map(StandardSchema.load) ?? []
    guard let release = standards.first?.release else {
      coverage = nil
      return
    }
    let revisions = Dictionary(
      grouping: standards.flatMap { standard in
        standard.operators.map { Revision(domain: standard.domain, $0) }
      }, by: \.name)
    let totals = (
      operators: revisions.count, revisions: revisions.values.reduce(0) { $0 + $1.count },
      cells: revisions.values.reduce(0) { $0 + Set($1.flatMap(\.types)).count }
    )
    let columns = report.identity.runtimes.map { runtime in
      let passes = report.records.filter { $0.runtime == runtime.name && $0.status == .pass }
      let found = Found(passes, revisions)
      return Coverage.Column(
        runtime: runtime.name,
        operators: .init(covered: found.operators.count, total: totals.operators),
        revisions: .init(covered: found.revisions.count, total: totals.revisions),
        cells: .init(covered: found.cells.count, total: totals.cells))
    }
    coverage = Coverage(standard: release, columns: columns)
  }

  /// A version of an operator.
  private struct Revision {
    let name: String
    let domain: String
    let since: Int
    /// Of the first input, or of the output where there is none.
    let types: [String]

    init(domain: String, _ schema: StandardSchema.Operator) {
      name = schema.name
      self.domain = domain.isEmpty ? "ai.onnx" : domain
      since = schema.since
      let type = (schema.inputs.first ?? schema.outputs.first)?.type
      types = type.map { (schema.constraints[$0] ?? [$0]).map(CaseFacets.elementType) } ?? []
    }
  }

  /// What passing cases hold.
  private struct Found {
    var operators: Set<String> = []
    var revisions: Set<String> = []
    var cells: Set<String> = []

    init(_ passes: [CaseRecord], _ known: [String: [Revision]]) {
      for record in passes {
        for name in record.facets.operators {
          guard let all = known[name] else { continue }
          operators.insert(name)
          let inForce = all.filter { $0.since <= record.facets.opsets[$0.domain] ?? 0 }
          if let newest = inForce.map(\.since).max() { revisions.insert("\(name) \(newest)") }
        }
        guard let name = record.facets.matrixOperator, let all = known[name] else { continue }
        let allowed = Set(all.flatMap(\.types))
        for type in record.facets.matrixTypes where allowed.contains(type) {
          cells.insert("\(name) \(type)")
        }
      }
    }
  }
}

/// A file of `Conformance/schemas`, as far as coverage needs it.
private struct StandardSchema: Decodable {
  let release: String
  let domain: String
  let operators: [Operator]

  struct Operator: Decodable {
    let name: String
    let since: Int
    let constraints: [String: [String]]
    let inputs: [Formal]
    let outputs: [Formal]
  }

  struct Formal: Decodable { let type: String }

  static func load(_ folder: String) -> [StandardSchema] {
    Files.names(in: folder).filter { $0.hasPrefix("ai.") }
      .compactMap { Files.text("\(folder)/\($0)") }
      .compactMap { try? JSONLine.decode(StandardSchema.self, $0) }
  }
}
