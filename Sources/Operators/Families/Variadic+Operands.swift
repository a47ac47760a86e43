import Graphs
import Tensors

/// The inputs of a variadic operator in one wide type, and how they are read for one output.
struct Operands<N: WideNumber> {
  private(set) var values: [Buffer<N>] = []
  let shape: Shape
  private let plan: BroadcastPlan

  /// - Throws: `.broadcast` where an input does not fit those before it, `.wrongType` where `unwrap`
  ///   gives `nil`.
  init(
    _ inputs: Evaluation, _ unwrap: (WideBuffer) -> Buffer<N>?
  ) throws(OperatorError) {
    let first = try inputs.tensor(0)
    var shapes: [Shape] = []
    var joint = first.shape
    for index in inputs.values.indices {
      let next = try inputs.tensor(index)
      guard
        let dims = try broadcast([
          joint.dims.map { .known($0) }, next.shape.dims.map { .known($0) },
        ])
      else { throw .broadcast(joint, next.shape) }
      guard let value = unwrap(try inputs.wide(index)) else {
        throw .wrongType(input: index, found: next.dtype.name, expected: first.dtype.name)
      }
      joint = Shape(dims.compactMap(\.value))
      shapes.append(next.shape)
      values.append(value)
    }
    shape = joint
    plan = BroadcastPlan(shapes, to: joint)
  }

  /// `f(… f(f(X₀[i], X₁[i]), X₂[i]) …)`.
  func joined<F: PairFunction>(_ f: F) -> Buffer<N> where F.A == N, F.B == N, F.C == N {
    joined(f, Unchanged())
  }

  /// `finish(f(… f(f(X₀[i], X₁[i]), X₂[i]) …))`.
  func joined<F: PairFunction, G: ElementFunction>(_ f: F, _ finish: G) -> Buffer<N>
  where F.A == N, F.B == N, F.C == N, G.X == N, G.Y == N {
    Buffer(count: plan.count) { out in
      guard !out.isEmpty else { return }
      let target = SendablePointer(out)
      let sources = values.map { SendablePointer($0) }
      let steps = values.indices.map { plan.step($0) }
      plan.forEachRun { start, offsets, count in
        // Pieces that stay in the first cache while one input after the other joins them.
        for first in stride(from: 0, to: count, by: 2048) {
          let length = min(2048, count - first)
          let y = target.base + (start + first)
          func source(_ k: Int) -> UnsafePointer<N> {
            UnsafePointer(sources[k].base + (offsets[k] + first * steps[k]))
          }
          if sources.count == 1 {
            let (x, step) = (source(0), steps[0])
            for i in 0..<length { y[i] = x[i &* step] }
          } else {
            f.fill(y, length, source(0), step: steps[0], source(1), step: steps[1])
          }
          for k in sources.indices.dropFirst(2) {
            f.fill(y, length, UnsafePointer(y), step: 1, source(k), step: steps[k])
          }
          for i in 0..<length { y[i] = finish(y[i]) }
        }
      }
      withExtendedLifetime(values) {}
    }
  }
}

private struct Unchanged<N: WideNumber>: ElementFunction {
  @inline(__always) func callAsFunction(_ x: N) -> N { x }
}
