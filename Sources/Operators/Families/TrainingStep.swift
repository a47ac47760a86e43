import Graphs
import Tensors

/// One step of gradient descent for any number of tensors at once.
///
/// - Shapes: inputs are the rate R, the count T of steps before, all tensors X, all gradients G and
///   all of each kind of state; outputs are the new X and states in that order.
///
/// The shader is `<Operator>.comp`: `void update(inout C x, C g, inout C first, inout C second, C r, int64_t t)`
/// and `#include "Families/TrainingStep.glsl"`.
protocol TrainingStep: Operator {
  /// How many tensors of state go with an X: 1 or 2.
  static var stateCount: Int { get }
  var shaderParameters: [Parameter] { get }
  /// The element after a step; `rate` is R and `count` is T.
  func updated<F: WideFloat>(
    _ element: TrainingElement<F>, rate: F, count: Int
  ) -> TrainingElement<F>
  func updated(_ element: TrainingBall, rate: Ball, count: Int) -> TrainingBall
}

/// The same of numbers with errors.
struct TrainingBall: Sendable {
  var x: Ball
  let gradient: Ball
  var first: Ball
  var second: Ball
  let unit: Double

  func number(_ value: Float) -> Ball { Ball(Double(value), unit: unit) }
}

/// An element of X with its gradient and states.
struct TrainingElement<F: WideFloat>: Sendable {
  var x: F
  var gradient: F
  var first: F
  /// 0 where there is one state.
  var second: F
}

extension OperatorSchema {
  static func trainingStep(_ name: String, attributes: [AttributeDeclaration]) -> Self {
    Self(
      name, domain: "ai.onnx.preview.training",
      inputs: [.one("R", "T1"), .one("T", "T2"), .variadic("inputs", "T3", isHomogeneous: false)],
      outputs: [.variadic("outputs", "T3", isHomogeneous: false)],
      history: [
        .since(
          1, ["T1": [.float, .double], "T2": [.int64], "T3": [.float, .double]],
          attributes: attributes)
      ])
  }
}

extension TrainingStep {
  static var tolerance: Tolerance { .accumulated }

  /// How many tensors X there are.
  private func count(_ inputCount: Int) throws(OperatorError) -> Int {
    let kinds = 2 + Self.stateCount
    guard inputCount > 2, (inputCount - 2) % kinds == 0 else {
      throw .mismatch("\(inputCount) inputs, expected 2 and a multiple of \(kinds)")
    }
    return (inputCount - 2) / kinds
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let count = try count(inputs.types.count)
    var outputs: [ValueType] = []
    for kind in 0...Self.stateCount {
      for k in 0..<count {
        let x = try inputs.tensor(2 + k)
        // The gradient comes before the states.
        let index = kind == 0 ? 2 + k : 2 + count * (kind + 1) + k
        for other in [2 + count + k, index] {
          guard let a = x.shape, let b = try inputs.tensor(other).shape, a != b else { continue }
          throw .mismatch("input \(other) has shape \(b), expected \(a) like input \(2 + k)")
        }
        outputs.append(.tensor(try inputs.tensor(index)))
      }
    }
    return outputs
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let count = try count(inputs.values.count)
    var outputs = [Value?](repeating: nil, count: count * (1 + Self.stateCount))
    for k in 0..<count {
      let dtype = try inputs.tensor(2 + k).dtype
      let isWide = inputs.precision == .double || dtype == .double
      let new =
        isWide
        ? try stepped(inputs, k, of: count, Double.self)
        : try stepped(inputs, k, of: count, Float.self)
      for (kind, value) in new.enumerated() { outputs[kind * count + k] = value }
    }
    return outputs
  }

