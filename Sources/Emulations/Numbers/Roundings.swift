import Graphs
import Tensors

extension EmulationKind {
  /// Other rounding to whole numbers and to narrower types.
  static let roundings: [EmulationKind] = [
    EmulationKind("round-half-away", "A half is rounded away from zero, not to the even number.") {
      node in
      guard node.isNamed(["Round", "QuantizeLinear", "Cast"]) else {
        return nil
      }
      // One step further from zero a half is more than a half, and nothing else changes its side.
      return { operation, inputs in
        guard let x = inputs.tensor(0)?.nudged(away: true) else { return nil }
        return try operation.results(of: inputs.replacing(0, by: .tensor(x)))
      }
    },
    EmulationKind(
      "round-half-towards-zero", "A half is rounded towards zero, not to the even number."
    ) { node in
      guard node.isNamed(["Round", "QuantizeLinear", "Cast"]) else {
        return nil
      }
      return { operation, inputs in
        guard let x = inputs.tensor(0)?.nudged(away: false) else { return nil }
        return try operation.results(of: inputs.replacing(0, by: .tensor(x)))
      }
    },
    EmulationKind("truncated-rounding", "What lies behind the point, or the last bit, is cut off.")
    {
      node in
      if node.isNamed(["Round"]) { return ofInput { $0.rounded(.towardZero) } }
      guard node.isNamed(["QuantizeLinear"]) else {
        return node.isNamed(["Cast"]) ? truncatedCast : nil
      }
      return { operation, inputs in
        guard let scale = inputs.tensor(1)?.doubles, scale.count == 1, scale[0] != 0 else {
          return nil
        }
        let x = try inputs.tensor(0)?.mapFloats { ($0 / scale[0]).rounded(.towardZero) * scale[0] }
        return try x.map { try operation.results(of: inputs.replacing(0, by: .tensor($0))) }
      }
    },
  ]

  /// A float's cast to a narrower float, which leaves out what does not fit.
  private static let truncatedCast: Change = { operation, inputs in
    let outputs = try operation.evaluate(inputs)
    guard let x = inputs.tensor(0)?.doubles, let y = outputs.first??.tensor,
      y.dtype == .float16 || y.dtype == .bfloat16 || y.dtype == .float,
      inputs.tensor(0)?.dtype.isFloat ?? false, let rounded = y.doubles
    else { return nil }
    return [
      try y.mapFloats { place, value in
        guard value.isFinite, rounded[place].magnitude > x[place].magnitude else { return value }
        return y.dtype.towardsZero(value)
      }.map { .tensor($0) }
    ]
  }

  /// The operator over a changed first input.
  private static func ofInput(_ transform: @escaping @Sendable (Double) -> Double) -> Change {
    { operation, inputs in
      guard let x = try inputs.tensor(0)?.mapFloats({ transform($0) }) else { return nil }
      return try operation.results(of: inputs.replacing(0, by: .tensor(x)))
    }
  }
}

extension Tensor {
  /// The floats one step of their type further from zero, or nearer to it.
  fileprivate func nudged(away: Bool) -> Tensor? {
    switch elements {
    case .float(let x): try? Tensor(x.map { step($0, away) }, shape: shape)
    case .double(let x): try? Tensor(x.map { step($0, away) }, shape: shape)
    case .float16(let x): try? Tensor(x.map { step($0, away) }, shape: shape)
    default: nil
    }
  }

  private func step<F: BinaryFloatingPoint>(_ x: F, _ away: Bool) -> F {
    guard x.isFinite, x != 0 else { return x }
    return (x > 0) == away ? x.nextUp : x.nextDown
  }
}

extension DType {
  /// The next number of a float type towards zero.
  fileprivate func towardsZero(_ x: Double) -> Double {
    switch self {
    case .float16:
      let half = Float16(x)
      return Double(x > 0 ? half.nextDown : half.nextUp)
    case .bfloat16: return Double(Float(bitPattern: Float(x).bitPattern - 0x1_0000))
    default:
      let single = Float(x)
      return Double(x > 0 ? single.nextDown : single.nextUp)
    }
  }
}
