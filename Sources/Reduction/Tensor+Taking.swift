import Tensors

extension Tensor {
  /// The elements with these indices in each of the parts of `extent` that an axis has, one behind the
  /// other.
  func taking(_ range: Range<Int>, ofEach extent: Int, along axis: Int) -> Tensor? {
    var parted = shape.dims
    parted.replaceSubrange(axis...axis, with: [parted[axis] / extent, extent])
    var whole = shape.dims
    whole[axis] = whole[axis] / extent * range.count
    return try? reshaped(to: Shape(parted)).taking(range, along: axis + 1).reshaped(
      to: Shape(whole))
  }

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
