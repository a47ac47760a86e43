import Graphs
import Tensors

/// An operator that has a derivative, written as nodes.
protocol Differentiable: Operator {
  /// The gradients of the inputs, in their order; `nil` for an input on which no output depends
  /// smoothly, and for one whose gradient is 0.
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?]
}

/// A node whose outputs' gradients are known.
struct GradientSite {
  let node: Node
  let inputs: [Term?]
  let outputs: [Term?]
  /// The gradients of the outputs; `nil` is 0.
  let outputGradients: [Term?]
  /// The inputs whose gradients are asked for.
  let wanted: [Bool]
  let writer: TermWriter

  func input(_ index: Int) throws(OperatorError) -> Term {
    guard index < inputs.count, let input = inputs[index] else { throw .missingInput(index) }
    return input
  }

  func has(_ index: Int) -> Bool { index < inputs.count && inputs[index] != nil }
  func wants(_ index: Int) -> Bool { index < wanted.count && wanted[index] }

  var x: Term { get throws(OperatorError) { try input(0) } }

  var y: Term {
    get throws(OperatorError) {
      guard let y = outputs.first ?? nil else { throw .unsupported("the derivative of no output") }
      return y
    }
  }

  /// The gradient of the first output.
  var dy: Term {
    get throws(OperatorError) {
      try (outputGradients.first ?? nil).orZeros(like: try y)
    }
  }

  /// What a term makes of one asked-for input, `nil` for others.
  func gradient(
    of index: Int, _ term: () throws(OperatorError) -> Term
  ) throws(OperatorError) -> Term? { wants(index) ? try term() : nil }

  /// The node again over other inputs, with other attributes.
  func again(
    _ kind: OperatorKind, _ inputs: Term?..., changing changes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> Term {
    try writer.apply(
      kind, inputs, outputCount: 1, attributes: node.attributes.merging(changes) { $1 })[0]
  }
}

/// `Y[i] = f(X[i])`: the gradient is `dY · f'(X)`.
protocol DifferentiableMap: Differentiable {
  /// `f'(x)`, where `y` is `f(x)`.
  func slope(_ x: Term, _ y: Term) throws(OperatorError) -> Term
}

extension DifferentiableMap {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    [try site.dy * slope(site.x, site.y)]
  }
}

/// An operator that is constant wherever it is continuous.
protocol PiecewiseConstant: Differentiable {}

extension PiecewiseConstant {
  func gradients(_ site: GradientSite) -> [Term?] { [] }
}

/// An operator whose derivative is that of terms that mean the same.
protocol DifferentiableByParts: Differentiable {
  /// The outputs; `nil` is one that has no derivative.
  func parts(_ inputs: [Term?], _ site: GradientSite) throws(OperatorError) -> [Term?]
}

extension DifferentiableByParts {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let first = site.writer.nodes.count
    let outputs = try parts(site.inputs, site)
    return try ReverseSweep(site.writer, first..<site.writer.nodes.count).gradients(
      of: outputs, site.outputGradients, at: zip(site.inputs, site.wanted).map { $1 ? $0 : nil })
  }
}
