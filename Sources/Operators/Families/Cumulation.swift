import Graphs
import Tensors

/// Running folds along one axis: `y[k] = x[0] ∘ … ∘ x[k]`, or without `x[k]`, or from the other end.
///
/// The shader is `<Operator>.comp`: `#define JOIN(a, b)`, `#define NEUTRAL` and
/// `#include "Families/Cumulation.glsl"`.
protocol Cumulation: Operator {
  var settings: CumulationSettings { get }
  func join<F: WideFloat>(_ a: F, _ b: F) -> F
  func join<I: WideInteger>(integer a: I, _ b: I) -> I
  /// What an exclusive fold starts with.
  var neutral: Int { get }
}

struct CumulationSettings: Sendable {
  static let exclusive = AttributeKey<Int>("exclusive")
  static let reverse = AttributeKey<Int>("reverse")

  let isExclusive: Bool
  let isReversed: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    isExclusive = try node[Self.exclusive] != 0
    isReversed = try node[Self.reverse] != 0
  }
}

extension OperatorSchema {
  static func cumulation(_ name: String, _ types: [(since: Int, TypeSet)]) -> Self {
    Self(
      name, inputs: [.one("x", "T"), .one("axis", "T2")], outputs: [.one("y", "T")],
      history: types.map { since, types in
        .since(
          since, ["T": types, "T2": [.int32, .int64]],
          attributes: [CumulationSettings.exclusive.or(0), CumulationSettings.reverse.or(0)])
      })
  }
}

extension Cumulation {
  static var tolerance: Tolerance { .accumulated }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    if let axis = inputs.knownIntegers(1), let rank = x.rank {
      _ = try resolve(axis: try single(axis), rank: rank)
    }
    return [.tensor(x)]
  }

  private func single(_ axis: [Int]?) throws(OperatorError) -> Int {
    guard let axis, axis.count == 1 else {
      throw .mismatch("axis has \(axis?.count ?? 0) elements, expected one")
    }
    return axis[0]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    let lines = try Lines(x.shape, axis: try single(try inputs.integers(1)))
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let x): y = .float(folded(x, lines) { join($0, $1) })
    case .double(let x): y = .double(folded(x, lines) { join($0, $1) })
    case .int(let x): y = .int(folded(x, lines) { join(integer: $0, $1) })
    case .uint(let x): y = .uint(folded(x, lines) { join(integer: $0, $1) })
    }
    return [try .narrowing(y, to: x.dtype, x.shape)]
  }

  @inline(__always)
  private func folded<N: WideNumber>(
    _ x: Buffer<N>, _ lines: Lines, _ join: (N, N) -> N
  ) -> Buffer<N> {
    Buffer(count: x.count) { out in
      guard x.count > 0 else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      let neutral = N(exactly: neutral) ?? .zero
      let last = lines.extent - 1
      let (first, step) = settings.isReversed ? (last, -lines.inner) : (0, lines.inner)
      let isExclusive = settings.isExclusive
      // Lines run side by side: one alone waits for each of its steps.
      let side = lines.inner > 1 ? lines.inner : min(8, lines.count)
      let pitch = lines.inner > 1 ? 1 : lines.extent
      let start = first * lines.inner
      for line in stride(from: 0, to: lines.count, by: side) {
        let (x, y) = (
          source.base + lines.start(line) + start, target.base + lines.start(line) + start
        )
        let rows = min(side, lines.count - line)
        for j in 0..<rows { y[j &* pitch] = isExclusive ? neutral : x[j &* pitch] }
        guard last > 0 else { continue }
        if isExclusive { for j in 0..<rows { y[j &* pitch &+ step] = x[j &* pitch] } }
        for k in (isExclusive ? 2 : 1)..<max(2, lines.extent) {
          let (former, next) = (y + (k - 1) &* step, y + k &* step)
          let terms = isExclusive ? x + (k - 1) &* step : x + k &* step
          if pitch == 1 {
            for j in 0..<rows { next[j] = join(former[j], terms[j]) }
          } else {
            for j in 0..<rows { next[j &* pitch] = join(former[j &* pitch], terms[j &* pitch]) }
          }
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    let lines = try Lines(shape, axis: try single(try request.inference.integers(1)))
    let pieces = lines.pieces(budget: request.device.tripBudget)
    var defines: [String: String] = [:]
    if settings.isExclusive { defines["IS_EXCLUSIVE"] = "1" }
    if settings.isReversed { defines["IS_REVERSED"] = "1" }
    if pieces.count > 1 { defines["CARRIES"] = "1" }
    return .dispatches(
      pieces.map { piece in
        Dispatch(
          "\(Self.schema.name).comp", defines: defines,
          bindings: [.read("x", .input(0), dtype), .write("y", .output(0), dtype)]
            + (pieces.count > 1 ? [.readWrite("carry", .scratch(0), dtype.accumulator)] : []),
          parameters: lines.parameters(piece), invocations: (lines.count, 1, 1),
          tripBound: piece.count)
      }, scratch: pieces.count > 1 ? [TensorType(dtype.accumulator, Shape([lines.count]))] : [])
  }
}
