/// The type in which floats are computed.
package enum Precision: String, Sendable, CaseIterable {
  /// Each float in its own width, 16 bits and less in `Float`.
  case native
  /// Every float in `Double`, rounded once at the node's output.
  case double
}

/// A number tensor's elements, widened to the type in which kernels compute.
package enum WideBuffer: Sendable {
  case float(Buffer<Float>)
  case double(Buffer<Double>)
  case int(Buffer<Int64>)
  case uint(Buffer<UInt64>)

  package var count: Int {
    switch self {
    case .float(let x): x.count
    case .double(let x): x.count
    case .int(let x): x.count
    case .uint(let x): x.count
    }
  }
}

extension Tensor {
  /// The elements in their wide type; `nil` for booleans, strings and complex numbers.
  package func widened(_ precision: Precision) -> WideBuffer? { elements.widened(precision) }

  /// A tensor of `dtype`, each element rounded or truncated from its wide type.
  ///
  /// - Precondition: floats narrow to float types, integers to integer types.
  package init(narrowing wide: WideBuffer, to dtype: DType, shape: Shape) throws(TensorError) {
    try self.init(Elements(narrowing: wide, to: dtype), shape: shape)
  }
}

private struct Widening: ElementsVisitor {
  let precision: Precision
  func visit<T: Element>(_ values: Buffer<T>) -> WideBuffer? { T.widened(values, precision) }
}

extension Element {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? { nil }
}
extension FloatElement where Wide == Float {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? {
    precision == .native ? .float(x.mapped { $0.wide }) : .double(x.mapped { $0.double })
  }
}
extension NumberElement where Wide == Int64 {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? {
    .int(x.mapped { $0.wide })
  }
}
extension NumberElement where Wide == UInt64 {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? {
    .uint(x.mapped { $0.wide })
  }
}
// The wide types are not copied.
extension Float {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? {
    precision == .native ? .float(x) : .double(x.mapped { Double($0) })
  }
}
extension Double {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? {
    .double(x)
  }
}
extension Int64 {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? { .int(x) }
}
extension UInt64 {
  package static func widened(_ x: Buffer<Self>, _ precision: Precision) -> WideBuffer? {
    .uint(x)
  }
}

extension Elements {
  /// The elements in their wide type; `nil` for booleans, strings and complex numbers.
  package func widened(_ precision: Precision) -> WideBuffer? {
    visit(Widening(precision: precision))
  }

  /// - Parameter saturates: whether floats of at most 8 bits do; see ``FloatElement``.
  package init(narrowing wide: WideBuffer, to dtype: DType, saturates: Bool = true) {
    switch dtype.facts {
    case .float(let type, _): self = type.narrowed(wide, saturates: saturates)
    case .signed(let type, _), .unsigned(let type, _):
      self = type.narrowed(wide, saturates: saturates)
    case .complex, .bool, .string: preconditionFailure("\(dtype.name) is not a number type")
    }
  }
}

extension FloatElement {
  package static func narrowed(_ wide: WideBuffer, saturates: Bool) -> Elements {
    wrap(wide.floats(saturates: saturates))
  }
}
extension Float {
  package static func narrowed(_ wide: WideBuffer, saturates: Bool) -> Elements {
    guard case .double(let x) = wide else { return wrap(wide.floats(saturates: saturates)) }
    return .float(x.mapped { Float($0) })
  }
}
extension Double {
  package static func narrowed(_ wide: WideBuffer, saturates: Bool) -> Elements {
    guard case .float(let x) = wide else { return wrap(wide.floats(saturates: saturates)) }
    return .double(x.mapped { Double($0) })
  }
}
extension NumberElement where Wide: FixedWidthInteger {
  package static func narrowed(_ wide: WideBuffer, saturates: Bool) -> Elements {
    wrap(wide.integers())
  }
}

extension WideBuffer {
  func floats<T: FloatElement>(saturates: Bool) -> Buffer<T> {
    switch self {
    case .float(let x):
      if let same = x as? Buffer<T> {
        same
      } else {
        x.mapped { T(rounding: Double($0), saturates: saturates) }
      }
    case .double(let x):
      if let same = x as? Buffer<T> {
        same
      } else {
        x.mapped { T(rounding: $0, saturates: saturates) }
      }
    case .int, .uint: preconditionFailure("integers do not narrow to \(T.dtype.name)")
    }
  }

  fileprivate func integers<T: NumberElement>() -> Buffer<T> where T.Wide: FixedWidthInteger {
    switch self {
    case .int(let x):
      if let same = x as? Buffer<T> {
        same
      } else {
        x.mapped { T(narrowing: .init(truncatingIfNeeded: $0)) }
      }
    case .uint(let x):
      if let same = x as? Buffer<T> {
        same
      } else {
        x.mapped { T(narrowing: .init(truncatingIfNeeded: $0)) }
      }
    case .float, .double: preconditionFailure("floats do not narrow to \(T.dtype.name)")
    }
  }
}
