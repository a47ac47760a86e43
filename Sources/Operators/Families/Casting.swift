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
    let elements = try self.elements.cast(from: dtype, to: target, rule)
    return try tensors { () throws(TensorError) in try Tensor(elements, shape: shape) }
  }
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
