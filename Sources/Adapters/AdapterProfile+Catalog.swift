internal import Graphs
package import Operators
package import Runtimes
internal import Tensors

extension AdapterProfile {
  /// The profile of a runtime of this program: what the catalog's operators say of themselves.
  package init(of runtime: any Runtime, version: String, catalog: OperatorCatalog = .standard) {
    let schemas = catalog.all.map { $0.schema }
    let domains = Dictionary(grouping: schemas) { $0.domain.isEmpty ? "ai.onnx" : $0.domain }
    var types: Set<String> = []
    for revision in schemas.flatMap(\.history) {
      for set in revision.types.values { types.formUnion(set.names) }
      types.formUnion((revision.inputs + revision.outputs).map(\.type))
    }
    let elements = types.flatMap { $0.split { "(), ".contains($0) }.map(String.init) }
    self.init(
      protocol: AdapterSession.version, transport: ValueTransport.names[0], name: "wonnx-conform",
      version: version,
      domains: domains.mapValues { schemas in
        [1, schemas.flatMap(\.history).map(\.since).max() ?? 1]
      },
      types: Set(elements).filter { DType(name: $0) != nil }.sorted(),
      features: Self.features(types, catalog), deterministic: runtime.isDeterministic,
      operators: domains.mapValues { $0.map(\.name).sorted() }, device: runtime.device?.name,
      details: ["runtime": "\(runtime.name) (\(runtime.identity))"])
  }

  /// - Parameter types: every type that a schema names.
  private static func features(_ types: Set<String>, _ catalog: OperatorCatalog) -> [String] {
    let marks = [
      ("maps", "map("), ("optionals", "optional("), ("sequences", "seq("),
      ("sparse", "sparse_tensor("), ("strings", "tensor(string)"),
    ]
    let named = marks.filter { mark in types.contains { $0.contains(mark.1) } }.map(\.0)
    let hasBodies = ["If", "Loop", "Scan"].allSatisfy { catalog.find($0, domain: "") != nil }
    // Shapes and functions are the importer's and the runtimes' matter, not an operator's.
    return (named + (hasBodies ? ["control-flow"] : []) + ["dynamic-shapes", "functions"]).sorted()
  }

  /// The domain of each operator.
  var domainsOfOperators: [String: String] {
    let pairs = (operators ?? [:]).sorted { $0.key < $1.key }.flatMap { domain, names in
      names.map { ($0, domain) }
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}
