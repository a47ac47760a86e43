import Graphs
import Tensors

/// An operator whose output has its first input's elements, in their order, under other extents.
protocol Reshaping: Operator {
  /// The output's extents for the input's; `nil` is an unknown rank.
  func reshaped(
    _ dims: [Dimension]?, _ inputs: Inference
  ) throws(OperatorError) -> [Dimension]?
}

extension Reshaping {
  static var traits: OperatorTraits { .reshaping }
  static var tolerance: Tolerance { .exact }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    return [.tensor(TensorType(x.dtype, try reshaped(x.dims, inputs)))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let dims = try reshaped(x.shape.dimensions, inputs.inference)
    let shape = try TensorType(x.dtype, dims).extent()
    return [.tensor(try tensors { () throws(TensorError) in try x.reshaped(to: shape) })]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let dtype = try request.inference.tensor(0).dtype
    if dtype == .string { return .host(.byNature("strings")) }
    if request.outputs.first?.tensor?.shape == nil { _ = try request.integers(1) }
    return .views([0])
  }
}
