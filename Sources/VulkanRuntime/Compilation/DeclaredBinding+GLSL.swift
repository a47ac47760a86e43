import Graphs
import Tensors

extension DeclaredBinding {
  /// The GLSL that declares the tensor and its accessors at descriptor `slot` of set 0.
  ///
  /// - Parameter function: a function, defined later, that each element goes through when it is stored.
  func declaration(slot: Int, nativeFloat16: Bool, stores function: String? = nil) -> String {
    let types = dtype.glsl(nativeFloat16: nativeFloat16)
    var text = """
      #define S_\(name) \(types.stored)
      #define T_\(name) \(types.computed)
      #define \(name)_DTYPE_\(dtype.name) 1

      """
    for (flag, holds) in dtype.flags {
      text += "#define T_\(name)_IS_\(flag) \(holds ? 1 : 0)\n"
    }
    if let function { text += "\(types.computed) \(function)(\(types.computed) x);\n" }
    return text + (path == .texels ? texels(slot) : storage(slot, types, function ?? ""))
  }

  private func storage(
    _ slot: Int, _ types: (stored: String, computed: String), _ function: String
  ) -> String {
    let place = "layout(std430, set = 0, binding = \(slot))"
    let qualifier = access.isWritten ? (access.isRead ? "" : "writeonly ") : "readonly "
    let (stored, computed) = types
    var text = "\(place) \(qualifier)buffer Buffer_\(name) { \(stored) b_\(name)[]; };\n"
    if access.isRead {
      text += "\(computed) load_\(name)(uint i) { return \(dtype.decoding("b_\(name)[i]")); }\n"
    }
    if access.isWritten {
      text += "void store_\(name)(uint i, \(computed) v) "
      text += "{ b_\(name)[i] = \(dtype.encoding("\(function)(v)")); }\n"
    }
    guard access.isVector, computed == "float" else { return text }
    if dtype == .float {
      text += "\(place) \(qualifier)buffer Vectors_\(name) { vec4 b4_\(name)[]; };\n"
      text +=
        access.isRead
        ? "vec4 load4_\(name)(uint i) { return b4_\(name)[i]; }\n"
        : "void store4_\(name)(uint i, vec4 v) { b4_\(name)[i] = \(vector(function)); }\n"
    } else if access.isRead {
      let lanes = (0..<4).map { "load_\(name)(4u * i + \($0)u)" }.joined(separator: ", ")
      text += "vec4 load4_\(name)(uint i) { return vec4(\(lanes)); }\n"
    } else {
      let lanes = (0..<4).map { "store_\(name)(4u * i + \($0)u, v[\($0)]);" }
      text += "void store4_\(name)(uint i, vec4 v) { \(lanes.joined(separator: " ")) }\n"
    }
    return text
  }

  private func vector(_ function: String) -> String {
    function.isEmpty
      ? "v" : "vec4(\("xyzw".map { "\(function)(v.\($0))" }.joined(separator: ", ")))"
  }

  private func texels(_ slot: Int) -> String {
    let prefix = dtype == .float ? "" : dtype == .int32 ? "i" : "u"
    let scalar = dtype == .float ? "float" : dtype == .int32 ? "int" : "uint"
    let fetch = "texelFetch(t_\(name), int(i >> 2))[i & 3u]"
    var text = "layout(set = 0, binding = \(slot)) uniform \(prefix)samplerBuffer t_\(name);\n"
    text += "\(scalar) load_\(name)(uint i) { return \(fetch); }\n"
    if dtype == .float {
      text += "vec4 load4_\(name)(uint i) { return texelFetch(t_\(name), int(i)); }\n"
    }
    return text
  }
}

extension Binding.Access {
  var isRead: Bool { self == .read || self == .readWrite || self == .readVectors }
  var isWritten: Bool { self == .write || self == .readWrite || self == .writeVectors }
  var isVector: Bool { self == .readVectors || self == .writeVectors }
}
