extension Value {
  /// The vector of a sequence's elements, where they are tensors of one element of one type.
  var vector: Tensor? {
    guard case .sequence(let values, .tensor(let dtype)) = self else { return nil }
    if values.isEmpty { return Tensor(empty: dtype) }
    let tensors = values.compactMap(\.tensor)
    guard tensors.count == values.count,
      tensors.allSatisfy({ $0.dtype == dtype && $0.count == 1 && $0.rank < 2 }),
      let elements = tensors[0].elements.visit(Joining(tensors: tensors))
    else { return nil }
    return try? Tensor(elements, shape: [values.count])
  }
}

extension Tensor {
  /// A vector of no elements.
  fileprivate init?(empty dtype: DType) {
    func elements<T: Element>(_ type: T.Type) -> Elements { T.wrap(Buffer([T]())) }
    let own: Elements
    switch dtype.facts {
    case .float(let type, _): own = elements(type)
    case .signed(let type, _), .unsigned(let type, _): own = elements(type)
    case .string: own = elements(String.self)
    case .bool: own = elements(Bool.self)
    case .complex: return nil
    }
    guard let tensor = try? Tensor(own, shape: [0]) else { return nil }
    self = tensor
  }

  /// The elements of a vector as scalars.
  package var scalars: [Tensor] {
    (0..<count).map { gathering([$0], shape: []) }
  }
}

private struct Joining: ElementsVisitor {
  let tensors: [Tensor]
  func visit<T: Element>(_ values: Buffer<T>) -> Elements? {
    let parts = tensors.compactMap { T.unwrap($0.elements)?.first }
    return parts.count == tensors.count ? T.wrap(Buffer(parts)) : nil
  }
}
