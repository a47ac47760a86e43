import Graphs
import Tensors

extension EmulationKind {
  /// The same work in another order, by the operator itself.
  static let reorderings: [EmulationKind] = [
    EmulationKind(
      "axes-backwards", is: .legitimate,
      "Every axis runs backwards, of inputs and outputs: sums start at their ends."
    ) { node in
      guard node.rounds, node.isNamed(reversible) else { return nil }
      return { operation, inputs in
        guard inputs.tensor(0)?.dtype.isFloat ?? false else { return nil }
        let values = inputs.values.map { value -> Value? in
          guard let tensor = value?.tensor, tensor.dtype.isFloat else { return value }
          return .tensor(tensor.reversed)
        }
        return try operation.results(of: inputs.replacing(values)).map { output in
          output?.tensor.map { .tensor($0.reversed) } ?? output
        }
      }
    }
  ]

  /// Operators whose results run backwards where their inputs do.
  private static let reversible: Set = [
    "MatMul", "Einsum", "ReduceSum", "ReduceMean", "ReduceL1", "ReduceL2", "ReduceSumSquare",
    "ReduceLogSum", "ReduceLogSumExp", "ReduceProd", "Softmax", "LogSoftmax", "LpNormalization",
    "MeanVarianceNormalization", "GlobalAveragePool", "GlobalLpPool", "InstanceNormalization",
    "GroupNormalization", "LayerNormalization", "RMSNormalization", "BatchNormalization",
  ]
}
