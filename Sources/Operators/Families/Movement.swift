import Graphs
import Tensors

/// An operator whose outputs read its first input by a start and one stride an axis, whatever the
/// element type.
protocol StridedMovement: Operator {
  /// How each output is read from an input of this shape.
  func views(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> [StridedView]
}

/// `Y[i…] = X[start + Σ i · stride]`.
struct StridedView: Sendable {
  /// The output's shape.
  var shape: Shape
  /// The extents that are walked, in row-major order of the output.
  var dims: [Int]
  var strides: [Int]
  var start = 0

  init(shape: Shape, strides: [Int], start: Int = 0) {
    self.shape = shape
    self.dims = shape.dims
    self.strides = strides
    self.start = start
  }

  /// An output whose axes are groups of the walked ones.
  init(shape: Shape, dims: [Int], strides: [Int]) {
    self.shape = shape
    self.dims = dims
    self.strides = strides
  }

  /// Whether the output is the whole of an input of `count` elements, in its order.
  func isWhole(of count: Int) -> Bool {
    shape.count == count && start == 0
      && BroadcastPlan(dims: dims, strides: [strides]).isContiguous(0)
  }
}

extension DType {
  /// The type of this width that a data movement on the GPU sees: an unsigned one, or two of 64 bits.
  var carrier: DType {
    switch byteWidth {
    case 1: .uint8
    case 2: .uint16
    case 4: .uint32
    case 8: .uint64
    default: .complex128
    }
  }

  /// Why the GPU cannot move elements of this type; `nil` where it can.
  var immovable: HostReason? {
    self == .string ? .byNature("strings") : nil
  }
}

extension StridedMovement {
  static var tolerance: Tolerance { .exact }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    return try views(x.shape, inputs.inference).map { view throws(OperatorError) in
      .tensor(try x.viewed(by: view))
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    let views = try views(shape, request.inference)
    if views.allSatisfy({ $0.isWhole(of: shape.count) }) { return .views(views.map { _ in 0 }) }
    return .dispatches(
      zip(views, views.indices).filter { request.wants($1) && $0.shape.count > 0 }.map {
        $0.dispatch(dtype, .input(0), .output($1))
      })
  }
}

extension LoweringRequest {
  /// Whether output `index` is asked for.
  func wants(_ index: Int) -> Bool { index < wanted.count && wanted[index] }
}

extension StridedView {
  /// The dispatch that copies the view into `output`.
  func dispatch(_ dtype: DType, _ input: Binding.Resource, _ output: Binding.Resource) -> Dispatch {
    let plan = BroadcastPlan(dims: dims, strides: [strides])
    return Dispatch(
      "Movement/Strided.comp", defines: ["RANK": String(plan.dims.count)],
      bindings: [.read("x", input, dtype.carrier), .write("y", output, dtype.carrier)],
      parameters: [.uint("count", shape.count), .uint("start", start)]
        + (plan.dims.isEmpty
          ? [] : [.uints("dims", plan.dims), .ints("strides", plan.strides[0])]),
      invocations: (shape.count, 1, 1), localSize: [256, 1, 1], tripBound: plan.dims.count)
  }
}
