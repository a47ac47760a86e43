import Graphs
import Runtimes
import Shaders
import Tensors

/// A shader's whole text, as the compiler reads it.
struct ShaderSource {
  let text: String
  /// The files of the `#line` numbers, by source number.
  let files: [String]
}

/// Writes a shader's text around its file: see `Shaders/README.md`.
struct ShaderWriter {
  let library: ShaderLibrary
  let profile: DeviceProfile

  private static let extensions = [
    "GL_EXT_shader_8bit_storage", "GL_EXT_shader_16bit_storage",
    "GL_EXT_shader_explicit_arithmetic_types_int8",
    "GL_EXT_shader_explicit_arithmetic_types_int16",
    "GL_EXT_shader_explicit_arithmetic_types_int64",
    "GL_EXT_shader_explicit_arithmetic_types_float16",
    "GL_EXT_shader_explicit_arithmetic_types_float64",
    "GL_EXT_control_flow_attributes", "GL_KHR_shader_subgroup_basic",
    "GL_KHR_shader_subgroup_arithmetic", "GL_KHR_shader_subgroup_vote",
    "GL_KHR_shader_subgroup_ballot", "GL_KHR_shader_subgroup_shuffle",
  ]
  private static let prelude = [
    "Prelude/Limits.glsl", "Prelude/Types.glsl", "Prelude/Indexing.glsl", "Prelude/Sums.glsl",
    "Prelude/Quotients.glsl",
  ]

  func source(_ key: ShaderKey) throws(RuntimeError) -> ShaderSource {
    var includes = IncludeResolver(library: library)
    var text = "#version 460\n"
    for name in Self.extensions { text += "#extension \(name) : require\n" }
    text += """
      #define WONNX_HAS_FLOAT64 \(profile.hasFloat64 ? 1 : 0)
      #define WONNX_SUBGROUP_SIZE \(profile.subgroupSize)
      #define WONNX_FUSES_EXACTLY \(profile.emulatesFused ? 1 : 0)
      #define WONNX_QUOTIENTS \(profile.quotients.rawValue)
      #define WONNX_HAS_RTE16 \(profile.hasNativeFloat16 ? 1 : 0)

      """
    for (name, value) in key.defines.sorted(by: { $0.key < $1.key }) {
      text += "#define \(name) \(value)\n"
    }
    for file in Self.prelude { text += try includes.resolve(file) }
    text += "#line 1 0\n"
    for (slot, binding) in key.bindings.enumerated() {
      text += binding.declaration(
        slot: slot, nativeFloat16: profile.hasNativeFloat16,
        stores: binding.name == "y" ? key.epilogue.map { _ in "epilogue" } : nil)
    }
    text += Self.declaration(of: key.parameters, slot: key.bindings.count)
    text += Self.grid(key.localSize)
    if let epilogue = key.epilogue { text += try function(of: epilogue, &includes) }
    text += Self.main(try includes.resolve(key.path), profile.quotients)
    return ShaderSource(text: text, files: includes.files)
  }

  /// The shader's file. glslang leaves out functions that nothing calls, so that those which the pass
  /// over its output will call are called here too; drivers see that they have no effect.
  private static func main(_ text: String, _ quotients: QuotientRounding) -> String {
    guard quotients != .device else { return text }
    return "#define main wonnx_main\n" + text
      + """

      #undef main
      void main() {
        wonnx_quotient(1.0, 1.0);
        wonnx_root(1.0);
        wonnx_main();
      }

      """
  }

  /// The epilogue's `f` under the name that stores call. Its shader finds its own parameters under `p`
  /// and, where the dispatch has no `x`, `T_x`.
  private func function(
    of epilogue: Epilogue, _ includes: inout IncludeResolver
  ) throws(RuntimeError) -> String {
    var text = """
      #ifndef T_x
      #define T_x T_y
      #define T_x_IS_DOUBLE T_y_IS_DOUBLE
      #endif
      #define WONNX_EPILOGUE
      #define f epilogue

      """
    if !epilogue.parameters.isEmpty {
      let members = epilogue.parameters.map { DeclaredParameter($0).declaration }
      let values = epilogue.parameters.map(\.literal).joined(separator: ", ")
      text += """
        #define p epilogue_parameters
        struct EpilogueParameters { \(members.joined(separator: " ")) };
        EpilogueParameters p = EpilogueParameters(\(values));

        """
    }
    text += try includes.resolve(epilogue.shader)
    return text + "#undef f\n#undef p\n"
  }

  private static func declaration(of parameters: [DeclaredParameter], slot: Int) -> String {
    guard !parameters.isEmpty else { return "" }
    let members = parameters.map(\.declaration).joined(separator: " ")
    let layout =
      parameters.arePushed
      ? "layout(push_constant, std430) uniform"
      : "layout(std430, set = 0, binding = \(slot)) readonly buffer"
    return "\(layout) Parameters { \(members) } p;\n"
  }

  private static func grid(_ size: [Int]) -> String {
    """
    layout(local_size_x = \(size[0]), local_size_y = \(size[1]), local_size_z = \(size[2])) in;
    uint invocation() {
      uint group = (gl_WorkGroupID.z * gl_NumWorkGroups.y + gl_WorkGroupID.y) * gl_NumWorkGroups.x
        + gl_WorkGroupID.x;
      return group * \(size[0])u + gl_LocalInvocationID.x;
    }

    """
  }
}

extension Parameter {
  /// The value in GLSL, to the bit.
  fileprivate var literal: String {
    switch value {
    case .uint(let x): "\(x)u"
    case .int(let x): "int(\(UInt32(bitPattern: x))u)"
    case .float(let x): "uintBitsToFloat(\(x.bitPattern)u)"
    case .double(let x):
      "packDouble2x32(uvec2(\(UInt32(truncatingIfNeeded: x.bitPattern))u, \(x.bitPattern >> 32)u))"
    case .long(let x): "int64_t(\(x)l)"
    case .uints(let x): "uint[](\(x.map { "\($0)u" }.joined(separator: ", ")))"
    case .ints(let x): "int[](\(x.map { "\($0)" }.joined(separator: ", ")))"
    case .floats(let x):
      "float[](\(x.map { "uintBitsToFloat(\($0.bitPattern)u)" }.joined(separator: ", ")))"
    }
  }
}

extension DeviceProfile {
  /// Whether shaders may store a float as `float16_t` and have it rounded to nearest, ties to even.
  var hasNativeFloat16: Bool { hasFloat16 && roundsToEven.contains(.w16) }
}
