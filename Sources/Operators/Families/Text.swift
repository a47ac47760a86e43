import Graphs
import Tensors

/// An operator on strings, which live on the host.
protocol TextOperator: Operator {}

extension TextOperator {
  static var tolerance: Tolerance { .exact }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .host(.byNature("strings"))
  }
}

extension Evaluation {
  /// The elements of a string tensor, repeated to fill `shape` where it is given.
  func strings(_ index: Int, to shape: Shape? = nil) throws(OperatorError) -> Buffer<String> {
    var tensor = try tensor(index)
    if let shape { tensor = try tensor.viewed(by: .broadcasting(tensor.shape, to: shape)) }
    guard case .string(let values) = tensor.elements else {
      throw .wrongType(input: index, found: tensor.dtype.name, expected: "string")
    }
    return values
  }
}
