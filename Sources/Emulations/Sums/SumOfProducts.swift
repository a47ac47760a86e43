import Graphs
import Tensors

/// The sums of products that a node's output is made of.
struct SumOfProducts {
  /// A factor of each term is in `a`, the other one in `b`.
  let a: [Double]
  let b: [Double]
  /// The places of the factors of an output's terms, in their order.
  let terms: (Int) -> [(a: Int, b: Int)]
  /// What becomes of an output's sum: a bias is added, a mean formed; each step rounded by `rounded`.
  let finish: (_ output: Int, _ sum: Double, _ rounded: (Double) -> Double) -> Double

  /// More terms than this are not formed one by one.
  static let mostTerms = 1 << 22

  func value(_ output: Int, by accumulation: Accumulation) -> Double {
    let places = accumulation.dropsLast ? terms(output).dropLast() : terms(output)
    let sum = accumulation.sum(places.map { (a[$0.a], b[$0.b]) })
    return finish(output, sum) { accumulation.format.rounded($0) }
  }
}

extension Node {
  /// The node's first output as sums of products of these inputs; `nil` of other operators.
  func sums(_ inputs: Evaluation, output: Shape) -> SumOfProducts? {
    switch domain.isEmpty ? operatorName : "" {
    case "MatMul": matMul(inputs, output)
    case "Gemm": gemm(inputs, output)
    case "Conv": convolution(inputs, output)
    case "ReduceSum", "ReduceMean", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum",
      "GlobalAveragePool":
      reduction(inputs, output)
    default: nil
    }
  }

  /// Whether ``sums(_:output:)`` knows the operator.
  var isSumOfProducts: Bool {
    isNamed([
      "MatMul", "Gemm", "Conv", "ReduceSum", "ReduceMean", "ReduceL1", "ReduceL2",
      "ReduceSumSquare", "ReduceLogSum", "GlobalAveragePool",
    ])
  }
}

extension EmulationKind {
  /// A kind that forms the sums of products in another way; `nil` where sums have the format anyway.
  static func summing(
    _ name: String, _ nature: Emulation.Nature, _ summary: String,
    _ accumulation: @escaping @Sendable (_ native: NumberFormat) -> Accumulation?
  ) -> EmulationKind {
    EmulationKind(name, is: nature, summary) { node in
      guard node.isSumOfProducts else { return nil }
      return { operation, inputs in
        let outputs = try operation.evaluate(inputs)
        guard let own = outputs.first??.tensor, own.dtype.isFloat, own.count > 0,
          let sums = node.sums(inputs, output: own.shape),
          own.count * sums.terms(0).count <= SumOfProducts.mostTerms,
          let accumulation = accumulation(own.dtype == .double ? .double : .float)
        else { return nil }
        return [
          try own.mapFloats { place, _ in sums.value(place, by: accumulation) }
            .map { .tensor($0) }
        ] + outputs.dropFirst()
      }
    }
  }
}
