import CKernels
import Graphs
import Tensors

/// A zero point and how it lies along a tensor: one number, or one for each index of an axis.
struct ZeroPoint: Sendable {
  let input: Int
  /// Strides over the tensor's axes.
  let strides: [Int]

  /// - Parameter axis: what a vector of zero points runs along; a tensor of them broadcasts.
  /// - Throws: `.broadcast` where it does not fit.
  init(_ input: Int, _ zero: Shape, over shape: Shape, axis: Int) throws(OperatorError) {
    self.input = input
    if zero.count == 1, zero.rank <= 1 {
      strides = Array(repeating: 0, count: shape.rank)
    } else if zero.rank == 1, shape.rank > 0 {
      let axis = axis < 0 ? axis + shape.rank : axis
      guard shape.dims.indices.contains(axis), zero[0] == shape[axis] else {
        throw .broadcast(shape, zero)
      }
      strides = shape.dims.indices.map { $0 == axis ? 1 : 0 }
    } else {
      strides = try zero.strides(broadcastTo: shape)
    }
  }

  /// One for all elements.
  ///
  /// - Throws: `.mismatch` unless it is a scalar or a vector of one.
  init(_ input: Int, single zero: Shape, over shape: Shape) throws(OperatorError) {
    guard zero.count == 1, zero.rank <= 1 else {
      throw .mismatch("input \(input) has shape \(zero), expected one element")
    }
    try self.init(input, zero, over: shape, axis: 0)
  }
}

/// Quantised elements less their zero point.
enum CenteredBuffer: Sendable {
  case integers(Buffer<Int64>)
  case floats(Buffer<Double>)

  init(
    _ x: Tensor, _ zero: Tensor?, _ point: ZeroPoint?, input: Int
  ) throws(OperatorError) {
    let plan = BroadcastPlan(
      dims: x.shape.dims,
      strides: [x.shape.strides, point?.strides ?? Array(repeating: 0, count: x.rank)])
    if x.dtype.isFloat {
      let offset = try doubles(zero, input) ?? [0]
      self = .floats(plan.zip(try doubles(x, input) ?? [], offset) { $0 - $1 })
    } else {
      guard let values = x.widenedIntegers, let offset = zero.map(\.widenedIntegers) ?? [0] else {
        throw .wrongType(input: input, found: x.dtype.name, expected: "an integer type")
      }
      self = .integers(plan.zip(values, offset) { $0 &- $1 })
    }
  }
}

extension Tensor {
  /// The elements of an integer tensor; `nil` for other types.
  var widenedIntegers: Buffer<Int64>? {
    switch widened(.native) {
    case .int(let x): x
    case .uint(let x): x.mapped { Int64(truncatingIfNeeded: $0) }
    case .float, .double, nil: nil
    }
  }
}

/// `y = saturate(round(sum · factor) + zero)`, half to even, where the factor is the operands' scales over
/// the result's.
struct Requantization: Sendable {
  let shape: Shape
  /// How the operands' scales, the result's scale and its zero point lie along the result.
  let strides: [[Int]]

  /// - Parameter scales: for the two operands, the result's scale and the zero point.
  init(_ shape: Shape, _ operands: [(shape: Shape, axis: Int)]) throws(OperatorError) {
    self.shape = shape
    var strides: [[Int]] = []
    for operand in operands {
      strides.append(
        try ZeroPoint(0, operand.shape, over: shape, axis: operand.axis).strides)
    }
    self.strides = strides
  }

  private var plan: BroadcastPlan {
    BroadcastPlan(dims: shape.dims, strides: [shape.strides] + strides)
  }

  /// Of sums of floats: the result's type is a float of 8 bits.
  func values(
    _ sums: Buffer<Double>, _ scales: [Buffer<Float>], _ zero: Tensor
  ) throws(OperatorError) -> Value {
    let zeros = try doubles(zero, 7) ?? [0]
    let plan = plan
    let y = Buffer<Double>(count: sums.count) { out in
      plan.forEachRow { start, offsets, count in
        for i in 0..<count {
          func at(_ k: Int) -> Int { offsets[k] + i * plan.step(k) }
          let factor = scales[0][at(1)] * scales[1][at(2)] / scales[2][at(3)]
          out[start + i] = Double(Float(sums[start + i]) * factor) + zeros[at(4)]
        }
      }
    }
    return try .narrowing(.double(y), to: zero.dtype, shape)
  }

  /// Of sums of integers.
  func values(
    _ sums: Buffer<Int32>, _ scales: [Buffer<Float>], _ zero: Tensor
  ) throws(OperatorError) -> Value {
    switch zero.elements {
    case .uint8(let zeros):
      try .tensor(
        requantized(sums, scales, mapped(zeros, Converted()), wonnx_requantize_u8), shape)
    case .int8(let zeros):
      try .tensor(
        requantized(sums, scales, mapped(zeros, Converted()), wonnx_requantize_s8), shape)
    default: try values(sums.mapped { Double($0) }, scales, zero)
    }
  }

