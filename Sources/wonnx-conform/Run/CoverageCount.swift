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
    let known = Known(revisions)
    let columns = report.identity.runtimes.map { runtime in
      let passes = report.records.filter { $0.runtime == runtime.name && $0.status == .pass }
      return known.column(runtime.name, Found(passes, revisions))
    }
    coverage = Coverage(standard: release, columns: columns)
  }

  /// What there is to cover.
  private struct Known {
    let operators: Set<String>
    /// Operator of each revision, by the revision's name.
    let revisions: [String: String]
    let cellCount: Int
    let types: Set<String>

    init(_ known: [String: [Revision]]) {
      operators = Set(known.keys)
      revisions = Dictionary(
        known.values.joined().map { ($0.title, $0.name) }, uniquingKeysWith: { $1 })
      cellCount = known.values.reduce(0) { $0 + Set($1.flatMap(\.types)).count }
      types = Set(known.values.joined().flatMap(\.types))
    }

    func column(_ runtime: String, _ found: Found) -> Coverage.Column {
      let foundTypes = found.types.intersection(types)
      let missing = Coverage.Missing(
        operators: operators.subtracting(found.operators).sorted(),
        revisions: revisions.filter {
          found.operators.contains($0.value) && !found.revisions.contains($0.key)
        }.keys.sorted(),
        types: types.subtracting(foundTypes).sorted())
      return Coverage.Column(
        runtime: runtime,
        operators: .init(covered: found.operators.count, total: operators.count),
        revisions: .init(covered: found.revisions.count, total: revisions.count),
        cells: .init(covered: found.cells.count, total: cellCount),
        types: .init(covered: foundTypes.count, total: types.count), missing: missing)
    }
  }

  /// A version of an operator.
  private struct Revision {
    let name: String
    let domain: String
    let since: Int
    /// Of the first input, or of the output where there is none.
    let types: [String]

    /// `Add-14`.
    var title: String { "\(name)-\(since)" }

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
    var types: Set<String> = []

    init(_ passes: [CaseRecord], _ known: [String: [Revision]]) {
      for record in passes {
        types.formUnion(record.facets.elementTypes)
        for name in record.facets.operators {
          guard let all = known[name] else { continue }
          operators.insert(name)
          let inForce = all.filter { $0.since <= record.facets.opsets[$0.domain] ?? 0 }
          if let newest = inForce.max(by: { $0.since < $1.since }) {
            revisions.insert(newest.title)
          }
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
