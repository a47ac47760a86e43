internal import Tensors

extension Tensor {
  /// An element as reports print it: shortest digits that give its value back.
  package func text(at offset: Int) -> String { elements.visit(Text(offset: offset)) }

  /// How many elements are NaN.
  var nanCount: Int {
    if case .complex64(let x) = elements { return x.count { $0.real.isNaN || $0.imaginary.isNaN } }
    if case .complex128(let x) = elements {
      return x.count { $0.real.isNaN || $0.imaginary.isNaN }
    }
    guard dtype.isFloat else { return 0 }
    return switch widened(.native) {
    case .float(let x): x.count { $0.isNaN }
    case .double(let x): x.count { $0.isNaN }
    case .int, .uint, nil: 0
    }
  }
}

extension Shape {
  /// The index of the element at a row-major offset.
  func index(of offset: Int) -> [Int] {
    var rest = offset
    return strides.map { stride in
      defer { rest %= max(stride, 1) }
      return rest / max(stride, 1)
    }
  }
}

private struct Text: ElementsVisitor {
  let offset: Int

  func visit<T: Element>(_ values: Buffer<T>) -> String {
    switch values[offset] {
    case let x as String: "\"\(x.onOneLine)\""
    case let x as Complex64: "\(x.real)+\(x.imaginary)i"
    case let x as Complex128: "\(x.real)+\(x.imaginary)i"
    case let x as BFloat16: "\(x.wide)"
    case let x as Float8E8M0: "\(x.double)"
    case let x as any MiniFloat: "\(x.wide)"
    case let x as any NumberElement where !T.dtype.isFloat: "\(x.wide)"
    case let x: "\(x)"
    }
  }
}
