import Foundation
import Graphs
import Tensors

/// What is known to be wrong with a node before it is evaluated: types that the standard does not
/// allow, what inference refuses, and outputs that can't fit into the machine's memory. A model file
/// may ask for a tensor of any size.
struct NodeCheck: Sendable {
  /// Bytes that an output may have.
  let byteCount: Int

  static let standard = NodeCheck(byteCount: Int(ProcessInfo.processInfo.physicalMemory))

  /// - Throws: `.tooLarge` for the first output that is larger than the budget. What inference can't
  ///   tell is left to the operator.
  func check(_ node: Node, _ inputs: Evaluation) throws(OperatorError) {
    let types = inputs.values.map { $0.map(ValueType.init(of:)) }
    if let reason = node.revision?.objection(to: types) { throw reason }
    let inference = Inference(
      types: types, known: inputs.values, outputCount: max(inputs.wanted.count, 1))
    let outputs: [ValueType]
    do throws(OperatorError) { outputs = try node.operation.infer(inference) } catch {
      // Bodies are not inferred here, and not every value decides.
      guard node.operation.bodies.isEmpty else { return }
      if case .unknownValue = error { return }
      throw error
    }
    for type in outputs {
      guard let tensor = type.tensor, let shape = tensor.shape else { continue }
      let (bytes, overflow) = (shape.checkedCount ?? .max)
        .multipliedReportingOverflow(by: max(tensor.dtype.byteWidth, 1))
      if overflow || bytes > byteCount { throw .tooLarge(shape, tensor.dtype) }
    }
  }
}
