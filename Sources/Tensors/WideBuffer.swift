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
  package func widened(_ precision: Precision) -> WideBuffer? {
    switch elements {
    case .float(let x): precision == .native ? .float(x) : .double(x.mapped { Double($0) })
    case .double(let x): .double(x)
    case .float16(let x): widen(x, precision)
    case .bfloat16(let x): widen(x, precision)
    case .float8e4m3fn(let x): widen(x, precision)
    case .float8e4m3fnuz(let x): widen(x, precision)
    case .float8e5m2(let x): widen(x, precision)
    case .float8e5m2fnuz(let x): widen(x, precision)
    case .float8e8m0(let x): widen(x, precision)
    case .float4e2m1(let x): widen(x, precision)
    case .float6e2m3(let x): widen(x, precision)
    case .float6e3m2(let x): widen(x, precision)
    case .int8(let x): .int(x.mapped { $0.wide })
    case .int16(let x): .int(x.mapped { $0.wide })
    case .int32(let x): .int(x.mapped { $0.wide })
    case .int64(let x): .int(x)
    case .int4(let x): .int(x.mapped { $0.wide })
    case .int2(let x): .int(x.mapped { $0.wide })
    case .uint8(let x): .uint(x.mapped { $0.wide })
    case .uint16(let x): .uint(x.mapped { $0.wide })
    case .uint32(let x): .uint(x.mapped { $0.wide })
    case .uint64(let x): .uint(x)
    case .uint4(let x): .uint(x.mapped { $0.wide })
    case .uint2(let x): .uint(x.mapped { $0.wide })
    case .bool, .string, .complex64, .complex128: nil
    }
  }

  private func widen<T: FloatElement>(_ x: Buffer<T>, _ precision: Precision) -> WideBuffer
  where T.Wide == Float {
    precision == .native ? .float(x.mapped { $0.wide }) : .double(x.mapped { $0.double })
  }

  /// A tensor of `dtype`, each element rounded or truncated from its wide type.
  ///
  /// - Precondition: floats narrow to float types, integers to integer types.
  package init(narrowing wide: WideBuffer, to dtype: DType, shape: Shape) throws(TensorError) {
    try self.init(Elements(narrowing: wide, to: dtype), shape: shape)
  }
}

extension Elements {
  package init(narrowing wide: WideBuffer, to dtype: DType) {
    switch dtype {
    case .float: self = .float(wide.floats())
    case .double: self = .double(wide.floats())
    case .float16: self = .float16(wide.floats())
    case .bfloat16: self = .bfloat16(wide.floats())
    case .float8e4m3fn: self = .float8e4m3fn(wide.floats())
    case .float8e4m3fnuz: self = .float8e4m3fnuz(wide.floats())
    case .float8e5m2: self = .float8e5m2(wide.floats())
    case .float8e5m2fnuz: self = .float8e5m2fnuz(wide.floats())
    case .float8e8m0: self = .float8e8m0(wide.floats())
    case .float4e2m1: self = .float4e2m1(wide.floats())
    case .float6e2m3: self = .float6e2m3(wide.floats())
    case .float6e3m2: self = .float6e3m2(wide.floats())
    case .int8: self = .int8(wide.integers())
    case .int16: self = .int16(wide.integers())
    case .int32: self = .int32(wide.integers())
    case .int64: self = .int64(wide.integers())
    case .int4: self = .int4(wide.integers())
    case .int2: self = .int2(wide.integers())
    case .uint8: self = .uint8(wide.integers())
    case .uint16: self = .uint16(wide.integers())
    case .uint32: self = .uint32(wide.integers())
    case .uint64: self = .uint64(wide.integers())
    case .uint4: self = .uint4(wide.integers())
    case .uint2: self = .uint2(wide.integers())
    case .bool, .string, .complex64, .complex128:
      preconditionFailure("\(dtype.name) is not a number type")
    }
  }
}

extension WideBuffer {
  fileprivate func floats<T: FloatElement>() -> Buffer<T> {
    switch self {
    case .float(let x):
      if let same = x as? Buffer<T> { same } else { x.mapped { T(rounding: Double($0)) } }
    case .double(let x):
      if let same = x as? Buffer<T> { same } else { x.mapped { T(rounding: $0) } }
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
