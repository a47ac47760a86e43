internal import Tensors

extension SmokeCase {
  /// An element type by itself: handed through, or in arithmetic where an adapter has nothing else.
  /// `nil` where no operator that there is here takes the type.
  static func ofType(_ type: String, _ profile: AdapterProfile) -> SmokeCase? {
    let handed = identity(type)
    if let handed, handed.model.outside(profile) == nil { return handed }
    return Arithmetic.all.first { $0.fits(type, profile) }?
      .smokeCase(type, type, shape: [3], [1, 2, 3]) ?? handed
  }

  /// - Source: ONNX Identity: the opset in which each type came.
  private static func identity(_ type: String) -> SmokeCase? {
    if type == "string" {
      let strings = WireValue.texts([2, 2], ["a", "", "ü", "\u{1f600}"])
      return SmokeCase(type, "Identity", inputs: [strings], expected: [strings])
    }
    let numbers = ElementBits.bytes([1, 2, 3], type).map { bytes in
      (since: type == "bfloat16" ? 13 : 1, shape: [3], bytes: bytes)
    }
    guard let (since, shape, bytes) = numbers ?? patterns[type] else { return nil }
    let value = WireValue.tensor(type: type, shape: shape, bytes)
    return SmokeCase(type, "Identity", since: since, inputs: [value], expected: [value])
  }

  /// Elements below a byte: 1, 2, 3 in 4 bits, 0 to 3 and 1 in 2 bits, so that there are bits after
  /// the last one.
  private static let patterns: [String: (since: Int, shape: [Int], bytes: [UInt8])] = [
    "bool": (1, [3], [1, 0, 1]),
    "complex64": (1, [1], [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]),
    "complex128": (1, [1], [0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0x40]),
    "float8e4m3fn": (19, [3], [0x38, 0x40, 0xc4]),
    "float8e4m3fnuz": (19, [3], [0x38, 0x40, 0xc4]),
    "float8e5m2": (19, [3], [0x38, 0x40, 0xc4]),
    "float8e5m2fnuz": (19, [3], [0x38, 0x40, 0xc4]),
    "int4": (21, [3], [0x21, 0x03]),
    "uint4": (21, [3], [0x21, 0x03]),
    "float4e2m1": (23, [3], [0x21, 0x03]),
    "float8e8m0": (24, [3], [0x7f, 0x80, 0x81]),
    "int2": (25, [5], [0b1110_0100, 0b01]),
    "uint2": (25, [5], [0b1110_0100, 0b01]),
  ]
}

/// An operator that small numbers of many types go through.
struct Arithmetic {
  let name: String
  let operandCount: Int
  let apply: @Sendable (Int) -> Int
  /// By type, the opset in which it came.
  let since: @Sendable (String) -> Int

  /// The first that an adapter has is taken; the second operand is the first again.
  static let all = [
    Arithmetic(name: "Add", operandCount: 2, apply: { $0 + $0 }, since: binary),
    Arithmetic(
      name: "Identity", operandCount: 1, apply: { $0 }, since: { $0 == "bfloat16" ? 13 : 1 }),
    Arithmetic(name: "Mul", operandCount: 2, apply: { $0 * $0 }, since: binary),
    Arithmetic(name: "Relu", operandCount: 1, apply: { $0 }, since: unary),
  ]

  /// - Source: ONNX Add and Mul, 7, 13 and 14.
  private static let binary: @Sendable (String) -> Int = { type in
    switch type {
    case "float16", "float", "double", "int32", "int64", "uint32", "uint64": 7
    case "bfloat16": 13
    default: 14
    }
  }

  /// - Source: ONNX Relu, 6, 13 and 14.
  private static let unary: @Sendable (String) -> Int = { type in
    switch type {
    case "float16", "float", "double": 6
    case "bfloat16": 13
    case "int8", "int16", "int32", "int64": 14
    default: .max
    }
  }

  func smokeCase(
    _ name: String, _ type: String, shape: [Int], _ numbers: [Int]
  ) -> SmokeCase? {
    guard let given = WireValue.tensor(type, shape, numbers),
      let expected = WireValue.tensor(type, shape, numbers.map(apply))
    else { return nil }
    return SmokeCase(
      name, self.name, since: since(type),
      inputs: [WireValue](repeating: given, count: operandCount), expected: [expected])
  }

  func fits(_ type: String, _ profile: AdapterProfile) -> Bool {
    smokeCase("", type, shape: [3], [1, 2, 3])?.model.outside(profile) == nil
      && ElementBits.bytes([], type) != nil
  }

  /// The operator and type that checks of the conversation use; `nil` where an adapter has none.
  static func base(_ profile: AdapterProfile) -> (Arithmetic, String)? {
    let types = ["float", "int64", "int32", "double", "float16", "uint8", "int8", "bfloat16"]
    for type in types where profile.types.contains(type) {
      if let found = all.first(where: { $0.fits(type, profile) }) { return (found, type) }
    }
    return nil
  }
}
