import Graphs
import Tensors

/// An operator whose output is random numbers alone.
///
/// - Types: a double output takes numbers of 53 random bits, any other of 24, computed in float.
protocol RandomFill: Operator {
  var distribution: RandomDistribution { get }
  var seed: Float? { get }
  func output(_ inputs: Inference) throws(OperatorError) -> TensorType
}

enum RandomDistribution: Sendable {
  /// `low + u · (high - low)`.
  case uniform(low: Float, high: Float)
  /// `mean + n · scale`.
  case normal(mean: Float, scale: Float)

  @inline(__always)
  func number<F: WideFloat>(_ index: Int, _ stream: Philox, _ uniform: (Int) -> F) -> F {
    switch self {
    case .uniform(let low, let high): F(low) + uniform(index) * (F(high) - F(low))
    case .normal(let mean, let scale): F(mean) + stream.normal(index, uniform) * F(scale)
    }
  }
}

/// Attributes of the random operators.
enum RandomAttributes {
  static let dtype = AttributeKey<Int>("dtype")
  static let high = AttributeKey<Float>("high")
  static let low = AttributeKey<Float>("low")
  static let mean = AttributeKey<Float>("mean")
  static let scale = AttributeKey<Float>("scale")
  static let seed = AttributeKey<Float>("seed")
  static let shape = AttributeKey<[Int]>("shape")
}

extension NodeReader {
  var uniformDistribution: RandomDistribution {
    get throws(OperatorError) {
      .uniform(low: try self[RandomAttributes.low], high: try self[RandomAttributes.high])
    }
  }

  var normalDistribution: RandomDistribution {
    get throws(OperatorError) {
      .normal(mean: try self[RandomAttributes.mean], scale: try self[RandomAttributes.scale])
    }
  }

  /// The shape attribute of a random operator.
  var randomShape: Shape {
    get throws(OperatorError) {
      let shape = Shape(try self[RandomAttributes.shape])
      guard shape.checkedCount != nil else {
        throw .attribute("shape", found: "\(shape)", expected: "extents that fit into memory")
      }
      return shape
    }
  }

  /// The `dtype` attribute, which is one of the output's types.
  func randomType(of variable: String) throws(OperatorError) -> DType? {
    guard let dtype = try dtype(RandomAttributes.dtype) else { return nil }
    guard revision.types[variable]?.contains(.tensor(dtype)) ?? true else {
      throw .attribute("dtype", found: dtype.name, expected: "a type of the output")
    }
    return dtype
  }
}

extension RandomFill {
  static var tolerance: Tolerance { .statistical }
  static var isDeterministic: Bool { false }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(try output(inputs))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let type = try output(inputs.inference)
    guard let shape = type.shape, type.dtype.isFloat else {
      throw .mismatch("random numbers of type \(type.dtype.name), expected a float type")
    }
    let stream = Philox(seed: seed, run: inputs.seed)
    let numbers: WideBuffer
    if type.dtype == .double {
      numbers = .double(
        filled(shape.count) { index in distribution.number(index, stream) { stream.double($0) } })
    } else {
      numbers = .float(
        filled(shape.count) { index in distribution.number(index, stream) { stream.float($0) } })
    }
    return [try .narrowing(numbers, to: type.dtype, shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.output(0)
    var parameters: [Parameter] = [.uint("count", shape.count)]
    var defines: [String: String] = [:]
    switch distribution {
    case .uniform(let low, let high): parameters += [.float("low", low), .float("high", high)]
    case .normal(let mean, let scale):
      parameters += [.float("mean", mean), .float("scale", scale)]
      defines["IS_NORMAL"] = "1"
    }
    return .dispatches([
      Dispatch(
        "RandomFill.comp", defines: defines, bindings: [.write("y", .output(0), dtype)],
        parameters: parameters + Philox(seed: seed, run: request.seed).parameters,
        invocations: (shape.count, 1, 1), localSize: [256, 1, 1], tripBound: 40)
    ])
  }
}

/// `count` elements `f(0)`, `f(1)` …, over all cores.
@inline(__always)
func filled<R: BitwiseCopyable & Sendable>(
  _ count: Int, grain: Int = 1 << 12, _ f: @Sendable (Int) -> R
) -> Buffer<R> {
  Buffer(count: count) { out in
    let output = SendablePointer(out)
    Parallel.forEach(count, grain: grain) { range in
      for i in range { output.base[i] = f(i) }
    }
  }
}

extension RandomFill {
  /// The distribution's two numbers under these names, with their types.
  static func recipes(by first: String, _ second: String) -> [Sample] {
    [
      Sample([], ["shape": [64, 64], "dtype": .type(of: "T")]),
      Sample([], ["shape": [3, 5], "dtype": .type(of: "T"), "seed": 7.0]),
      Sample([], ["shape": [4000], "dtype": .type(of: "T"), first: -2.0, second: 3.0]),
      Sample([], ["shape": [2, 0], "dtype": .type(of: "T")]),
      Sample([], ["shape": [7]]).types("T", [.float]),
      .refused(.attribute, "shape is required", [], ["dtype": .type(of: "T")]),
      .refused(.attribute, "dtype is a float's", [], ["shape": [3], "dtype": 7]),
      .refused(.attribute, "extents are not negative", [], ["shape": [-3]]),
    ]
  }

  /// The same where the input has the shape.
  static func likened(by first: String, _ second: String) -> [Sample] {
    [
      Sample([.normal(64, 64)], ["dtype": .type(of: "T2")]),
      Sample([.normal(3, 5)], ["dtype": .type(of: "T2"), "seed": 7.0]),
      Sample([.normal(4000)], ["dtype": .type(of: "T2"), first: -2.0, second: 3.0]),
      Sample([.normal(2, 0)], ["dtype": .type(of: "T2")]),
      Sample([.normal()], ["dtype": .type(of: "T2")]),
      Sample([.normal(7)]).types("T1", .ieeeFloats).tied("T2", to: "T1"),
      .refused(.attribute, "dtype is a float's", [.normal(3)], ["dtype": 7]),
      .refused(.missing, "the input is required", [], ["dtype": .type(of: "T2")]),
    ]
  }

  func distribution(_ inputs: Inference) -> Distribution? {
    switch distribution {
    case .uniform(let low, let high): .uniform(low: Double(low), high: Double(high))
    case .normal(let mean, let scale): .normal(mean: Double(mean), scale: Double(scale))
    }
  }
}
