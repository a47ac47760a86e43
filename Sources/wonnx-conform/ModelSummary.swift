import Graphs
import Importer
import ModelFiles
import Tensors

/// A model file in a page of text.
struct ModelSummary {
  private let file: ModelFile
  private var operators: [String: Int] = [:]
  private var parameters: [String: (tensors: Int, elements: Int, bytes: Int)] = [:]

  init(_ file: ModelFile) {
    self.file = file
    count(file.graph)
    for function in file.functions { count(function.nodes) }
  }

  private mutating func count(_ graph: GraphProto) {
    for initializer in graph.initializers { count(initializer.tensor) }
    for initializer in graph.sparseInitializers { count(initializer.sparse.values) }
    count(graph.nodes)
  }

  private mutating func count(_ tensor: Tensor) {
    let sum = parameters[tensor.dtype.name] ?? (0, 0, 0)
    parameters[tensor.dtype.name] = (
      sum.tensors + 1, sum.elements + tensor.count, sum.bytes + tensor.byteCount
    )
  }

  private mutating func count(_ nodes: [NodeProto]) {
    for node in nodes {
      let domain = node.domain.isEmpty || node.domain == "ai.onnx" ? "" : "\(node.domain)."
      operators[domain + node.operatorName, default: 0] += 1
      for attribute in node.attributes {
        switch attribute.value {
        case .graph(let graph): count(graph)
        case .graphs(let graphs): for graph in graphs { count(graph) }
        case .float, .int, .string, .tensor, .floats, .ints, .strings, .tensors, .sparseTensor,
          .sparseTensors, .typeProto, .typeProtos, .reference:
          break
        }
      }
    }
  }

  var text: String {
    var rows = [
      ["file", file.fileName], ["IR version", "\(file.irVersion)"], ["opsets", opsets],
      ["producer", "\(file.producerName) \(file.producerVersion)"], ["graph", file.graph.name],
      ["functions", "\(file.functions.count)"],
    ].filter { $0[1].contains { $0 != " " } && $0 != ["functions", "0"] }
    rows += section("inputs", inputs)
    rows += section("outputs", file.graph.outputs.map { "\($0.name): \(Self.spelled($0))" })
    rows += section("parameters", weights)
    let nodeCount = operators.values.reduce(0, +)
    let listed = operators.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.value) × \($0.key)" }
    rows += section("operators", ["\(nodeCount) nodes of \(operators.count) operators"] + listed)
    return TextTable.aligned(rows, leading: 2).joined(separator: "\n") + "\n"
  }

  private func section(_ title: String, _ lines: [String]) -> [[String]] {
    lines.enumerated().map { [$0 == 0 ? title : "", $1] }
  }

  private var opsets: String {
    file.opsetImports.map { "\($0.domain.isEmpty ? "ai.onnx" : $0.domain) \($0.version)" }
      .joined(separator: ", ")
  }

  /// The inputs that a caller gives; those with an initializer are counted.
  private var inputs: [String] {
    let initialized = Set(file.graph.initializers.map(\.name))
    let free = file.graph.inputs.filter { !initialized.contains($0.name) }
    let rest = file.graph.inputs.count - free.count
    return free.map { "\($0.name): \(Self.spelled($0))" }
      + (rest == 0 ? [] : ["and \(rest) that initializers give"])
  }

  private var weights: [String] {
    guard !parameters.isEmpty else { return ["none (no initializers)"] }
    return parameters.sorted { $0.key < $1.key }.map { name, sum in
      "\(sum.elements) × \(name) in \(sum.tensors) tensor\(sum.tensors == 1 ? "" : "s"), "
        + Self.size(sum.bytes)
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1 << 20
      ? "\(bytes) bytes" : "\(Milliseconds.fixed(Double(bytes) / 1_048_576, 1)) MiB"
  }

  private static func spelled(_ value: ValueInfoProto) -> String {
    guard let type = value.type, let type = try? ValueType(type, of: value.name) else {
      return "no type"
    }
    return "\(type)"
  }
}
