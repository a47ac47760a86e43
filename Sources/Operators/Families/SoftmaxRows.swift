import CKernels
import Graphs
import Tensors

/// Turns each row along an axis into shares of one.
///
/// Before opset 13, all axes from `axis` on form the row.
protocol SoftmaxRows: Operator {
  var settings: SoftmaxSettings { get }
  /// Writes the results of rows that lie side by side.
  func write<F: WideFloat>(
    _ rows: RowLayout, _ x: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>)
  /// Writes a row's result, each step rounded as the standard's function of this operator rounds it.
  func write<F: WideFloat>(
    _ x: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>, count: Int, step: Int,
    _ narrowing: Narrowing)
}

struct SoftmaxSettings: Sendable {
  static let axis = AttributeKey<Int>("axis")

  let axis: Int
  let flattens: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    flattens = node.opset < 13
  }

  func axes(rank: Int) throws(OperatorError) -> [Int] {
    // Before opset 13, an axis of `rank` makes rows of one element.
    if flattens, axis == rank { return [] }
    let first = try resolve(axis: axis, rank: rank)
    if rank == 0 { return [] }
    return flattens ? Array(first..<rank) : [first]
  }
}

extension OperatorSchema {
  /// The schema that the softmax family shares.
  static func softmax(_ name: String) -> Self {
    let axis = SoftmaxSettings.axis
    return Self(
      name, inputs: [.one("input", "T")], outputs: [.one("output", "T")],
      history: [
        .since(1, ["T": .ieeeFloats], attributes: [axis.or(1)]),
        .since(11, ["T": .ieeeFloats], attributes: [axis.or(1)]),
        .since(13, ["T": .floats], attributes: [axis.or(-1)]),
      ])
  }
}

extension SoftmaxRows {
  static var tolerance: Tolerance { .accumulated }

  func write<F: WideFloat>(
    _ x: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>, count: Int, step: Int,
    _ narrowing: Narrowing
  ) {
    write(RowLayout(length: count, rows: 1, step: step), x, y)
  }

  /// The rounding between steps: to a type of 16 bits, from the opset on that has the function.
  private func narrowing(_ dtype: DType) -> Narrowing {
    settings.flattens || dtype.bitWidth > 16 ? .none : Narrowing(dtype)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if let rank = x.rank { _ = try settings.axes(rank: rank) }
    return [.tensor(x)]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let rows = Rows(x.shape, axes: try settings.axes(rank: x.rank))
    let y: WideBuffer
    switch x.widened(inputs.precision) {
    case .float(let values): y = .float(self.values(values, rows, narrowing(x.dtype)))
    case .double(let values): y = .double(self.values(values, rows, .none))
    default: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }

  private func values<F: WideFloat>(
    _ x: Buffer<F>, _ rows: Rows, _ narrowing: Narrowing
  ) -> Buffer<F> {
    Buffer(count: x.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      rows.forEachGroup(step: rows.step ?? 1, grain: 1 << 12) { _, start, layout in
        let (from, to) = (UnsafePointer(source.base + start), target.base + start)
        if narrowing == .none {
          write(layout, from, to)
        } else {
          for row in 0..<layout.rows {
            write(from + row, to + row, count: layout.length, step: layout.step, narrowing)
          }
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let rows = Rows(shape, axes: try settings.axes(rank: shape.rank))
    return .dispatches([
      RowsLowering(rows: rows, device: request.device).dispatch(
        "\(Self.schema.name).comp",
        defines: ["NARROW(v)": narrowing(dtype).shaderExpression], names: ["x"],
        bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)], passes: 2, sums: 1
      )
    ])
  }
}

extension WideFloat {
  /// The greatest of a row; NaN where there is one.
  @inline(__always)
  static func greatest(_ x: UnsafePointer<Self>, count: Int, step: Int) -> Self {
    var peak = -Self.infinity
    for i in 0..<count {
      let value = x[i &* step]
      peak = value > peak || value != value ? value : peak
    }
    return peak
  }
}

extension SoftmaxSettings {
  /// What runs may do to each step of the standard's function.
  func stored(_ dtype: DType) -> (Reals) -> Reals {
    flattens || dtype.bitWidth > 16 ? { $0 } : { $0.stored(as: dtype) }
  }
}
