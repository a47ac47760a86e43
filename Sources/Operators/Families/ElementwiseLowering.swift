import Graphs
import Tensors

/// The GPU work of an output whose elements follow from the operands' at their places: an element an
/// invocation, or four where the kernels are a GPU's and the operands' elements lie together.
///
/// The shader includes `Families/Elements.glsl`.
struct ElementwiseLowering {
  /// How the operands are read.
  let plan: BroadcastPlan
  /// The operands' bindings, in the plan's order.
  let names: [String]
  let device: DeviceTraits

  /// - Parameter tripBound: the most loop iterations of one element's work.
  func dispatch(
    _ shader: String, defines: [String: String] = [:], bindings: [Binding],
    parameters: [Parameter] = [], tripBound: Int = 0
  ) -> Dispatch {
    let takesVectors =
      device.kernels == .groups
      && bindings.allSatisfy { $0.dtype.comesInVectors && $0.access != .readWrite }
    let quads = takesVectors ? plan.inQuads : nil
    let plan = quads ?? plan
    let isStraight = names.indices.allSatisfy(plan.isContiguous)
    var defines = defines
    var bindings = bindings
    defines["RANK"] = String(isStraight ? 0 : plan.dims.count)
    if quads != nil { defines["QUADS"] = "1" }
    for (operand, name) in names.enumerated() {
      let load = "load\(quads == nil ? "" : "4")_\(name)(i)"
      let repeats = quads != nil && plan.step(operand) == 0
      defines["READ_\(name)(i)"] = repeats ? "V_\(name)(load_\(name)(i))" : load
      guard quads != nil, !repeats else { continue }
      bindings = bindings.map { $0.name == name ? $0.inVectors : $0 }
    }
    if quads != nil { bindings = bindings.map { $0.access == .write ? $0.inVectors : $0 } }
    return Dispatch(
      shader, defines: defines, bindings: bindings,
      parameters: [.uint("count", plan.count)] + (isStraight ? [] : plan.parameters(names))
        + parameters,
      invocations: (plan.count, 1, 1), localSize: [256, 1, 1],
      tripBound: (quads == nil ? 1 : 4) * tripBound
        + (isStraight ? 0 : names.count * plan.dims.count))
  }
}

extension BroadcastPlan {
  /// This plan over runs of four elements of the output, with strides in runs, or in elements where the
  /// innermost axis repeats one; `nil` where an operand's elements of a run don't lie together.
  fileprivate var inQuads: Self? {
    guard let inner = dims.last else { return nil }
    var quads = self
    quads.dims[dims.count - 1] = (inner + 3) / 4
    for (operand, strides) in strides.enumerated() where strides.last != 0 {
      guard strides.last == 1, strides.dropLast().allSatisfy({ $0 % 4 == 0 }) else { return nil }
      quads.strides[operand] = strides.dropLast().map { $0 / 4 } + [1]
    }
    return dims.count == 1 || inner % 4 == 0 ? quads : nil
  }
}
