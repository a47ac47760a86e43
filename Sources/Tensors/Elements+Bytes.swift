extension Elements {
  /// Calls `body` with the elements' bytes; strings have none and give `nil`.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R? {
    withoutActuallyEscaping(body) { visit(ByteVisitor(body: $0)) }
  }

  /// Elements of a type of fixed width that view bytes which `owner` keeps alive and unchanged.
  ///
  /// - Precondition: `base` is aligned for `dtype`, which is not `string`. A sub-byte type has one
  ///   element a byte.
  package init(
    viewing base: UnsafeRawPointer, count: Int, dtype: DType, owner: any AnyObject & Sendable
  ) {
    func view<T: FixedWidthElement>(_ type: T.Type) -> Elements {
      let first = base.assumingMemoryBound(to: T.self)
      return T.wrap(Buffer(viewing: first, count: count, owner: owner))
    }
    self = view(dtype.fixedWidthStorage)
  }

  /// Elements of a type of fixed width whose bytes `fill` writes.
  package init(
    count: Int, dtype: DType, fill: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    func make<T: FixedWidthElement>(_ type: T.Type) -> Elements {
      T.wrap(Buffer(count: count) { fill(UnsafeMutableRawBufferPointer($0)) })
    }
    self = make(dtype.fixedWidthStorage)
  }

  /// Elements of a type of fixed width whose bytes `fill` writes when they are first read.
  package static func deferred(
    count: Int, dtype: DType, fill: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Void
  ) -> Elements {
    func make<T: FixedWidthElement>(_ type: T.Type) -> Elements {
      T.wrap(Buffer.deferred(count: count) { fill(UnsafeMutableRawBufferPointer($0)) })
    }
    return make(dtype.fixedWidthStorage)
  }
}

private struct ByteVisitor<R>: ElementsVisitor {
  let body: (UnsafeRawBufferPointer) -> R
  func visit<T: Element>(_ values: Buffer<T>) -> R? {
    T.dtype == .string ? nil : values.withPointer { body(UnsafeRawBufferPointer($0)) }
  }
}

extension DType {
  fileprivate var fixedWidthStorage: any FixedWidthElement.Type {
    guard let storage else { preconditionFailure("strings have no fixed width") }
    return storage
  }
}
