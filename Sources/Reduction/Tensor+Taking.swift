import Tensors

extension Tensor {
  /// The elements with these indices along an axis.
  func taking(_ range: Range<Int>, along axis: Int) -> Tensor {
    let inner = shape.dims[(axis + 1)...].reduce(1, *)
    var dims = shape.dims
    dims[axis] = range.count
    let sources = (0..<Shape(dims).count).map { place in
      let (row, column) = place.quotientAndRemainder(dividingBy: inner)
      let (outer, own) = row.quotientAndRemainder(dividingBy: range.count)
      return (outer * shape.dims[axis] + range.lowerBound + own) * inner + column
    }
    return gathering(sources, shape: Shape(dims))
  }
}
