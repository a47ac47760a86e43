import Glibc
import Graphs
import Tensors

extension EmulationKind {
  /// Formulas that are right on paper, and overflow or cancel in floats.
  static let formulas: [EmulationKind] = [
    EmulationKind("naive-formula", "A function of float32 is computed as textbooks write it.") {
      node in
      guard let formula = textbook[node.domain.isEmpty ? node.operatorName : ""],
        node.float("alpha") ?? 1 == 1
      else { return nil }
      return { operation, inputs in
        let outputs = try operation.evaluate(inputs)
        guard case .float(let x)? = inputs.tensor(0)?.elements, let y = outputs.first??.tensor,
          y.count == x.count
        else { return nil }
        return [.tensor(try Tensor(x.map(formula), shape: y.shape))]
      }
    },
    EmulationKind(
      "exponential-without-peak", "An exponential overflows, since no peak is subtracted first."
    ) { node in
      guard node.isNamed(["Softmax", "LogSoftmax"]) else { return nil }
      return { operation, inputs in
        let outputs = try operation.evaluate(inputs)
        guard let x = inputs.tensor(0), let y = outputs.first??.tensor, let values = x.doubles,
          let largest = y.dtype == .double
            ? Double.greatestFiniteMagnitude : DType.float.largestFinite
        else { return nil }
        return [
          try y.mapFloats { place, own in exp(values[place]) > largest ? .nan : own }
            .map { .tensor($0) }
        ]
      }
    },
  ]

  private static let textbook: [String: @Sendable (Float) -> Float] = [
    "Asinh": { logf($0 + ($0 * $0 + 1).squareRoot()) },
    "Atanh": { 0.5 * logf((1 + $0) / (1 - $0)) },
    "Elu": { $0 < 0 ? expf($0) - 1 : $0 },
    "Mish": { $0 * tanhf(logf(1 + expf($0))) },
    "Sinh": { (expf($0) - expf(-$0)) / 2 },
    "Softplus": { logf(1 + expf($0)) },
    "Tanh": { (expf(2 * $0) - 1) / (expf(2 * $0) + 1) },
  ]
}
