import CKernels
import Graphs
import Tensors

/// `Z = X ^ Y`, in the type of X. Integer powers wrap.
///
/// - Source: ONNX Pow, opsets 1, 7, 12, 13, 15.
struct Pow: Binary {
  static let schema = OperatorSchema(
    "Pow", inputs: [.one("X", "T"), .one("Y", "T1")], outputs: [.one("Z", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [LegacyBroadcast.axis.optional, LegacyBroadcast.broadcast.or(0)],
        inputs: [.one("X", "T"), .one("Y", "T")]),
      .since(
        7, ["T": .ieeeFloats],
        inputs: [.one("X", "T"), .one("Y", "T")]),
      .since(12, ["T": .ieeeFloats + [.int32, .int64], "T1": .classicNumbers]),
      .since(13, ["T": .floats + [.int32, .int64], "T1": .classicNumbers]),
      .since(15, ["T": .floats + [.int32, .int64], "T1": .numbers]),
    ])
  static let samples: [Sample] = [
    Sample([.uniform(0.1...3, 3, 5), .uniform(-2...3, 3, 5)]).types("T1", .floats),
    Sample([.list([1, 2, 3, -2, -1, 0, 4], [7]), .list([0, 1, 2, 3, 4, 5, 6], [7])]).everyPair,
    Sample([.list([1, -2, 3, -1.5, 4], [5]), .list([-1, 2, -3, 4, 0], [5])]).types("T", .floats),
    Sample([.uniform(0.1...3, 2, 3, 4), .list([2], [])]).since(7),
    Sample([.uniform(0.1...3, 2, 3, 4), .list([0.5], [])]).since(7).types("T1", .floats),
    Sample([.uniform(0.1...3, 3, 1, 5), .list([0, 1, 2, 3], [4, 1])]).since(7),
    Sample([
      .special(23, 1), .list([-2, -1, -0.5, 0, 0.5, 1, 2, 3, .infinity, -.infinity, .nan], [11]),
    ]).since(7)
      .types("T", .floats).types("T1", .floats),
    Sample([
      .list([1, -1, -2, 0, -0.0, .infinity, -.infinity, .nan], [8, 1]), .list([-3, 0, 2, 3], [4]),
    ]).since(7)
      .types("T", .floats).types("T1", .signedIntegers),
    Sample(
      [.uniform(0.1...3, 2, 3, 4, 5), .list([1, 2, 3, 0], [4])], ["broadcast": 1, "axis": 2]
    ).before(7),
    .refused(.shape, "the shapes do not broadcast", [.normal(2, 3), .normal(2, 4)]).since(7),
  ]
  static let tolerance = Tolerance.ulps(4)

  let alignment: LegacyBroadcast?

  init(_ node: NodeReader) throws(OperatorError) { alignment = try LegacyBroadcast(node) }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let (x, y) = (try inputs.tensor(0), try inputs.tensor(1))
    let (plan, shape) = try plan(x.shape, y.shape)
    let z: WideBuffer
    switch (try inputs.wide(0), try inputs.wide(1)) {
    case (.float(let a), .float(let b)): z = .float(plan.zip(a, b, Power()))
    case (.float(let a), .double(let b)):
      z = .float(plan.zip(a, b) { Float(Double.pow(Double($0), $1)) })
    case (.float(let a), .int(let b)): z = .float(plan.zip(a, b.mapped { Float($0) }, Power()))
    case (.float(let a), .uint(let b)): z = .float(plan.zip(a, b.mapped { Float($0) }, Power()))
    case (.double(let a), .float(let b)): z = .double(plan.zip(a, b.mapped { Double($0) }, Power()))
    case (.double(let a), .double(let b)): z = .double(plan.zip(a, b, Power()))
    case (.double(let a), .int(let b)): z = .double(plan.zip(a, b.mapped { Double($0) }, Power()))
    case (.double(let a), .uint(let b)): z = .double(plan.zip(a, b.mapped { Double($0) }, Power()))
    case (.int(let a), .int(let b)): z = .int(plan.zip(a, b) { power($0, $1) })
    case (.int(let a), .uint(let b)): z = .int(plan.zip(a, b) { power($0, $1) })
    case (.int(let a), .float(let b)): z = .int(plan.zip(a, b) { power($0, Double($1)) })
    case (.int(let a), .double(let b)): z = .int(plan.zip(a, b) { power($0, $1) })
    case (.uint(let a), .int(let b)): z = .uint(plan.zip(a, b) { power($0, $1) })
    case (.uint(let a), .uint(let b)): z = .uint(plan.zip(a, b) { power($0, $1) })
    case (.uint(let a), .float(let b)): z = .uint(plan.zip(a, b) { power($0, Double($1)) })
    case (.uint(let a), .double(let b)): z = .uint(plan.zip(a, b) { power($0, $1) })
    }
    return [try .narrowing(z, to: x.dtype, shape)]
  }

  private func power<I: WideInteger>(_ x: I, _ y: Double) -> I {
    I(truncatingIfNeeded: Int64(saturating: .pow(Double(x), y)))
  }

  /// By squaring, wrapping; a negative exponent gives the integer part of the fraction.
  private func power<I: WideInteger, E: WideInteger>(_ x: I, _ y: E) -> I {
    guard y >= 0 else {
      return x == 1 ? 1 : x == 0 &- 1 ? (y & 1 == 0 ? 1 : x) : 0
    }
    var (result, base, rest) = (1 as I, x, y)
    while rest > 0 {
      if rest & 1 == 1 { result = result &* base }
      base = base &* base
      rest >>= 1
    }
    return result
  }
}

private struct Power<F: WideFloat>: PairFunction {
  var kernel: FloatPairing? { WONNX_POW }
  @inline(__always) func callAsFunction(_ a: F, _ b: F) -> F { .pow(a, b) }
}

extension Pow: Differentiable {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (x, p, dy) = (try site.x, try site.input(1), try site.dy)
    let aligned = try alignedShape(try p.shape, to: try x.shape)
    let power = try p.reshaped(to: aligned)
    return [
      try site.gradient(of: 0) { () throws(OperatorError) in
        let wide = try power.cast(to: try x.dtype)
        let slope = try site.writer.apply(.pow, x, wide - 1) * wide
        return try (dy * slope).sum(to: try x.shape)
      },
      try site.gradient(of: 1) { () throws(OperatorError) in
        let isPositive = try x.isGreater(than: 0)
        let logarithm = try isPositive.choose(x, x.scalar(1)).map(.log)
        return try (dy * site.y * logarithm).sum(to: aligned).reshaped(to: try p.shape)
          .cast(to: try p.dtype)
      },
    ]
  }
}
