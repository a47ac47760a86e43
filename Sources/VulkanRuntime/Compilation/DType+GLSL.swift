import Graphs
import Tensors

extension DType {
  /// The types in which shaders store and compute elements.
  func glsl(nativeFloat16: Bool) -> (stored: String, computed: String) {
    let bits = 8 * byteWidth
    switch facts {
    case .float where self == .float16 && nativeFloat16: return ("float16_t", "float")
    case .float:
      let stored = self == .double ? "double" : self == .float ? "float" : "uint\(bits)_t"
      return (stored, self == .double ? "double" : "float")
    case .signed: return (bits == 32 ? "int" : "int\(bits)_t", bits == 64 ? "int64_t" : "int")
    case .unsigned:
      return (bits == 32 ? "uint" : "uint\(bits)_t", bits == 64 ? "uint64_t" : "uint")
    case .bool: return ("uint8_t", "bool")
    // Shaders only move complex numbers, as bits that no device flushes.
    case .complex(_, let parts):
      let pair = parts == .double ? "u64vec2" : "uvec2"
      return (pair, pair)
    case .string: preconditionFailure("strings have no place on a device")
    }
  }

  /// GLSL's vector of four of a scalar type.
  static func vector(of scalar: String) -> String {
    switch scalar {
    case "float": "vec4"
    case "bool", "int", "uint": "\(scalar.prefix(1))vec4"
    // `float16_t` is `f16vec4`.
    default: scalar.prefix(1) + scalar.filter(\.isNumber) + "vec4"
    }
  }

  /// The expression that computes with the stored `raw`.
  func decoding(_ raw: String) -> String {
    let (stored, computed) = glsl(nativeFloat16: false)
    if stored == computed { return "(\(raw))" }
    switch facts {
    case .float(_, let format) where format.bitWidth <= 8: return format.decoding(of: raw)
    // With or without `float16_t`: see `Prelude/Types.glsl`.
    case .float: return "DECODE_\(name)(\(raw))"
    case .bool: return "(uint(\(raw)) != 0u)"
    case .signed, .unsigned, .complex, .string: return "\(computed)(\(raw))"
    }
  }

  /// The expression that stores the computed `value`.
  func encoding(_ value: String) -> String {
    let (stored, computed) = glsl(nativeFloat16: false)
    if stored == computed { return "(\(value))" }
    switch facts {
    case .float(_, let format) where format.bitWidth <= 8:
      return format.encoding(of: value, saturates: true)
    case .float: return "ENCODE_\(name)(\(value))"
    case .bool: return "uint8_t((\(value)) ? 1u : 0u)"
    case .signed(_, let bits) where bits < 8:
      return "int8_t((\(value)) << \(32 - bits) >> \(32 - bits))"
    case .unsigned(_, let bits) where bits < 8: return "uint8_t((\(value)) & \(1 << bits - 1)u)"
    case .signed, .unsigned, .complex, .string: return "\(stored)(\(value))"
    }
  }

  /// What shaders ask of a type.
  var flags: [(String, Bool)] {
    [
      ("FLOAT", isFloat), ("DOUBLE", self == .double), ("INT", isSignedInteger),
      ("UINT", isUnsignedInteger), ("LONG", self == .int64 || self == .uint64),
      ("BOOL", self == .bool), ("COMPLEX", self == .complex64 || self == .complex128),
    ]
  }
}
