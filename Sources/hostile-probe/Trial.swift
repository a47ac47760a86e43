import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors

/// A specimen taken through everything that a runtime does with a node.
struct Trial: Sendable {
  let interpreter: Interpreter

  /// Whether the node gives values.
  @discardableResult
  func run(_ specimen: Specimen) async -> Bool {
    guard let node = try? specimen.node() else { return false }
    let unknown = specimen.inputs.map { _ in nil as Value? }
    infer(node, specimen.types, specimen.inputs)
    infer(node, specimen.types, unknown)
    infer(node, specimen.types.map { $0.map(\.withoutShape) }, specimen.inputs)
    infer(node, specimen.types.map { $0.map(\.withoutExtents) }, unknown)
    guard specimen.declared.isEmpty else { return false }
    return await Watchdog.watch { await evaluates(node, specimen) }
  }

  private func evaluates(_ node: Node, _ specimen: Specimen) async -> Bool {
    let given = node.inputs.compactMap { $0 }
    let graph = Graph(
      inputs: given, outputs: node.outputs.compactMap { $0 }, nodes: [node], opsets: ["": 25])
    let values: [Value] = specimen.inputs.compactMap { $0 }
    guard let prepared = try? await interpreter.prepare(graph) else { return false }
    return (try? await prepared.run(values)) != nil
  }

  private func infer(_ node: Node, _ types: [ValueType?], _ known: [Value?]) {
    guard node.revision?.objection(to: types) == nil else { return }
    let inference = Inference(types: types, known: known, outputCount: node.outputs.count)
    guard let outputs = try? node.operation.infer(inference) else { return }
    if outputs.allSatisfy(\.isSmall) { _ = try? node.operation.knownOutputs(inference) }
    lower(node, types, known, outputs, depth: 0)
  }

  private func lower(
    _ node: Node, _ types: [ValueType?], _ known: [Value?], _ outputs: [ValueType], depth: Int
  ) {
    guard types.allSatisfy({ $0?.hasExtents ?? true }),
      type(of: node.operation).findsExtents || outputs.allSatisfy(\.hasExtents)
    else { return }
    for device in Self.devices {
      let request = LoweringRequest(
        inputs: types, known: known, outputs: outputs, wanted: node.outputs.map { $0 != nil },
        device: device)
      switch try? node.operation.lower(request) {
      case .expansion(let graph) where depth < 3:
        lower(graph, types.compactMap { $0 }, depth: depth + 1)
      case .counted(let work): _ = try? work.rest([0, 0, 0, 0])
      case .dispatches, .expansion, .views, .values, .host, nil: continue
      }
    }
  }

  /// Lowers the nodes that an operator is made of.
  private func lower(_ graph: Graph, _ inputs: [ValueType], depth: Int) {
    guard let inference = try? TypeInference(graph, inputs: inputs) else { return }
    for node in graph.nodes {
      lower(
        node, node.inputs.map { $0.map { inference.graph.types[$0] ?? .unknown } },
        node.inputs.map { $0.flatMap { inference.known[$0] } },
        node.outputs.map { $0.flatMap { inference.graph.types[$0] } ?? .unknown }, depth: depth)
    }
  }

  private static let devices = [
    DeviceTraits(kernels: .lanes, subgroupSize: 8, tripBudget: 65_535, hasFloat64: true),
    DeviceTraits(kernels: .groups, subgroupSize: 32, tripBudget: .max, hasFloat64: false),
  ]
}

extension ValueType {
  /// Whether a runtime would have the operator say the values before a run.
  fileprivate var isSmall: Bool { (tensor?.byteCount ?? .max) <= 1 << 20 }

  fileprivate var hasExtents: Bool { tensor.map { $0.shape != nil } ?? (self != .unknown) }

  fileprivate var withoutShape: ValueType {
    tensor.map { .tensor(TensorType($0.dtype, nil)) } ?? self
  }

  fileprivate var withoutExtents: ValueType {
    tensor.map { .tensor(TensorType($0.dtype, $0.dims.map { $0.map { _ in .unknown } })) } ?? self
  }
}
