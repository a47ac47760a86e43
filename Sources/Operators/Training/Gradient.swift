package import Graphs
import Tensors

/// `dy/dxs`, where y is what the nodes between xs, zs and y make of the inputs.
///
/// The derivative is a graph of the catalog's operators, which reverse mode writes for the types of a
/// run. Of a y of several elements, the gradient is that of their sum: the text leaves it open, and it
/// is what a first step back from a loss of `Σ y` gives.
///
/// - Shapes: an input for each name in `xs`, then in `zs`; an output for each of `xs`, of its input's
///   type and shape.
/// - Edge cases: an input on which y does not depend smoothly has a gradient of zeros. At a kink the
///   slope is that of the branch that the operator takes.
/// - Throws: `.unsupported` naming the first node, from y back, whose operator has no derivative here.
/// - Source: ONNX training Gradient, opset 1.
package struct Gradient: Composite {
  package static let xs = AttributeKey<[String]>("xs")
  package static let y = AttributeKey<String>("y")
  package static let zs = AttributeKey<[String]>("zs")
  package static let schema = OperatorSchema(
    "Gradient", domain: "ai.onnx.preview.training",
    inputs: [.variadic("Inputs", "T1", isHomogeneous: false)],
    outputs: [.variadic("Outputs", "T2", isHomogeneous: false)],
    history: [
      .since(
        1, ["T1": .classic, "T2": .ieeeFloats],
        attributes: [xs.required, y.required, zs.optional])
    ])
  package static let tolerance = Tolerance.accumulated

  /// The names of what the gradients are of.
  package let variables: [String]
  /// The names of what else decides y.
  package let others: [String]
  package let target: String
  /// The nodes from the inputs to y; `nil` where the node stands outside of a model.
  package var region: Graph?

  package init(_ node: NodeReader) throws(OperatorError) {
    variables = try node[Self.xs]
    others = node[ifPresent: Self.zs] ?? []
    target = try node[Self.y]
    let count = variables.count + others.count
    guard !variables.isEmpty, node.outputCount <= variables.count, node.inputCount == count else {
      throw .mismatch(
        "\(node.inputCount) inputs and \(node.outputCount) outputs stand for \(variables.count) names"
          + " in 'xs' and \(others.count) in 'zs'")
    }
  }

  package func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    try (0..<inputs.outputCount).map { index throws(OperatorError) in
      let x = try inputs.tensor(index)
      guard [.float16, .float, .double].contains(x.dtype) else {
        throw .wrongType(input: index, found: x.dtype.name, expected: "a float type")
      }
      return .tensor(x)
    }
  }

  package func composition(
    _ inputs: Inference, wanted: [Bool]
  ) throws(OperatorError) -> Graph {
    guard let region else { throw .unsupported("Gradient outside of a model") }
    let writer = TermWriter()
    let arguments = try inputs.types.indices.map { index throws(OperatorError) in
      writer.input(.tensor(try inputs.tensor(index)))
    }
    let y = try writer.write(region, over: arguments)
    let seeds = try y.map { y throws(OperatorError) in try y.filled(1) }
    let gradients = try ReverseSweep(writer, 0..<writer.nodes.count).gradients(
      of: y, seeds, at: Array(arguments.prefix(variables.count)))
    var outputs: [Term?] = []
    for (index, isWanted) in wanted.enumerated() {
      outputs.append(isWanted ? try gradients[index].orZeros(like: arguments[index]) : nil)
    }
    return writer.graph("Gradient of \(target)", inputs: arguments, outputs: outputs)
  }
}

extension Gradient {
  /// A model of one node has nothing between x and y: the gradient of x by itself.
  package static let samples: [Sample] =
    [
      Sample([.normal(3, 5)], ["xs": ["Inputs"], "y": "Inputs"]),
      Sample([.normal()], ["xs": ["Inputs"], "y": "Inputs"]),
      Sample([.normal(0)], ["xs": ["Inputs"], "y": "Inputs"]),
      .refused(.attribute, "xs are required", [.normal(3)], ["y": "Inputs"]),
      .refused(.attribute, "y is required", [.normal(3)], ["xs": ["Inputs"]]),
      .refused(
        .missing, "there is an input for each name", [.normal(3)],
        ["xs": ["Inputs"], "zs": ["z"], "y": "Inputs"]),
    ].map { $0.types("T1", .ieeeFloats).tied("T2", to: "T1") } + [
      Sample(
        [Draw.normal(3, 5).like("T2"), .special(7)],
        ["xs": ["Inputs"], "zs": ["Inputs_1"], "y": "Inputs"])
    ]
}