  private func stepped<F: WideFloat>(
    _ inputs: Evaluation, _ k: Int, of count: Int, _ type: F.Type
  ) throws(OperatorError) -> [Value] {
    func tensor(_ kind: Int) throws(OperatorError) -> Tensor {
      try inputs.tensor(2 + kind * count + k)
    }
    guard let rate = try inputs.tensor(0).floats(F.self).first,
      let steps = try inputs.integers(1)?.first
    else { throw .mismatch("R and T must be one number each") }
    let x = try tensor(0)
    let gradient = try tensor(1)
    guard gradient.count == x.count else {
      throw .mismatch("the gradient has shape \(gradient.shape), expected \(x.shape)")
    }
    let (values, gradients) = (try x.floats(F.self), try gradient.floats(F.self))
    let first = try tensor(2).floats(F.self)
    let second = Self.stateCount > 1 ? try tensor(3).floats(F.self) : nil
    let elements = (0..<x.count).map { i in
      updated(
        TrainingElement(
          x: values[i], gradient: gradients[i], first: first[i], second: second?[i] ?? 0),
        rate: rate, count: steps)
    }
    var outputs = [
      try Value.narrowing(F.wrap(wide: Buffer(elements.map(\.x))), to: x.dtype, x.shape),
      try Value.narrowing(
        F.wrap(wide: Buffer(elements.map(\.first))), to: try tensor(2).dtype, x.shape),
    ]
    if Self.stateCount > 1 {
      outputs.append(
        try .narrowing(
          F.wrap(wide: Buffer(elements.map(\.second))), to: try tensor(3).dtype, x.shape))
    }
    return outputs
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let count = try count(request.inputs.count)
    var dispatches: [Dispatch] = []
    for k in 0..<count {
      let (dtype, shape) = try request.tensor(2 + k)
      let names = ["x", "g", "v", "h"]
      var bindings: [Binding] = [
        .read("r", .input(0), try request.tensor(0).dtype), .read("t", .input(1), .int64),
      ]
      for kind in 0..<(2 + Self.stateCount) {
        let index = 2 + kind * count + k
        bindings.append(.read(names[kind], .input(index), try request.tensor(index).dtype))
      }
      for kind in 0...Self.stateCount {
        let index = kind * count + k
        guard index < request.wanted.count, request.wanted[index] else { continue }
        bindings.append(
          .write(
            ["x_new", "v_new", "h_new"][kind], .output(index), try request.output(index).dtype))
      }
      dispatches.append(
        Dispatch(
          "\(Self.schema.name).comp", defines: ["C": dtype == .double ? "double" : "float"],
          bindings: bindings, parameters: [.uint("count", shape.count)] + shaderParameters,
          invocations: (shape.count, 1, 1), localSize: [256, 1, 1]))
    }
    return .dispatches(dispatches)
  }
}

extension TrainingStep {
  private static func inputs(_ count: Double, _ x: [Draw]) -> [Draw?] {
    let kinds = 2 + stateCount
    let all = (0..<kinds).flatMap { kind in
      // The last state is a sum of squares.
      x.map { kind == kinds - 1 ? Draw(.uniform(0...1), $0.shape) : $0 }
    }
    return [.scalar(0.1), .scalar(count)] + all
  }

  /// One step of some tensors, under an operator's attributes.
  static func stepped(
    _ count: Double, _ x: Draw..., attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    Sample(inputs(count, x), attributes).outputs(count: x.count * (1 + stateCount))
  }

  static func stepSamples(_ attributes: [String: SampleAttribute] = [:]) -> [Sample] {
    [
      stepped(0, .normal(3, 5), attributes: attributes),
      stepped(7, .normal(33), attributes: attributes),
      stepped(2, .normal(2, 3), .normal(), .normal(9), attributes: attributes),
      stepped(1, .normal(0), attributes: attributes),
      stepped(3, .normal(257, 65), attributes: attributes),
      .refused(
        .missing, "each tensor has a gradient and its states",
        Array(inputs(0, [.normal(3)]).dropLast()), attributes
      ).outputs(count: 1 + stateCount),
      .refused(
        .shape, "a gradient has its tensor's shape",
        inputs(0, [.normal(3)]).enumerated().map { $0 == 3 ? .normal(4) : $1 }, attributes
      ).outputs(count: 1 + stateCount),
    ]
  }

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let count = try count(request.inputs.count)
    let rate = try request.reals(0)
    let steps = try request.integers(1)?.first ?? 0
    guard let value = rate.values.first, let error = rate.errors.first else {
      throw .missingInput(0)
    }
    var formulas: [[Reals]] = Array(repeating: [], count: 1 + Self.stateCount)
    for k in 0..<count {
      var operands: [Reals] = []
      for kind in 0..<(2 + Self.stateCount) {
        operands.append(try request.reals(2 + kind * count + k))
      }
      let (x, dtype) = (operands[0], operands[0].dtype)
      let unit = dtype.roundoff
      let results = x.values.indices.map { place in
        func ball(_ operand: Int) -> Ball {
          operand < operands.count
            ? Ball(
              operands[operand].values[place], error: operands[operand].errors[place], unit: unit)
            : Ball(0, unit: unit)
        }
        return updated(
          TrainingBall(
            x: ball(0), gradient: ball(1), first: ball(2), second: ball(3), unit: unit),
          rate: Ball(value, error: error, unit: unit), count: steps)
      }
      for (kind, part) in [\TrainingBall.x, \.first, \.second].prefix(1 + Self.stateCount)
        .enumerated()
      {
        let balls = results.map { $0[keyPath: part] }
        formulas[kind].append(Reals(x.shape, balls.map(\.value), balls.map(\.error), dtype))
      }
    }
    return try Estimate.outputs(of: self, request, formulas.flatMap { $0 })
  }
}
