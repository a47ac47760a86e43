import Graphs
import Tensors

/// A node in words.
struct NodeSummary {
  private let node: Node

  init(_ node: Node) { self.node = node }

  /// The operator with the revision in force: `Conv-11`, `com.microsoft.FusedConv-1`.
  var title: String {
    (node.domain.isEmpty ? "" : "\(node.domain).") + "\(node.operatorName)-\(node.opset)"
  }

  /// Those whose values are not the defaults, sorted by name; graphs are ``bodies``.
  var attributes: [(String, String)] {
    let defaults = node.revision?.attributes ?? []
    return node.attributes.keys.sorted().compactMap { name in
      guard let value = node.attributes[name], let text = AttributeText.of(value) else {
        return nil
      }
      let usual = defaults.first { $0.name == name }?.defaultValue.flatMap(AttributeText.of)
      return text == usual ? nil : (name, text)
    }
  }

  /// The graphs among the attributes, with their names, of lists `name[0]`.
  var bodies: [(String, Graph)] {
    node.attributes.keys.sorted().flatMap { name -> [(String, Graph)] in
      switch node.attributes[name] {
      case .graph(let body): [(name, body)]
      case .graphs(let bodies): bodies.enumerated().map { ("\(name)[\($0)]", $1) }
      default: []
      }
    }
  }
}

/// An attribute's value as text.
enum AttributeText {
  /// `nil` of graphs.
  static func of(_ value: AttributeValue) -> String? {
    switch value {
    case .float(let x): "\(x)"
    case .int(let x): "\(x)"
    case .string(let x): quoted(x)
    case .floats(let x): "\(x)"
    case .ints(let x): "\(x)"
    case .strings(let x): "[\(x.map(quoted).joined(separator: ", "))]"
    case .tensor(let x): ValueText(.tensor(x)).described
    case .tensors(let x):
      "[\(x.map { ValueText(.tensor($0)).described }.joined(separator: ", "))]"
    case .sparseTensor(let x): ValueText(.sparse(x)).described
    case .sparseTensors(let x):
      "[\(x.map { ValueText(.sparse($0)).described }.joined(separator: ", "))]"
    case .typeProto(let x): x.sentence
    case .typeProtos(let x): "[\(x.map(\.sentence).joined(separator: ", "))]"
    case .graph, .graphs: nil
    }
  }

  private static func quoted(_ text: String) -> String { "\"\(text.onOneLine)\"" }
}
