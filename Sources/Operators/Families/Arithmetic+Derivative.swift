import Graphs
import Tensors

/// A binary operator whose gradients are terms of its broadcast operands.
protocol DifferentiablePairing: Differentiable, Binary {
  /// The gradients of both operands as they broadcast, before what was repeated is summed.
  func slopes(
    _ a: Term, _ b: Term, _ y: Term, _ dy: Term
  ) throws(OperatorError) -> (a: Term, b: Term)
}

extension DifferentiablePairing {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let (a, b) = (try site.x, try site.input(1))
    let aligned = try alignedShape(try b.shape, to: try a.shape)
    let slopes = try slopes(a, b.reshaped(to: aligned), site.y, site.dy)
    return [
      try slopes.a.sum(to: try a.shape),
      try slopes.b.sum(to: aligned).reshaped(to: try b.shape),
    ]
  }
}

extension Binary {
  /// B's shape, as it lines up with A's from the right.
  func alignedShape(_ b: Shape, to a: Shape) throws(OperatorError) -> Shape {
    guard let alignment else { return b }
    return Shape(try alignment.aligned(b.dimensions, to: a.dimensions).compactMap(\.value))
  }
}

/// The greatest or the least of several operands: equal ones share the gradient.
protocol DifferentiableExtremum: Differentiable {}

extension DifferentiableExtremum {
  func gradients(_ site: GradientSite) throws(OperatorError) -> [Term?] {
    let y = try site.y
    let shares = try site.inputs.indices.map { index throws(OperatorError) in
      try site.input(index).equals(y).numbers(like: y)
    }
    let total = try site.writer.apply(.sum, shares, outputCount: 1)[0]
    return try shares.indices.map { index throws(OperatorError) in
      try (site.dy * shares[index] / total).sum(to: try site.input(index).shape)
    }
  }
}
