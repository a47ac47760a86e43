import Graphs
import Tensors

/// An operator whose output reads its first input by a start and one stride an axis, whatever the
/// element type.
protocol StridedMovement: Operator {
  /// How an output is read from an input of this shape.
  func view(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> StridedView
}

/// `Y[i…] = X[start + Σ i · stride]`.
struct StridedView: Sendable {
  var shape: Shape
  var strides: [Int]
  var start = 0
}

extension DType {
  /// The unsigned type of this width: what a data movement on the GPU sees.
  var carrier: DType {
    switch byteWidth {
    case 1: .uint8
    case 2: .uint16
    case 4: .uint32
    default: .uint64
    }
  }
}

extension StridedMovement {
  static var tolerance: Tolerance { .exact }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let view = try view(x.shape, inputs.inference)
    return [
      .tensor(
        x.gathering(view.shape.offsets(strides: view.strides, from: view.start), shape: view.shape))
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    guard dtype.byteWidth <= 8 else { return .host(.device("128-bit elements")) }
    return .dispatches([try view(shape, request.inference).dispatch(dtype, .input(0), .output(0))])
  }
}

extension StridedView {
  /// The dispatch that copies the view into `output`.
  func dispatch(_ dtype: DType, _ input: Binding.Resource, _ output: Binding.Resource) -> Dispatch {
    let plan = BroadcastPlan(dims: shape.dims, strides: [strides])
    return Dispatch(
      "Movement/Strided.comp", defines: ["RANK": String(plan.dims.count)],
      bindings: [.read("x", input, dtype.carrier), .write("y", output, dtype.carrier)],
      parameters: [.uint("count", shape.count), .uint("start", start)]
        + (plan.dims.isEmpty
          ? [] : [.uints("dims", plan.dims), .ints("strides", plan.strides[0])]),
      invocations: (shape.count, 1, 1), localSize: [256, 1, 1], tripBound: plan.dims.count)
  }
}
