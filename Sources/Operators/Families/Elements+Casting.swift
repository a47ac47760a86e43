import Graphs
import Tensors

extension Elements {
  func cast(
    from source: DType, to target: DType, _ rule: CastRule
  ) throws(OperatorError) -> Elements {
    switch self {
    case .bool(let x): return try .cast(integers: mapped(x, Truth()), to: target, rule)
    case .int8(let x): return try .cast(integers: x, to: target, rule)
    case .uint8(let x): return try .cast(integers: x, to: target, rule)
    case .int16(let x): return try .cast(integers: x, to: target, rule)
    case .uint16(let x): return try .cast(integers: x, to: target, rule)
    case .int32(let x): return try .cast(integers: x, to: target, rule)
    case .uint32(let x): return try .cast(integers: x, to: target, rule)
    case .int64(let x): return try .cast(integers: x, to: target, rule)
    case .uint64(let x): return try .cast(integers: x, to: target, rule)
    case .int4(let x): return try .cast(integers: x.reinterpreted(as: Int8.self), to: target, rule)
    case .int2(let x): return try .cast(integers: x.reinterpreted(as: Int8.self), to: target, rule)
    case .uint4(let x):
      return try .cast(integers: x.reinterpreted(as: UInt8.self), to: target, rule)
    case .uint2(let x):
      return try .cast(integers: x.reinterpreted(as: UInt8.self), to: target, rule)
    case .string(let x): return try .cast(strings: x, to: target, rule)
    case .float(let x): return try .cast(floats: x, from: source, to: target, rule)
    case .double(let x): return try .cast(floats: x, from: source, to: target, rule)
    case .float16(let x):
      guard case .float(let x) = Float16.widened(x, .native) else { break }
      return try .cast(floats: x, from: source, to: target, rule)
    case .bfloat16, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float8e8m0,
      .float6e2m3, .float6e3m2, .float4e2m1:
      guard case .double(let x) = widened(.double) else { break }
      return try .cast(floats: x, from: source, to: target, rule)
    case .complex64, .complex128: break
    }
    throw .unsupported("a cast from \(source.name)")
  }

  static func cast<F: WideFloat>(
    floats x: Buffer<F>, from source: DType, to target: DType, _ rule: CastRule
  ) throws(OperatorError) -> Elements {
    switch target {
    case .bool: .bool(mapped(x, IsNotZero()))
    case .string: .string(Buffer(x.map { numeral(Double($0), Float($0).description, source) }))
    case .float8e8m0:
      .float8e8m0(
        x.mapped { Float8E8M0(Double($0), direction: rule.direction, saturates: rule.saturates) })
    case .complex64, .complex128: throw .unsupported("a cast to \(target.name)")
    default:
      target.isInteger
        ? integers(x, target)
        : Elements(narrowing: F.wrap(wide: x), to: target, saturates: rule.saturates)
    }
  }

  /// The integer parts. Types below 32 bits keep the low bits of a 32-bit integer, as the suite's
  /// expectations do; out of range of 32 or 64 bits, which the standard leaves open, the nearest end.
  private static func integers<F: WideFloat>(_ x: Buffer<F>, _ target: DType) -> Elements {
    switch target {
    case .int64: .int64(mapped(x, IntegerPart<F, Int64, Int64>()))
    case .uint64: .uint64(mapped(x, IntegerPart<F, UInt64, UInt64>()))
    case .uint32: .uint32(mapped(x, IntegerPart<F, UInt64, UInt32>()))
    default: .truncating(integerParts(x), to: target)
    }
  }

  static func cast<I: FixedWidthInteger & NumberElement>(
    integers x: Buffer<I>, to target: DType, _ rule: CastRule
  ) throws(OperatorError) -> Elements {
    switch target {
    case .bool: return .bool(mapped(x, IsNotZero()))
    case .string: return .string(Buffer(x.map(\.description)))
    case .float: return .float(mapped(x, Converted()))
    // Beyond 2^24, where a float is inexact, float16 is infinite.
    case .float16: return Float16.narrowed(.float(mapped(x, Converted())), saturates: true)
    default:
      if target.isInteger { return truncating(x, to: target) }
      return try cast(
        floats: mapped(x, Converted<I, Double>()), from: .int64, to: target, rule)
    }
  }

  /// The low bits of integers.
  private static func truncating<I: FixedWidthInteger & NumberElement>(
    _ x: Buffer<I>, to target: DType
  ) -> Elements {
    switch target {
    case .int8: .int8(mapped(x, Truncated()))
    case .uint8: .uint8(mapped(x, Truncated()))
    case .int16: .int16(mapped(x, Truncated()))
    case .uint16: .uint16(mapped(x, Truncated()))
    case .int32: .int32(mapped(x, Truncated()))
    case .uint32: .uint32(mapped(x, Truncated()))
    case .int64: .int64(mapped(x, Truncated()))
    case .uint64: .uint64(mapped(x, Truncated()))
    default: Elements(narrowing: .int(mapped(x, Truncated())), to: target)
    }
  }

  private static func cast(
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
