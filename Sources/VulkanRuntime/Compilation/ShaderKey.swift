import Graphs
import Tensors

/// All that decides a shader's text: one compiled pipeline a key.
struct ShaderKey: Hashable {
  var path: String
  var defines: [String: String]
  var bindings: [DeclaredBinding]
  var parameters: [DeclaredParameter]
  var localSize: [Int]
  var epilogue: Epilogue?
}

/// How a shader reaches a tensor.
enum AccessPath: Hashable {
  /// A storage buffer of elements, and where vectors are asked for one of `vec4` over the same bytes.
  case storage
  /// A texel buffer of four 32-bit components a texel.
  case texels
}

struct DeclaredBinding: Hashable {
  var name: String
  var dtype: DType
  var access: Binding.Access
  var path: AccessPath
}

struct DeclaredParameter: Hashable {
  var name: String
  /// The GLSL type of one element.
  var type: String
  /// Elements, where the parameter is an array.
  var count: Int?

  init(_ parameter: Parameter) {
    name = parameter.name
    // An array has at least one element in GLSL.
    switch parameter.value {
    case .uint: type = "uint"
    case .int: type = "int"
    case .float: type = "float"
    case .double: type = "double"
    case .long: type = "int64_t"
    case .uints(let values): (type, count) = ("uint", max(values.count, 1))
    case .ints(let values): (type, count) = ("int", max(values.count, 1))
    case .floats(let values): (type, count) = ("float", max(values.count, 1))
    }
  }

  var declaration: String { "\(type) \(name)\(count.map { "[\($0)]" } ?? "");" }
  /// Bytes of one element, and its alignment.
  var width: Int { type == "double" || type == "int64_t" ? 8 : 4 }
}

extension [DeclaredParameter] {
  /// Bytes under std430.
  var byteCount: Int {
    reduce(0) { ($0 + $1.width - 1) / $1.width * $1.width + $1.width * ($1.count ?? 1) }
  }

  /// Whether the parameters are push constants: Vulkan guarantees 128 bytes of them.
  var arePushed: Bool { byteCount <= 128 }
}

extension [Parameter] {
  /// The values as a shader reads them: std430, in order.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func append<T: BitwiseCopyable>(_ value: T) {
      let width = MemoryLayout<T>.size
      while bytes.count % width != 0 { bytes.append(0) }
      Swift.withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }
    // A forest's tables have a million numbers.
    func append<T: BitwiseCopyable>(all values: [T]) {
      while bytes.count % MemoryLayout<T>.size != 0 { bytes.append(0) }
      values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    for parameter in self {
      switch parameter.value {
      case .uint(let value): append(value)
      case .int(let value): append(value)
      case .float(let value): append(value)
      case .double(let value): append(value)
      case .long(let value): append(value)
      case .uints(let values): append(all: values.isEmpty ? [0] : values)
      case .ints(let values): append(all: values.isEmpty ? [0] : values)
      case .floats(let values): append(all: values.isEmpty ? [0] : values)
      }
    }
    return bytes
  }
}
