extension Tensor {
  /// The tensor whose element `i` is this one's element `sources[i]`.
  ///
  /// - Precondition: `sources` has as many entries as `shape` has elements, each inside this tensor.
  package func gathering(_ sources: [Int], shape: Shape) -> Tensor {
    precondition(sources.count == shape.count)
    return Tensor(unchecked: elements.visit(Gathering(sources: sources)), shape: shape)
  }

  /// Like ``gathering(_:shape:)``; a negative source reads `filler`, a tensor of one element of the
  /// same type.
  package func gathering(_ sources: [Int], or filler: Tensor, shape: Shape) -> Tensor {
    precondition(sources.count == shape.count && filler.count == 1 && filler.dtype == dtype)
    let filled = Filling(sources: sources, filler: filler.elements)
    return Tensor(unchecked: elements.visit(filled), shape: shape)
  }

  private init(unchecked elements: Elements, shape: Shape) {
    self.shape = shape
    self.elements = elements
  }
}

private struct Gathering: ElementsVisitor {
  let sources: [Int]
  func visit<T: Element>(_ values: Buffer<T>) -> Elements { T.wrap(values.gathering(sources)) }
}

private struct Filling: ElementsVisitor {
  let sources: [Int]
  let filler: Elements
  func visit<T: Element>(_ values: Buffer<T>) -> Elements {
    guard let filler = T.unwrap(filler)?.first else {
      preconditionFailure("filler of another type")
    }
    return T.wrap(
      Buffer(count: sources.count) { out in
        guard let target = out.baseAddress else { return }
        values.withPointer { x in
          for i in 0..<sources.count {
            precondition(sources[i] < x.count, "index out of the buffer")
            (target + i).initialize(to: sources[i] < 0 ? filler : x[sources[i]])
          }
        }
      })
  }
}
