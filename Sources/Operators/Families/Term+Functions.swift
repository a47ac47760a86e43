import Graphs
import Tensors

extension Term {
  /// The term less its mean over axes, over its deviation; that mean, and 1 over the deviation.
  func standardized(
    over axes: [Int], epsilon: Double
  ) throws(OperatorError) -> (standard: Term, mean: Term, factor: Term) {
    let mean = try mean(over: axes)
    let centered = try self - mean
    let deviation = try (centered.squared.mean(over: axes) + epsilon).map(.sqrt)
    return (try centered / deviation, mean, try deviation.map(.reciprocal))
  }

  /// A vector as a tensor that broadcasts along one axis of another.
  func along(axis: Int, of other: Term) throws(OperatorError) -> Term {
    var dims = Array(repeating: 1, count: try other.shape.rank)
    guard axis < dims.count else { throw .axis(axis, rank: dims.count) }
    dims[axis] = try shape.count
    return try reshaped(to: Shape(dims))
  }

  /// A tensor of this one's type, with elements added at places that count it in row-major order, 0
  /// elsewhere.
  func scattering(_ updates: Term, at places: Term) throws(OperatorError) -> Term {
    let shape = try self.shape
    let flat = Shape([try places.shape.count])
    let zeros = try scalar(0).expanded(to: [shape.count])
    return try writer.apply(
      .scatterElements, zeros, places.reshaped(to: flat), updates.reshaped(to: flat),
      attributes: ["reduction": .string("add")]
    ).reshaped(to: shape)
  }
}
