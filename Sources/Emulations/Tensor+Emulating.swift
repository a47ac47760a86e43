import Tensors

extension Tensor {
  /// The tensor with each float changed; `nil` of other types.
  func mapFloats(_ transform: (Double) -> Double) throws -> Tensor? {
    guard dtype.isFloat, case .double(let x)? = widened(.double) else { return nil }
    return try Tensor(narrowing: .double(Buffer(x.map(transform))), to: dtype, shape: shape)
  }

  /// The tensor with each float changed, given its place; `nil` of other types.
  func mapFloats(_ transform: (Int, Double) -> Double) throws -> Tensor? {
    guard dtype.isFloat, case .double(let x)? = widened(.double) else { return nil }
    let changed = x.enumerated().map { transform($0.offset, $0.element) }
    return try Tensor(narrowing: .double(Buffer(changed)), to: dtype, shape: shape)
  }

  /// The tensor with each integer changed, which keeps its low bits; `nil` of other types.
  func mapIntegers(_ transform: (Int, Int128) -> Int128) throws -> Tensor? {
    switch widened(.native) {
    case .int(let x):
      let changed = x.enumerated().map {
        Int64(truncatingIfNeeded: transform($0.offset, Int128($0.element)))
      }
      return try Tensor(narrowing: .int(Buffer(changed)), to: dtype, shape: shape)
    case .uint(let x):
      let changed = x.enumerated().map {
        UInt64(truncatingIfNeeded: transform($0.offset, Int128($0.element)))
      }
      return try Tensor(narrowing: .uint(Buffer(changed)), to: dtype, shape: shape)
    case .float, .double, nil: return nil
    }
  }

  /// The elements in another order, each read from a place of this tensor.
  func reading(_ sources: [Int], shape: Shape? = nil) -> Tensor {
    gathering(sources, shape: shape ?? self.shape)
  }

  /// The elements from back to front: every axis runs backwards.
  var reversed: Tensor { reading(Array((0..<count).reversed())) }

  /// The places of the elements, with the indices along one axis replaced.
  func places(along axis: Int, _ index: (Int) -> Int) -> [Int] {
    let inner = shape.dims[(axis + 1)...].reduce(1, *)
    let extent = shape.dims[axis]
    return (0..<count).map { place in
      let (row, column) = place.quotientAndRemainder(dividingBy: inner)
      let (outer, own) = row.quotientAndRemainder(dividingBy: extent)
      return (outer * extent + index(own)) * inner + column
    }
  }

  /// The integers as a tensor of another integer type, low bits kept.
  func reinterpreted(as dtype: DType) throws -> Tensor? {
    switch widened(.native) {
    case .int(let x):
      let wide: WideBuffer =
        dtype.isSignedInteger
        ? .int(x) : .uint(Buffer(x.map { UInt64(bitPattern: $0) }))
      return try Tensor(narrowing: wide, to: dtype, shape: shape)
    case .uint(let x):
      let wide: WideBuffer =
        dtype.isSignedInteger ? .int(Buffer(x.map { Int64(bitPattern: $0) })) : .uint(x)
      return try Tensor(narrowing: wide, to: dtype, shape: shape)
    case .float, .double, nil: return nil
    }
  }

  /// The floats as a tensor of another float type, each rounded once.
  func converted(to dtype: DType) throws -> Tensor? {
    guard self.dtype.isFloat, let wide = widened(.double) else { return nil }
    return try Tensor(narrowing: wide, to: dtype, shape: shape)
  }
}
