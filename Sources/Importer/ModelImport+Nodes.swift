import Graphs
import ModelFiles
import Operators
import Tensors

extension ModelImport {
  /// Appends nodes in an order in which each finds its inputs.
  func append(
    _ nodes: [NodeProto], to graph: inout Graph, in scope: Scope, _ frame: Frame
  ) throws(ImportError) {
    for output in nodes.lazy.flatMap(\.outputs) where scope.owns(output) {
      throw .duplicateValue(output, graph: graph.name)
    }
    for index in try NodeOrder(nodes, graph: graph.name).indices() {
      let node = nodes[index]
      let name = frame.prefix + (node.name.isEmpty ? "\(node.operatorName)_\(index)" : node.name)
      if let (id, function) = function(of: node) {
        switch calls {
        case .expanded:
          try inline(function, id, for: node, named: name, to: &graph, in: scope, frame)
        case .kept: try keep(function, id, for: node, named: name, to: &graph, in: scope, frame)
        }
      } else {
        try append(node, named: name, to: &graph, in: scope, frame)
      }
    }
  }

  private func append(
    _ proto: NodeProto, named name: String, to graph: inout Graph, in scope: Scope, _ frame: Frame
  ) throws(ImportError) {
    let inputs = try readings(of: proto, named: name, in: scope)
    let attributes = try attributes(of: proto, named: name, in: scope, frame)
    let domain = proto.domain == "ai.onnx" ? "" : proto.domain
    guard let opset = frame.opsets[domain] else {
      throw .missingImport(node: name, domain: domain.isEmpty ? "ai.onnx" : domain)
    }
    let resolution = OperatorResolution(proto.operatorName, domain: domain, opset: opset, catalog)
    var outputs: [ValueID?] = []
    for output in proto.outputs {
      outputs.append(output.isEmpty ? nil : try define(output, in: scope, &graph, frame))
    }
    func unsupported(_ reason: UnsupportedNode.Reason) {
      let node = UnsupportedNode(
        node: name, name: proto.operatorName, domain: domain, opset: opset, reason: reason)
      switch foreign {
      case .refused: self.unsupported.append(node)
      case .kept:
        graph.nodes.append(
          Node(
            foreign: OperatorTitle(proto.operatorName, domain: domain), because: node.subject,
            named: name, opset: opset, inputs: inputs, outputs: outputs, attributes: attributes))
      }
    }
    switch resolution {
    case .unsupported(let reason): unsupported(reason)
    case .found(let type, let revision):
      let operation = "\(proto.operatorName)-\(revision.since)"
      try revision.check(proto, named: name, operation: operation, given: attributes)
      do throws(OperatorError) {
        var node = try Node(
          type, revision, named: name, inputs: inputs, outputs: outputs, attributes: attributes)
        if let gradient = node.operation as? Gradient {
          node.operation = try gradient.reading(graph) { scope.find($0).flatMap { $0 } }
        }
        graph.nodes.append(node)
      } catch .unsupported(let what) {
        unsupported(.setting(what))
      } catch {
        throw .node(NodeError(node: name, operation: operation, error))
      }
    }
  }

  /// The values that a node's inputs stand for.
  func readings(
    of node: NodeProto, named name: String, in scope: Scope
  ) throws(ImportError) -> [ValueID?] {
    var inputs: [ValueID?] = []
    for input in node.inputs {
      if input.isEmpty {
        inputs.append(nil)
      } else if let id = scope.find(input) {
        inputs.append(id)
      } else {
        throw .undefinedValue(input, reader: name)
      }
    }
    return inputs
  }
}

/// What a name means under an opset.
private enum OperatorResolution {
  case found(any Operator.Type, OperatorSchema.Revision)
  case unsupported(UnsupportedNode.Reason)

  /// The newest versions of ONNX 1.23 and of onnxruntime 1.32's own domain.
  private static let newest = [
    "": 28, "ai.onnx.ml": 5, "ai.onnx.preview": 1, "ai.onnx.preview.training": 1,
    "com.microsoft": 1,
  ]

  init(_ name: String, domain: String, opset: Int, _ catalog: OperatorCatalog) {
    if let newest = Self.newest[domain], opset > newest {
      self = .unsupported(.newerOpset(newest: newest))
    } else if let type = catalog.find(name, domain: domain) {
      if let revision = type.schema.revision(at: opset) {
        self =
          revision.isRefused
          ? .unsupported(.deprecated(since: revision.since)) : .found(type, revision)
      } else {
        self = .unsupported(.notBefore(opset: type.schema.history.first?.since ?? 1))
      }
    } else {
      self = .unsupported(.unknownOperator)
    }
  }
}

extension OperatorSchema.Revision {
  /// Checks a node's number of inputs and outputs and its attributes' names.
  fileprivate func check(
    _ node: NodeProto, named name: String, operation: String, given: [String: AttributeValue]
  ) throws(ImportError) {
    if let (found, expected) = Self.mismatch(inputs, node.inputs) {
      throw .inputCount(node: name, operation: operation, found: found, expected: expected)
    }
    if let (found, expected) = Self.mismatch(outputs, node.outputs) {
      throw .outputCount(node: name, operation: operation, found: found, expected: expected)
    }
    for (index, input) in node.inputs.enumerated() where input.isEmpty {
      if self.input(index)?.arity == .one {
        throw .node(NodeError(node: name, operation: operation, .missingInput(index)))
      }
    }
    let declared = Set(attributes.map(\.name))
    if let stray = given.keys.filter({ !declared.contains($0) }).min() {
      throw .unknownAttribute(stray, node: name, operation: operation)
    }
  }

  /// How many values are named and how many were expected, when the two do not fit. Empty names at
  /// the end are absent values.
  private static func mismatch(
    _ formals: [OperatorSchema.Formal], _ names: [String]
  ) -> (found: Int, expected: String)? {
    var least = 0
    var most: Int? = formals.count
    for (index, formal) in formals.enumerated() {
      switch formal.arity {
      case .one: least = index + 1
      case .optional: break
      case .variadic(let minimum, _):
        if minimum > 0 { least = index + minimum }
        most = nil
      }
    }
    let found = names.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
    if found >= least, most.map({ found <= $0 }) ?? true { return nil }
    let expected =
      most == least ? "\(least)" : most.map { "\(least) to \($0)" } ?? "at least \(least)"
    return (found, expected)
  }
}
