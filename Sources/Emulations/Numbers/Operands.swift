import Graphs
import Tensors

extension EmulationKind {
  /// Factors of products in a narrower format, as tensor cores have them unasked.
  static let operands: [EmulationKind] = [
    factors("tf32-products", .tensorFloat, "The factors of products are rounded to TF32."),
    factors("bf16-products", .bfloat16, "The factors of products are rounded to bfloat16."),
    factors("f16-products", .half, "The factors of products are rounded to float16."),
  ]

  private static func factors(
    _ name: String, _ format: NumberFormat, _ summary: String
  ) -> EmulationKind {
    EmulationKind(name, summary) { node in
      let factors = node.factors
      guard !factors.isEmpty else { return nil }
      return { operation, inputs in
        var values = inputs.values
        for index in factors {
          guard let tensor = inputs.tensor(index), tensor.dtype == .float else { return nil }
          values[index] = try tensor.mapFloats { format.rounded($0) }.map { .tensor($0) }
        }
        return try operation.results(of: inputs.replacing(values))
      }
    }
  }
}
