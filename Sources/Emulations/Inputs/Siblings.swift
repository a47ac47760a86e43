import Graphs
import Operators

extension EmulationKind {
  /// Operators that are taken for a near relation.
  static let siblings: [EmulationKind] = [
    EmulationKind(each: "sibling-operator", "The operator is taken for a near relation of it.") {
      node in
      (node.domain.isEmpty ? relations[node.operatorName] ?? [] : []).compactMap { name in
        let sibling = try? OperatorCatalog.standard.node(
          name, opset: max(node.opset, 13), named: node.name, inputs: node.inputs,
          outputs: node.outputs, attributes: node.attributes)
        return sibling.map { (name, by($0.operation)) }
      }
    }
  ]

  private static let relations: [String: [String]] = [
    "Greater": ["GreaterOrEqual", "Less"], "GreaterOrEqual": ["Greater"],
    "Less": ["LessOrEqual"], "LessOrEqual": ["Less"], "And": ["Or"], "Or": ["Xor"],
    "Xor": ["Or"], "BitwiseAnd": ["BitwiseOr"], "BitwiseOr": ["BitwiseXor"],
    "BitwiseXor": ["BitwiseOr"], "Max": ["Min"], "Min": ["Max"], "Sum": ["Mean"],
    "Mean": ["Sum"], "Floor": ["Round", "Ceil"], "Ceil": ["Round", "Floor"],
    "Round": ["Floor", "Ceil"], "ReduceSum": ["ReduceMean"], "ReduceMean": ["ReduceSum"],
    "ReduceMax": ["ReduceMin"], "ReduceMin": ["ReduceMax"], "ReduceL1": ["ReduceSum"],
    "ReduceL2": ["ReduceSumSquare"], "ReduceSumSquare": ["ReduceL2"],
    "ReduceLogSum": ["ReduceLogSumExp"], "ReduceLogSumExp": ["ReduceLogSum"],
    "ArgMax": ["ArgMin"], "ArgMin": ["ArgMax"], "Softmax": ["LogSoftmax"],
    "LogSoftmax": ["Softmax"], "Hardmax": ["Softmax"], "Add": ["Sub"], "Sub": ["Add"],
    "Mul": ["Div"], "Sinh": ["Sin"], "Cosh": ["Cos"], "Tan": ["Tanh"], "Asin": ["Asinh"],
    "Atan": ["Atanh"], "Erf": ["Tanh"], "Sigmoid": ["HardSigmoid"], "HardSwish": ["Relu"],
    "Elu": ["Relu"], "Celu": ["Elu"], "Selu": ["Elu"], "Gelu": ["Relu"], "Mish": ["Softplus"],
    "Softplus": ["Relu"], "GlobalAveragePool": ["GlobalMaxPool"],
    "GlobalMaxPool": ["GlobalAveragePool"], "BlackmanWindow": ["HannWindow"],
    "HannWindow": ["HammingWindow"], "HammingWindow": ["HannWindow"],
  ]
}
