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
    if dtype.comesInVectors { text += "#define V_\(name) \(DType.vector(of: types.computed))\n" }
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
    // The function takes what would be stored without it, as the CPU's does.
    func finished(_ value: String) -> String {
      function.isEmpty ? value : "\(function)(\(dtype.decoding(dtype.encoding(value))))"
    }
    if access.isWritten {
      text += "void store_\(name)(uint i, \(computed) v) "
      text += "{ b_\(name)[i] = \(dtype.encoding(finished("v"))); }\n"
    }
    guard access.isVector, dtype.comesInVectors else { return text }
    let (raw, vector) = (DType.vector(of: stored), DType.vector(of: computed))
    text += "\(place) \(qualifier)buffer Vectors_\(name) { \(raw) b4_\(name)[]; };\n"
    func lanes(_ convert: (String) -> String) -> String {
      "xyzw".map { convert("v.\($0)") }.joined(separator: ", ")
    }
    text +=
      access.isRead
      ? "\(vector) load4_\(name)(uint i) "
        + "{ \(raw) v = b4_\(name)[i]; return \(vector)(\(lanes(dtype.decoding))); }\n"
      : "void store4_\(name)(uint i, \(vector) v) "
        + "{ b4_\(name)[i] = \(raw)(\(lanes { dtype.encoding(finished($0)) })); }\n"
    return text
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
