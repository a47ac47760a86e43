package import Graphs
package import ModelFiles
package import Operators

/// The graph of a model file, every name a number and every node an operator.
///
/// Nodes come in an order in which every value is made before it is read. A function of the model
/// takes precedence over an operator of the same name, because the model's author wrote it.
///
/// - Parameters:
///   - calls: what becomes of calls of such functions.
///   - foreign: what becomes of nodes that this program can't run.
/// - Throws: `.unsupported` with every node that this program can't run, if any; otherwise what
///   contradicts the standard first.
package func importGraph(
  _ file: ModelFile, catalog: OperatorCatalog = .standard, calls: FunctionCalls = .expanded,
  foreign: ForeignNodes = .refused
) throws(ImportError) -> Graph {
  let model = ModelImport(file, catalog: catalog, calls: calls, foreign: foreign)
  let graph = try model.graph(file.graph, outer: nil, frame: try model.outermost(file))
  guard model.unsupported.isEmpty else { throw .unsupported(model.unsupported) }
  return graph
}

/// What becomes of nodes that this program can't run.
package enum ForeignNodes: Sendable {
  /// The model is refused with all of them.
  case refused
  /// Each is a ``ForeignOperator``.
  case kept
}

/// What an import carries along: numbers given out, functions, and what it could not support.
final class ModelImport {
  let catalog: OperatorCatalog
  let calls: FunctionCalls
  let foreign: ForeignNodes
  var unsupported: [UnsupportedNode] = []
  private let functions: [FunctionID: FunctionProto]
  private var valueCount = 0

  /// More nodes than any model has.
  private static let mostNodes = 1_000_000

  init(_ file: ModelFile, catalog: OperatorCatalog, calls: FunctionCalls, foreign: ForeignNodes) {
    self.catalog = catalog
    self.calls = calls
    self.foreign = foreign
    functions = Dictionary(
      file.functions.map {
        (FunctionID(domain: $0.domain, name: $0.name, overload: $0.overload), $0)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The frame of the model's own graph.
  func outermost(_ file: ModelFile) throws(ImportError) -> Frame {
    var nodes = InlinedNodes(functions)
    guard nodes.count(file.graph.nodes) <= Self.mostNodes else {
      throw .tooManyNodes(limit: Self.mostNodes)
    }
    var opsets = Frame.opsets(file.opsetImports)
    // Before IR version 3 a model had no imports, and its operators are those of opset 1.
    if file.irVersion < 3, opsets[""] == nil { opsets[""] = 1 }
    return Frame(opsets: opsets)
  }

  func function(of node: NodeProto) -> (FunctionID, FunctionProto)? {
    let id = node.function
    return functions[id].map { (id, $0) }
  }

  func newValue() -> ValueID {
    valueCount += 1
    return ValueID(valueCount - 1)
  }
}

/// What names a function.
struct FunctionID: Hashable {
  let domain: String
  let name: String
  let overload: String

  init(domain: String, name: String, overload: String) {
    self.domain = domain == "ai.onnx" ? "" : domain
    self.name = name
    self.overload = overload
  }
}

/// Where nodes stand: in the model's graphs, or in the body of a function that is being inlined.
struct Frame {
  /// Versions by domain, `ai.onnx` as the empty one.
  var opsets: [String: Int]
  /// The call's attributes and the function's defaults.
  var attributes: [String: AttributeValue] = [:]
  /// The functions being inlined, outermost first.
  var calls: [FunctionID] = []
  /// What the names of nodes and values begin with.
  var prefix = ""

  static func opsets(_ imports: [OperatorSetID]) -> [String: Int] {
    var opsets: [String: Int] = [:]
    for item in imports {
      let domain = item.domain == "ai.onnx" ? "" : item.domain
      opsets[domain] = max(opsets[domain] ?? 0, Int(item.version))
    }
    return opsets
  }
}

/// The values that names stand for, here and around.
final class Scope {
  private let outer: Scope?
  /// An absent input of a function is bound to `nil`.
  private var values: [String: ValueID?] = [:]

  init(outer: Scope?) { self.outer = outer }

  /// `.some(nil)` is a name that stands for an absent value, `nil` an unknown name.
  func find(_ name: String) -> ValueID?? { values[name] ?? outer?.find(name) }

  func bind(_ name: String, to id: ValueID?) { values[name] = .some(id) }

  /// Whether the name is bound here, not around.
  func owns(_ name: String) -> Bool { values[name] != nil }
}
