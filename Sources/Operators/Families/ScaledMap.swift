import Graphs
import Tensors

/// `Y = alpha · f(beta · X)`. The texts give no defaults: an absent factor is 1.
protocol ScaledMap: Composite {
  static var function: OperatorKind { get }
  var factors: ScaledMapFactors { get }
}

struct ScaledMapFactors: Sendable {
  private static let keys = (AttributeKey<Float>("alpha"), AttributeKey<Float>("beta"))
  static let attributes = [keys.0.optional, keys.1.optional]

  let alpha: Float
  let beta: Float

  init(_ node: NodeReader) {
    alpha = node[ifPresent: Self.keys.0] ?? 1
    beta = node[ifPresent: Self.keys.1] ?? 1
  }
}

extension ScaledMap {
  static var tolerance: Tolerance { .ulps(4) }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { [try inputs.type(0)] }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    let writer = TermWriter()
    let x = writer.input(try inputs.type(0))
    let y = try (x * Double(factors.beta)).map(Self.function) * Double(factors.alpha)
    return writer.graph(Self.schema.name, inputs: [x], outputs: [y])
  }
}

extension ScaledMap {
  static var samples: [Sample] {
    Samples.unary + [
      Sample([.normal(3, 33)], ["alpha": -0.75, "beta": 2.5]),
      Sample([.normal(3, 33)], ["alpha": 3, "beta": -0.5]),
    ]
  }
}
