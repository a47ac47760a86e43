package import Graphs

/// Why a model file is no graph that this program can run.
package enum ImportError: Error, Sendable, CustomStringConvertible {
  /// Every node whose operator, revision or setting this program does not do.
  case unsupported([UnsupportedNode])
  case missingImport(node: String, domain: String)
  /// Nodes each of which needs the one before it.
  case cycle([String])
  case undefinedValue(String, reader: String)
  case duplicateValue(String, graph: String)
  case inputCount(node: String, operation: String, found: Int, expected: String)
  case outputCount(node: String, operation: String, found: Int, expected: String)
  case unknownAttribute(String, node: String, operation: String)
  case attribute(String, node: String, String)
  case recursion([String])
  case tooDeep(limit: Int)
  case tooManyNodes(limit: Int)
  case elementType(Int, value: String)
  case sparse(String, elements: Int, limit: Int)
  case node(NodeError)

  package var description: String {
    switch self {
    case .unsupported(let nodes): Self.sentence(nodes)
    case .missingImport(let node, let domain):
      "Node '\(node)' is of domain '\(domain)', of which the model imports no version."
    case .cycle(let nodes):
      "Nodes \(nodes.map { "'\($0)'" }.joined(separator: ", ")) wait for each other's values."
    case .undefinedValue(let value, let reader):
      "'\(reader)' reads value '\(value)', which nothing makes."
    case .duplicateValue(let value, let graph):
      "Value '\(value)' is made more than once in graph '\(graph)'."
    case .inputCount(let node, let operation, let found, let expected):
      "\(operation) '\(node)': \(found) inputs, expected \(expected)."
    case .outputCount(let node, let operation, let found, let expected):
      "\(operation) '\(node)': \(found) outputs, expected \(expected)."
    case .unknownAttribute(let name, let node, let operation):
      "\(operation) '\(node)': the operator has no attribute '\(name)'."
    case .attribute(let name, let node, let sentence):
      "Node '\(node)': attribute '\(name)' \(sentence)."
    case .recursion(let functions):
      "Functions call themselves: \(functions.joined(separator: " → "))."
    case .tooDeep(let limit): "Functions call each other more than \(limit) deep."
    case .tooManyNodes(let limit):
      "The model has more than \(limit) nodes with its functions inlined."
    case .elementType(let number, let value):
      "Value '\(value)' has element type \(number), which this program does not know."
    case .sparse(let name, let elements, let limit):
      "Sparse initializer '\(name)' has \(elements) elements when dense, expected up to \(limit)."
    case .node(let error): "\(error)."
    }
  }

  private static func sentence(_ nodes: [UnsupportedNode]) -> String {
    var reasons: [String] = []
    for node in nodes {
      let reason = "\(node)"
      if !reasons.contains(reason) { reasons.append(reason) }
    }
    return reasons.joined(separator: "; ") + "."
  }
}

/// A node that this program can't run.
package struct UnsupportedNode: Sendable, Equatable, CustomStringConvertible {
  package enum Reason: Sendable, Equatable {
    case unknownOperator
    /// The model's opset is newer than any that this program knows.
    case newerOpset(newest: Int)
    case notBefore(opset: Int)
    case deprecated(since: Int)
    case setting(String)
  }
  package let node: String
  package let name: String
  package let domain: String
  package let opset: Int
  package let reason: Reason

  /// The operator and its opset, with the domain unless it is `ai.onnx`.
  private var operation: String { "\(domain.isEmpty ? "" : domain + ".")\(name)-\(opset)" }

  /// What is not supported, as a sentence begins.
  var subject: String {
    switch reason {
    case .unknownOperator: "operator \(operation)"
    case .newerOpset(let newest): "\(operation), of an opset after \(newest),"
    case .notBefore(let opset): "operator \(operation), which does not exist before opset \(opset),"
    case .deprecated(let since): "operator \(operation), deprecated since opset \(since),"
    case .setting(let what): what
    }
  }

  /// What to do about an operator of another domain, for the end of a sentence.
  private var advice: String {
    switch domain {
    case "com.microsoft.nchwc", "com.ms.internal.nhwc":
      ": onnxruntime's optimiser writes it for the machine it runs on; save the model again with"
        + " graph_optimization_level ORT_ENABLE_EXTENDED or less"
    case "com.microsoft": ": it is onnxruntime's own, and none of those that this program has"
    default: ""
    }
  }

  package var description: String {
    switch reason {
    case .unknownOperator: "operator \(operation) is not supported\(advice)"
    case .newerOpset(let newest):
      "\(operation) is newer than opset \(newest), the newest this program knows"
    case .notBefore(let opset): "operator \(operation) does not exist before opset \(opset)"
    case .deprecated(let since): "operator \(operation) is deprecated since opset \(since)"
    case .setting(let what): "\(operation) '\(node)': \(what) is not supported"
    }
  }
}
