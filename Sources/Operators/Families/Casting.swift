import Graphs
import Tensors

/// How a cast rounds and what it does out of range.
struct CastRule: Sendable {
  /// Whether a float of 8 bits or less takes its largest finite value where a number is too large.
  var saturates = true
  /// How a power-of-two type rounds.
  var direction: FloatingPointRoundingRule = .up
}

extension Tensor {
  /// The elements converted to another type, as ONNX's Cast says.
  ///
  /// - Throws: `.mismatch` for a string that is no number, `.unsupported` for complex numbers.
  func cast(to target: DType, _ rule: CastRule = CastRule()) throws(OperatorError) -> Tensor {
    if target == dtype { return self }
    let elements: Elements
    switch self.elements {
    case .bool(let x):
      elements = try .cast(integers: x.mapped { $0 ? 1 : 0 as UInt64 }, to: target, rule)
    case .string(let x): elements = try .cast(strings: x, to: target, rule)
    case .complex64, .complex128: throw .unsupported("a cast from \(dtype.name)")
    case .float(let x) where target == .string:
      elements = .string(Buffer(x.map { numeral(Double($0), $0.description) }))
    default:
      switch widened(.double) {
      case .double(let x): elements = try .cast(floats: x, from: dtype, to: target, rule)
      case .int(let x): elements = try .cast(integers: x, to: target, rule)
      case .uint(let x): elements = try .cast(integers: x, to: target, rule)
      case .float, nil: throw .unsupported("a cast from \(dtype.name)")
      }
    }
    return try tensors { () throws(TensorError) in try Tensor(elements, shape: shape) }
  }
}

extension Elements {
  static func cast(
    floats x: Buffer<Double>, from source: DType, to target: DType, _ rule: CastRule
  ) throws(OperatorError) -> Elements {
    switch target {
    case .bool: return .bool(x.mapped { $0 != 0 })
    case .string: return .string(Buffer(x.map { numeral($0, Float($0).description, source) }))
    case .float8e8m0:
      return .float8e8m0(
        x.mapped { Float8E8M0($0, direction: rule.direction, saturates: rule.saturates) })
    case .complex64, .complex128: throw .unsupported("a cast to \(target.name)")
    default:
      if target.isInteger { return try integers(x, target) }
      return Elements(narrowing: .double(x), to: target, saturates: rule.saturates)
    }
  }

  /// The integer parts. Types below 32 bits keep the low bits of a 32-bit integer, as the suite's
  /// expectations do; out of range of 32 or 64 bits, which the standard leaves open, the nearest end.
  private static func integers(
    _ x: Buffer<Double>, _ target: DType
  ) throws(OperatorError) -> Elements {
    switch target {
    case .int64: .int64(x.mapped { Int64(saturating: $0) })
    case .uint64: .uint64(x.mapped { UInt64(saturating: $0) })
    case .uint32: .uint32(x.mapped { UInt32(min(UInt64(saturating: $0), UInt64(UInt32.max))) })
    default:
      Elements(
        narrowing: .int(x.mapped { max(min(Int64(saturating: $0), 0x7fff_ffff), -0x8000_0000) }),
        to: target)
    }
  }

  static func cast<I: WideInteger>(
    integers x: Buffer<I>, to target: DType, _ rule: CastRule
  ) throws(OperatorError) -> Elements {
    switch target {
    case .bool: return .bool(x.mapped { $0 != 0 })
    case .string: return .string(Buffer(x.map(\.description)))
    case .float: return .float(x.mapped { Float($0) })
    case .float16: return .float16(x.mapped { Float16($0) })
    default:
      if target.isInteger { return Elements(narrowing: I.wrap(wide: x), to: target) }
      return try cast(floats: x.mapped { Double($0) }, from: .int64, to: target, rule)
    }
  }

  static func cast(
    strings x: Buffer<String>, to target: DType, _ rule: CastRule
  ) throws(OperatorError) -> Elements {
    if target.isInteger, x.allSatisfy({ Int64($0) != nil }) {
      return try cast(integers: x.mapped { Int64($0) ?? 0 }, to: target, rule)
    }
    if target == .uint64, x.allSatisfy({ UInt64($0) != nil }) {
      return .uint64(x.mapped { UInt64($0) ?? 0 })
    }
    var numbers: [Double] = []
    for text in x {
      guard let number = number(text) else {
        throw .mismatch("'\(text)' is no number and can't be cast to \(target.name)")
      }
      numbers.append(number)
    }
    if target == .float { return .float(x.mapped { Float($0) ?? Float(number($0) ?? 0) }) }
    return try cast(floats: Buffer(numbers), from: .double, to: target, rule)
  }

  /// A plain or scientific numeral, or an infinity or NaN in any case.
  private static func number(_ text: String) -> Double? {
    switch text.lowercased() {
    case "inf", "+inf": .infinity
    case "-inf": -.infinity
    case "nan": .nan
    default: Double(text)
    }
  }
}

/// A float as text: the shortest numeral that reads back as the same value of its type.
private func numeral(_ value: Double, _ single: String, _ source: DType = .float) -> String {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  return source == .double
    ? value.description
    : source == .float16 ? Float16(value).description : single
}

/// The GPU side of a cast: one shader for all pairs of types.
extension CastRule {
  func lowered(_ request: LoweringRequest, to target: DType) throws(OperatorError) -> Lowering {
    let (source, shape) = try request.tensor(0)
    guard source != .string, target != .string else { return .host(.byNature("strings")) }
    if source == target { return .views([0]) }
    var defines: [String: String] = [:]
    if let encoding = encoding(of: target) { defines["ENCODE(v)"] = encoding }
    let plan = BroadcastPlan([shape], to: shape)
    return .dispatches([
      ElementwiseLowering(plan: plan, names: ["x"], device: request.device).dispatch(
        "Cast.comp", defines: defines,
        bindings: [.read("x", .input(0), source), .write("y", .output(0), target)])
    ])
  }

  /// The GLSL expression that stores `v`; `nil` where the rule leaves no choice.
  func encoding(of target: DType) -> String? {
    guard let format = target.floatFormat, format.bitWidth <= 8, format.specials != .none else {
      return nil
    }
    let direction = direction == .up ? "1u" : direction == .down ? "2u" : "0u"
    return format.encoding(of: "float(v)", direction: direction, saturates: saturates)
  }
}
