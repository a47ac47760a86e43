package import Tensors

extension Tensor {
  /// A tensor whose elements are `numbers` over and over, as far as the type holds them; 0 where there
  /// are none. Strings are the numbers' texts, complex numbers have the next one as imaginary part.
  package init(_ dtype: DType, _ shape: Shape, repeating numbers: [Double]) {
    let numbers = numbers.isEmpty ? [0] : numbers
    self.init(dtype, shape, numbers, integers: numbers.map { Int64(exactly: $0) ?? 0 })
  }

  /// A tensor of integers, by their 64 bits.
  package init(_ dtype: DType, _ shape: Shape, repeating integers: [Int64]) {
    let integers = integers.isEmpty ? [0] : integers
    self.init(dtype, shape, integers.map { Double($0) }, integers: integers)
  }

  /// A tensor of strings; of another type, the numbers that they say.
  package init(words: [String], _ dtype: DType, _ shape: Shape) {
    let words = words.isEmpty ? [""] : words
    guard dtype == .string else {
      self.init(dtype, shape, repeating: words.map { Double($0) ?? 0 })
      return
    }
    self.init(.string(Buffer((0..<shape.count).map { words[$0 % words.count] })), shape)
  }

  private init(_ dtype: DType, _ shape: Shape, _ numbers: [Double], integers: [Int64]) {
    let count = shape.checkedCount ?? 0
    func repeating<T>(_ values: [T]) -> Buffer<T> {
      Buffer((0..<count).map { values[$0 % values.count] })
    }
    func parts<T: BinaryFloatingPoint>(_ type: T.Type) -> [(T, T)] {
      numbers.indices.map { (T(numbers[$0]), T(numbers[($0 + 1) % numbers.count])) }
    }
    let elements: Elements =
      switch dtype.facts {
      case .string:
        .string(
          repeating(
            numbers.map { number in
              Int64(exactly: number).map { String($0) } ?? String(number)
            }))
      case .bool: .bool(repeating(integers.map { $0 != 0 }))
      case .complex(_, .float):
        .complex64(repeating(parts(Float.self).map { Complex64($0.0, $0.1) }))
      case .complex: .complex128(repeating(parts(Double.self).map { Complex128($0.0, $0.1) }))
      case .signed: Elements(narrowing: .int(repeating(integers)), to: dtype)
      case .unsigned:
        Elements(narrowing: .uint(repeating(integers.map { UInt64(bitPattern: $0) })), to: dtype)
      case .float: Elements(narrowing: .double(repeating(numbers)), to: dtype)
      }
    self.init(elements, shape)
  }

  /// Elements as many as the shape has.
  private init(_ elements: Elements, _ shape: Shape) {
    guard let tensor = try? Tensor(elements, shape: shape) else {
      preconditionFailure("a shape's own count does not fit it")
    }
    self = tensor
  }
}
