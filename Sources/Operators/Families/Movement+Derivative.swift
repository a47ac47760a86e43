import Graphs
import Tensors

/// An operator whose output has its first input's elements, in their order.
protocol DifferentiableReshape: Differentiable {}

extension DifferentiableReshape {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    [try site.dy.reshaped(to: try site.x.shape)]
  }
}

/// An operator each of whose output's elements is one of its first input's, or none of them.
protocol DifferentiableMovement: Differentiable {}

extension DifferentiableMovement {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    [try site.movementGradient()]
  }
}

extension GradientSite {
  /// The gradient of what a node moves: the node, run on the elements' numbers, tells where each
  /// element of dY belongs.
  func movementGradient() throws(OperatorError) -> Term {
    guard wanted.dropFirst().allSatisfy({ !$0 }) else {
      throw .unsupported("the derivative of \(node.label) by another input than the first")
    }
    let (x, dy) = (try x, try dy)
    let count = try x.shape.count
    func bound(_ value: Int) -> Term { writer.constant(Tensor(scalar: Int64(value))) }
    // 0 is no element: what fills in has that number.
    let numbers = try writer.apply(.rangeOperator, bound(1), bound(count + 1), bound(1))
      .reshaped(to: try x.shape)
    let counted = TensorType(.int64, try x.shape)
    let takesIntegers =
      node.revision?.objection(to: [.tensor(counted)] + node.inputs.dropFirst().map { _ in nil })
      == nil
    let dtype: DType = takesIntegers ? .int64 : .double
    // A value to fill in is of X's type, and a text that names one has to fit the numbers.
    let others = inputs.dropFirst().map { $0?.isFloating == true ? nil : $0 }
    let moving = try withoutValue()
    let places = try writer.copy(
      moving, [try numbers.cast(to: dtype)] + others, [.tensor(TensorType(dtype, try y.shape))],
      around: [:])[0]
    guard let places else { throw .unsupported("the derivative of no output") }
    let padded = try x.scalar(0).expanded(to: [count + 1])
    return try padded.scattering(dy, at: places.cast(to: .int64)).window(at: [1], [count])
      .reshaped(to: try x.shape)
  }

  /// The node that fills in 0, where an attribute tells another number.
  private func withoutValue() throws(OperatorError) -> Node {
    guard node.attributes["value"] != nil, let revision = node.revision else { return node }
    return try Node(
      type(of: node.operation), revision, named: node.name, inputs: node.inputs,
      outputs: node.outputs, attributes: node.attributes.filter { $0.key != "value" })
  }
}