  private func requantized<T: BitwiseCopyable & Sendable>(
    _ sums: Buffer<Int32>, _ scales: [Buffer<Float>], _ zeros: Buffer<Float>,
    _ kernel:
      @Sendable (
        UnsafePointer<Int32>?, wonnx_scales, UnsafeMutablePointer<T>?, Int
      ) -> Void
  ) -> Buffer<T> {
    let plan = plan
    // One number a run; the same numbers each row; others.
    let isUniform = (1...4).allSatisfy { plan.step($0) == 0 }
    let isByRow =
      !isUniform && (1...4).allSatisfy { plan.strides[$0].dropLast().allSatisfy { $0 == 0 } }
    @Sendable func fill(_ memory: UnsafeMutablePointer<Float>, _ offsets: [Int], _ length: Int) {
      for i in 0..<length {
        func at(_ k: Int) -> Int { offsets[k] + i * plan.step(k) }
        memory[i] = scales[0][at(1)] * scales[1][at(2)] / scales[2][at(3)]
        memory[length + i] = zeros[at(4)]
      }
    }
    let inner = plan.dims.last ?? 1
    let table = Buffer<Float>(count: isByRow ? 2 * inner : 0) { out in
      guard !out.isEmpty, let base = out.baseAddress else { return }
      fill(base, [0, 0, 0, 0, 0], inner)
    }
    return Buffer(count: sums.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(sums), SendablePointer(out))
      let rows = SendablePointer(table)
      plan.forEachRun { start, offsets, count in
        func run(_ scale: UnsafePointer<Float>, _ zero: UnsafePointer<Float>, _ step: Int) {
          let by = wonnx_scales(scale: scale, zero: zero, step: step)
          kernel(source.base + start, by, target.base + start, count)
        }
        if isByRow {
          let first = rows.base + start % inner
          return run(first, first + inner, 1)
        }
        let length = isUniform ? 1 : count
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * length) { memory in
          guard let base = memory.baseAddress else { return }
          fill(base, offsets, length)
          run(base, base + length, isUniform ? 0 : 1)
        }
      }
      withExtendedLifetime((sums, table)) {}
    }
  }

  /// Sums that are left in scratch tensor 2, and then quantised again by these inputs.
  func lowering(
    _ sums: Lowering, _ request: LoweringRequest, inputs: [Int]
  ) throws(OperatorError) -> Lowering {
    guard case .dispatches(let dispatches, let scratch) = sums else { return sums }
    let result = try dispatch(request, sums: .scratch(2), scratch[2].dtype, inputs: inputs)
    return .dispatches(dispatches + [result], scratch: scratch)
  }

  /// The dispatch that reads sums from scratch memory.
  func dispatch(
    _ request: LoweringRequest, sums: Binding.Resource, _ type: DType, inputs: [Int]
  ) throws(OperatorError) -> Dispatch {
    let plan = plan
    var bindings = [
      Binding.read("sum", sums, type), .write("y", .output(0), try request.output(0).dtype),
    ]
    for (name, input) in zip(["first", "second", "result", "zero"], inputs) {
      bindings.append(.read(name, .input(input), try request.tensor(input).dtype))
    }
    return Dispatch(
      "Matrix/Requantized.comp", defines: ["RANK": String(plan.dims.count)], bindings: bindings,
      parameters: [.uint("count", shape.count)]
        + plan.parameters(["sum", "first", "second", "result", "zero"]),
      invocations: (shape.count, 1, 1), tripBound: 5 * plan.dims.count)
  }
}

extension LoweringRequest {
  /// The dispatch that writes a quantised input less its zero point to scratch memory, and what it writes.
  func centering(
    _ index: Int, _ point: ZeroPoint?, scratch: Int, asFloats: Bool = false
  ) throws(OperatorError) -> (Dispatch, TensorType) {
    let (dtype, shape) = try tensor(index)
    let plan = BroadcastPlan(
      dims: shape.dims,
      strides: [shape.strides, point?.strides ?? Array(repeating: 0, count: shape.rank)])
    let centered: DType = dtype.isFloat || asFloats ? .float : .int32
    var bindings = [
      Binding.read("x", .input(index), dtype), .write("y", .scratch(scratch), centered),
    ]
    if let point {
      bindings.append(.read("zero", .input(point.input), try tensor(point.input).dtype))
    }
    let dispatch = Dispatch(
      "Matrix/Centered.comp",
      defines: ["RANK": String(plan.dims.count)].merging(
        point == nil ? [:] : ["HAS_ZERO": "1"]
      ) { $1 },
      bindings: bindings,
      parameters: [.uint("count", shape.count)] + plan.parameters(["x", "zero"]),
      invocations: (shape.count, 1, 1), tripBound: plan.dims.count)
    return (dispatch, TensorType(centered, shape))
  }
}
