import Glibc
import Graphs
import Tensors

extension EmulationKind {
  /// Other functions, other quotients, other draws, other orders where the standard asks for none.
  static let liberties: [EmulationKind] = [
    EmulationKind("libm-functions", is: .legitimate, "A function is the C library's.") { node in
      guard let functions = libm[node.domain.isEmpty ? node.operatorName : ""] else { return nil }
      return { operation, inputs in
        let outputs = try operation.evaluate(inputs)
        guard let x = inputs.tensor(0), let y = outputs.first??.tensor, x.dtype == y.dtype else {
          return nil
        }
        switch x.elements {
        case .float(let values):
          return [.tensor(try Tensor(values.map { functions.float($0) }, shape: y.shape))]
        case .double(let values):
          return [.tensor(try Tensor(values.map { functions.double($0) }, shape: y.shape))]
        default: return nil
        }
      }
    },
    EmulationKind(
      "reciprocal-division", is: .legitimate, "A quotient is a product with the reciprocal."
    ) { node in
      guard node.isNamed(["Div"]) else { return nil }
      return { operation, inputs in
        let outputs = try operation.evaluate(inputs)
        guard let a = inputs.tensor(0), let b = inputs.tensor(1), let y = outputs.first??.tensor,
          y.dtype == .float, a.shape == y.shape, b.shape == y.shape, let x = a.doubles,
          let divisors = b.doubles
        else { return nil }
        return [
          try y.mapFloats { place, own in
            let reciprocal = NumberFormat.float.rounded(1 / divisors[place])
            // Where the reciprocal is no normal number, a kernel has to divide.
            guard reciprocal.isNormal, reciprocal.magnitude >= 0x1p-126, own.isNormal else {
              return own
            }
            return x[place] * reciprocal
          }.map { .tensor($0) }
        ]
      }
    },
    EmulationKind(
      "another-draw", is: .legitimate, concernsDraws: true, "Random numbers of another seed."
    ) { node in
      // What Dropout leaves is its input's: the rule for draws holds it against that, over runs.
      guard type(of: node.operation).tolerance == .statistical, node.attributes["seed"] == nil,
        !node.isNamed(["Dropout"])
      else { return nil }
      return { operation, inputs in
        try operation.evaluate(inputs.drawing(with: inputs.seed ^ 0x5bd1_e995))
      }
    },
    EmulationKind("unsorted-order", is: .legitimate, "TopK's results come in another order.") {
      node in
      guard node.isNamed(["TopK"]), node.integer("sorted") == 0 else { return nil }
      let axis = node.integer("axis") ?? -1
      return { operation, inputs in
        try operation.evaluate(inputs).map { output in
          guard let tensor = output?.tensor, tensor.rank > 0, tensor.count > 0
          else { return output }
          let place = axis < 0 ? axis + tensor.rank : axis
          let extent = tensor.shape[place]
          return .tensor(tensor.reading(tensor.places(along: place) { extent - 1 - $0 }))
        }
      }
    },
  ]

  private struct Functions: Sendable {
    let float: @Sendable (Float) -> Float
    let double: @Sendable (Double) -> Double
  }

  private static let libm: [String: Functions] = [
    "Acos": Functions(float: { acosf($0) }, double: { acos($0) }),
    "Acosh": Functions(float: { acoshf($0) }, double: { acosh($0) }),
    "Asin": Functions(float: { asinf($0) }, double: { asin($0) }),
    "Asinh": Functions(float: { asinhf($0) }, double: { asinh($0) }),
    "Atan": Functions(float: { atanf($0) }, double: { atan($0) }),
    "Atanh": Functions(float: { atanhf($0) }, double: { atanh($0) }),
    "Cos": Functions(float: { cosf($0) }, double: { cos($0) }),
    "Cosh": Functions(float: { coshf($0) }, double: { cosh($0) }),
    "Erf": Functions(float: { erff($0) }, double: { erf($0) }),
    "Exp": Functions(float: { expf($0) }, double: { exp($0) }),
    "Log": Functions(float: { logf($0) }, double: { log($0) }),
    "Sin": Functions(float: { sinf($0) }, double: { sin($0) }),
    "Sinh": Functions(float: { sinhf($0) }, double: { sinh($0) }),
    "Tan": Functions(float: { tanf($0) }, double: { tan($0) }),
    "Tanh": Functions(float: { tanhf($0) }, double: { tanh($0) }),
  ]
}
