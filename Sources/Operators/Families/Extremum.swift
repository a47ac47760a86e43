import CKernels
import Graphs
import Tensors

/// The index of the extreme element along one axis.
///
/// The shader is `<Operator>.comp`: `#define BEFORE(a, b)` and `#include "Families/Extremum.glsl"`.
protocol Extremum: Operator {
  var settings: ExtremumSettings { get }
  /// Whether the greatest element is meant, not the least.
  static var isGreatest: Bool { get }
}

struct ExtremumSettings: Sendable {
  static let axis = AttributeKey<Int>("axis")
  static let keepDims = AttributeKey<Int>("keepdims")
  static let selectLastIndex = AttributeKey<Int>("select_last_index")

  let axis: Int
  let keepsDims: Bool
  let selectsLast: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    keepsDims = try node[Self.keepDims] != 0
    selectsLast = (node[ifPresent: Self.selectLastIndex] ?? 0) != 0
  }
}

extension OperatorSchema {
  static func extremum(_ name: String) -> Self {
    let settings = [ExtremumSettings.axis.or(0), ExtremumSettings.keepDims.or(1)]
    let all = settings + [ExtremumSettings.selectLastIndex.or(0)]
    return Self(
      name, inputs: [.one("data", "T")], outputs: [.one("reduced", "tensor(int64)")],
      history: [
        .since(1, ["T": .classicNumbers], attributes: settings),
        .since(11, ["T": .classicNumbers], attributes: settings),
        .since(12, ["T": .classicNumbers], attributes: all),
        .since(13, ["T": .numbers], attributes: all),
      ])
  }
}

extension Extremum {
  static var tolerance: Tolerance { .exact }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    guard let dims = try inputs.tensor(0).dims else { return [.tensor(TensorType(.int64, nil))] }
    let axis = try resolve(axis: settings.axis, rank: dims.count)
    return [.tensor(TensorType(.int64, reduced(dims, [axis], keepsDims: settings.keepsDims)))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let lines = try Lines(x.shape, axis: settings.axis)
    guard lines.extent > 0 || lines.count == 0 else {
      throw .mismatch("axis \(lines.axis) of \(x.shape) is empty, so it has no extreme element")
    }
    let y: Buffer<Int64>
    switch try inputs.wide(0) {
    case .float(let x): y = indices(x, lines)
    case .double(let x): y = indices(x, lines) { $0.isNaN }
    case .int(let x): y = indices(x, lines) { _ in false }
    case .uint(let x): y = indices(x, lines) { _ in false }
    }
    return [
      try .tensor(y, Shape(reduced(x.shape.dims, lines.axes, keepsDims: settings.keepsDims)))
    ]
  }

  private func indices(_ x: Buffer<Float>, _ lines: Lines) -> Buffer<Int64> {
    Buffer(count: lines.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      let (inner, extent, selectsLast) = (lines.inner, lines.extent, settings.selectsLast)
      Parallel.forEach(lines.count, grain: max(1, (1 << 14) / extent)) { range in
        var line = range.lowerBound
        while line < range.upperBound {
          let rows = min(range.upperBound - line, inner - line % inner)
          wonnx_sextreme_indices(
            RowLayout(length: extent, rows: rows, step: inner), Self.isGreatest, selectsLast,
            source.base + lines.start(line), target.base + line)
          line += rows
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  /// Whether `a` is more extreme than `b`.
  @inline(__always)
  private func precedes<N: WideNumber>(_ a: N, _ b: N) -> Bool {
    Self.isGreatest ? a > b : a < b
  }

  /// NaN is more extreme than any number.
  @inline(__always)
  private func indices<N: WideNumber>(
    _ x: Buffer<N>, _ lines: Lines, _ isNaN: (N) -> Bool
  ) -> Buffer<Int64> {
    Buffer(count: lines.count) { out in
      for line in 0..<lines.count {
        let start = lines.start(line)
        var (best, index) = (x[start], 0)
        for k in 1..<max(lines.extent, 1) {
          let value = x.base[start + k * lines.inner]
          let isBefore = isNaN(value) ? !isNaN(best) : !isNaN(best) && precedes(value, best)
          let isEqual = isNaN(value) ? isNaN(best) : value == best
          if isBefore || (settings.selectsLast && isEqual) { (best, index) = (value, k) }
        }
        out[line] = Int64(index)
      }
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let lines = try Lines(shape, axis: settings.axis)
    let defines = settings.selectsLast ? ["SELECTS_LAST": "1"] : [:]
    if request.device.kernels == .groups, shape.rank > 0 {
      let rows = RowsLowering(rows: Rows(shape, axes: lines.axes), device: request.device)
      return .dispatches([
        rows.dispatch(
          "\(Self.schema.name).comp", defines: defines, names: ["x"],
          bindings: [.read("x", .input(0), dtype), .write("y", .output(0), .int64)], passes: 1)
      ])
    }
    // A later piece starts from what the piece before it found.
    let pieces = lines.pieces(budget: request.device.tripBudget)
    return .dispatches(
      pieces.map { piece in
        Dispatch(
          "\(Self.schema.name).comp",
          defines: defines,
          bindings: [.read("x", .input(0), dtype), .readWrite("y", .output(0), .int64)],
          parameters: lines.parameters(piece), invocations: (lines.count, 1, 1),
          tripBound: piece.count)
      })
  }
}

/// A tensor as lines along one axis: `[outer, extent, inner]`.
struct Lines: Sendable {
  let axis: Int
  let extent: Int
  let inner: Int
  /// How many lines there are.
  let count: Int

  init(_ shape: Shape, axis: Int) throws(OperatorError) {
    self.axis = try resolve(axis: axis, rank: shape.rank)
    extent = shape.rank == 0 ? 1 : shape[self.axis]
    inner = shape.dims.dropFirst(self.axis + 1).reduce(1, *)
    count = shape.dims.prefix(self.axis).reduce(inner, *)
  }

  /// The axis, unless the tensor is a scalar.
  var axes: [Int] { [axis] }

  /// The offset of a line's first element; the next ones follow at a distance of `inner`.
  @inline(__always)
  func start(_ line: Int) -> Int { line / inner * extent * inner + line % inner }

  /// Ranges of the axis that one invocation can walk.
  func pieces(budget: Int) -> [Range<Int>] {
    let length = max(budget, 1)
    return stride(from: 0, to: max(extent, 1), by: length).map {
      $0..<min($0 + length, max(extent, 1))
    }
  }

  /// What the shaders of lines read.
  func parameters(_ piece: Range<Int>) -> [Parameter] {
    [
      .uint("count", count), .uint("extent", extent), .uint("inner", inner),
      .uint("first", piece.lowerBound), .uint("end", piece.upperBound),
    ]
  }
}
