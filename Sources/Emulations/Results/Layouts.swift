import Tensors

extension EmulationKind {
  /// Elements in other places.
  static let layouts: [EmulationKind] = [
    ofResults("transposed-layout", "The elements lie column by column under the right shape.") {
      tensor, _ in
      guard let sources = tensor.columnMajor else { return nil }
      return tensor.reading(sources)
    },
    ofResults("swapped-axes", "The last two axes are swapped, shape and all.") { tensor, _ in
      guard let sources = tensor.columnMajor else { return nil }
      var dims = tensor.shape.dims
      dims.swapAt(dims.count - 1, dims.count - 2)
      return tensor.reading(sources, shape: Shape(dims))
    },
    ofResults("axis-backwards", "The last axis runs backwards.") { tensor, _ in
      guard let extent = tensor.shape.dims.last, extent > 1, tensor.count > 0 else { return nil }
      return tensor.reading(tensor.places(along: tensor.rank - 1) { extent - 1 - $0 })
    },
    ofResults("axis-turned", "Along the last axis each element is the next one's, round and round.")
    { tensor, _ in
      guard let extent = tensor.shape.dims.last, extent > 1, tensor.count > 0 else { return nil }
      return tensor.reading(tensor.places(along: tensor.rank - 1) { ($0 + 1) % extent })
    },
    ofResults("channels-last", "Axis 1 lies behind the others under the right shape.") {
      tensor, _ in
      guard tensor.rank > 2, tensor.shape[1] > 1, tensor.count > 0 else { return nil }
      let (rows, columns) = (tensor.shape[1], tensor.shape.dims[2...].reduce(1, *))
      guard columns > 1 else { return nil }
      return tensor.reading(tensor.transposing(rows, columns))
    },
  ]
}

extension Tensor {
  /// The places of the elements when the last two axes are read the other way round; `nil` where
  /// that changes nothing.
  fileprivate var columnMajor: [Int]? {
    guard rank > 1, count > 0, shape[rank - 1] > 1, shape[rank - 2] > 1 else { return nil }
    return transposing(shape[rank - 2], shape[rank - 1])
  }

  /// Sources of blocks of `rows` × `columns`, written column by column.
  fileprivate func transposing(_ rows: Int, _ columns: Int) -> [Int] {
    (0..<count).map { place in
      let (block, inside) = place.quotientAndRemainder(dividingBy: rows * columns)
      return block * rows * columns + inside % rows * columns + inside / rows
    }
  }
}
