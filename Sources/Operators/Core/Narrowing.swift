import Tensors

/// How a result of a kernel that computes in a wide type is rounded to a narrower one.
enum Narrowing: String, Sendable {
  case none
  case float
  case float16
  case bfloat16

  init(_ dtype: DType) {
    switch dtype {
    case .float: self = .float
    case .float16: self = .float16
    case .bfloat16: self = .bfloat16
    default: self = .none
    }
  }

  /// Whether it rounds numbers of a type at all.
  func changes<F: WideFloat>(_ type: F.Type) -> Bool {
    switch self {
    case .none: false
    case .float: type != Float.self
    case .float16, .bfloat16: true
    }
  }

  @inline(__always)
  func round<F: WideFloat>(_ x: F) -> F {
    switch self {
    case .none: x
    case .float: F(Float(x))
    case .float16: F(Float16(x))
    case .bfloat16: F(BFloat16(rounding: Double(x)).wide)
    }
  }

  func round(_ x: Buffer<Float>) -> Buffer<Float> {
    let dtype: DType
    switch self {
    case .none, .float: return x
    case .float16: dtype = .float16
    case .bfloat16: dtype = .bfloat16
    }
    let narrow = Elements(narrowing: .float(x), to: dtype)
    guard case .float(let rounded) = narrow.widened(.native) else { return x }
    return rounded
  }

  /// The GLSL expression that rounds `v`.
  var shaderExpression: String {
    switch self {
    case .none: "(v)"
    case .float: "float(v)"
    case .float16: "DECODE_float16(ENCODE_float16(float(v)))"
    case .bfloat16: "DECODE_bfloat16(ENCODE_bfloat16(float(v)))"
    }
  }
}
