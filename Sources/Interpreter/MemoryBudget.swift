import Foundation
import Graphs
import Tensors

/// Refuses outputs that can't fit into the machine's memory, before anything is allocated for them:
/// a model file may ask for a tensor of any size.
struct MemoryBudget: Sendable {
  let byteCount: Int

  static let standard = MemoryBudget(byteCount: Int(ProcessInfo.processInfo.physicalMemory))

  /// - Throws: `.tooLarge` for the first output that is larger than the budget. What inference can't
  ///   tell, or finds wrong, is left to the operator.
  func check(_ operation: any Operator, _ inputs: Evaluation) throws(OperatorError) {
    let inference = Inference(
      types: inputs.values.map { $0.map(ValueType.init(of:)) }, known: inputs.values,
      outputCount: max(inputs.wanted.count, 1))
    guard let outputs = try? operation.infer(inference) else { return }
    for type in outputs {
      guard let tensor = type.tensor, let shape = tensor.shape else { continue }
      let (bytes, overflow) = (shape.checkedCount ?? .max)
        .multipliedReportingOverflow(by: max(tensor.dtype.byteWidth, 1))
      if overflow || bytes > byteCount { throw .tooLarge(shape, tensor.dtype) }
    }
  }
}
