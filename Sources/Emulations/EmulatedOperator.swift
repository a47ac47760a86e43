package import Graphs
import Operators
import Tensors

/// An operator in whose place an emulation stands.
///
/// It may run bodies, as a composite does, and is neither folded nor run ahead, like one that draws
/// random numbers: so every run sees what the emulation does.
struct EmulatedOperator: Composite {
  static let schema = OperatorSchema(
    "Emulated", domain: "wonnx",
    inputs: [.variadic("inputs", "V", minimum: 0, isHomogeneous: false)],
    outputs: [.variadic("outputs", "V", minimum: 0, isHomogeneous: false)], history: [.since(1)])
  static let tolerance = Tolerance.exact
  static let isDeterministic = false
  static let hasOwnKernel = true

  fileprivate let operation: any Operator
  private let change: Change

  init(_ operation: any Operator, _ change: @escaping Change) {
    self.operation = operation
    self.change = change
  }

  init(_ node: NodeReader) throws(OperatorError) {
    throw .unsupported("an emulation by its attributes")
  }

  var title: OperatorTitle { operation.title }
  var bodies: [Graph] { operation.bodies }

  /// Nothing: an emulation may give other types and shapes.
  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { [] }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    throw .unsupported("the graph of an emulation")
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let outputs: [Value?]?
    do { outputs = try change(operation, inputs) } catch let error as OperatorError {
      throw error
    } catch {
      throw .mismatch(String(describing: error))
    }
    guard let outputs else { throw Emulation.inapplicable }
    return outputs
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering { .host(.noKernel) }
}

extension Node {
  /// The node with its own operator, where an emulation stands in its place.
  package var unemulated: Node {
    guard let emulated = operation as? EmulatedOperator else { return self }
    var node = self
    node.operation = emulated.operation
    return node
  }
}
