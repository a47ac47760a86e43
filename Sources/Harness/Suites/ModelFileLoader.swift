package import Graphs
internal import Importer
internal import ModelFiles
package import Runtimes
package import Tensors

/// Loads cases with the project's own reader and importer.
package struct ModelFileLoader: CaseLoader {
  package init() {}

  package func source(_ path: String) throws(LoadError) -> ModelSource {
    let file = try model(path)
    return ModelSource(
      path: path, interface: ModelInterface(file), externalFiles: file.externalFiles
    ) { () throws(LoadError) in
      do throws(ImportError) { return try importGraph(file) } catch {
        if case .unsupported(let nodes) = error {
          throw LoadError(.unsupported, Self.sentence(nodes) ?? error.description)
        }
        throw LoadError(.importing, error.description)
      }
    }
  }

  /// The model as a graph.
  package func graph(_ path: String) throws(LoadError) -> Graph { try source(path).graph() }

  package func value(_ path: String, as type: ValueType?) throws(LoadError) -> Value {
    do { return try Value(path: path, as: type) } catch {
      throw LoadError(.load, error.description)
    }
  }

  package func facets(_ path: String) throws(LoadError) -> CaseFacets {
    let file = try model(path)
    var nodes = NodeCensus()
    nodes.count(file.graph.nodes)
    for function in file.functions { nodes.count(function.nodes) }
    let inputs = file.graph.inputs.map { $0.type?.spelled ?? "" }
    let outputs = file.graph.outputs.map { $0.type?.spelled ?? "" }
    return CaseFacets(
      operators: nodes.operators.sorted(), domains: nodes.domains.sorted(),
      opsets: Dictionary(
        file.opsetImports.map { ($0.domain.isEmpty ? "ai.onnx" : $0.domain, Int($0.version)) },
        uniquingKeysWith: { $1 }),
      nodeCount: nodes.total, inputTypes: inputs, outputTypes: outputs,
      elementTypes: Set((inputs + outputs).map(CaseFacets.elementType)).subtracting([""]).sorted())
  }

  /// Names each operator once, when operators are all that is missing.
  private static func sentence(_ nodes: [UnsupportedNode]) -> String? {
    guard nodes.allSatisfy({ $0.reason == .unknownOperator }) else { return nil }
    let names = Set(
      nodes.map { "\($0.domain.isEmpty ? "" : $0.domain + ".")\($0.name)-\($0.opset)" }
    )
    .sorted()
    guard names.count > 1 else { return nil }
    return "operators \(names.joined(separator: ", ")) are not supported."
  }

  private func model(_ path: String) throws(LoadError) -> ModelFile {
    do { return try ModelFile(path: path) } catch { throw LoadError(.load, error.description) }
  }
}

extension ModelInterface {
  fileprivate init(_ file: ModelFile) {
    let given = Set(
      file.graph.initializers.map(\.name) + file.graph.sparseInitializers.map(\.name))
    func port(_ value: ValueInfoProto) -> Port {
      Port(
        name: value.name, type: value.type.flatMap { try? ValueType($0, of: value.name) },
        hasDefault: given.contains(value.name))
    }
    self.init(inputs: file.graph.inputs.map(port), outputs: file.graph.outputs.map(port))
  }
}

/// Counts nodes with those of the graphs that they carry.
private struct NodeCensus {
  var total = 0
  var operators: Set<String> = []
  var domains: Set<String> = []

  mutating func count(_ nodes: [NodeProto]) {
    for node in nodes {
      total += 1
      operators.insert(node.operatorName)
      domains.insert(node.domain.isEmpty ? "ai.onnx" : node.domain)
      for attribute in node.attributes {
        switch attribute.value {
        case .graph(let graph): count(graph.nodes)
        case .graphs(let graphs): for graph in graphs { count(graph.nodes) }
        case .float, .int, .string, .tensor, .floats, .ints, .strings, .tensors, .sparseTensor,
          .sparseTensors, .typeProto, .typeProtos, .reference:
          break
        }
      }
    }
  }
}

extension TypeProto {
  /// The type as the schemas spell it; empty where the file says nothing.
  fileprivate var spelled: String {
    switch form {
    case .tensor(let number, _): "tensor(\(DType(rawValue: number)?.name ?? ""))"
    case .sparse(let number, _): "sparse_tensor(\(DType(rawValue: number)?.name ?? ""))"
    case .sequence(let element): "seq(\(element?.spelled ?? ""))"
    case .optional(let element): "optional(\(element?.spelled ?? ""))"
    case .map(let key, let value):
      "map(\(DType(rawValue: key)?.name ?? ""), \(value?.spelled ?? ""))"
    case .opaque, .none: ""
    }
  }
}
