import Graphs
import Tensors

/// A movement of elements. Elements of one width move alike, so that it is compiled for words of each
/// width, and for strings, and not for each type.
protocol WordMovement: Sendable {
  /// The elements that are written.
  var count: Int { get }
  /// Initialises ``count`` elements at `y` from those of the tensors that take part.
  func write<W: Sendable>(_ y: UnsafeMutablePointer<W>, from x: [Buffer<W>])
}

extension WordMovement {
  /// The elements that are made of those of `operands`.
  ///
  /// - Throws: `.wrongType` where an operand has another type than the first.
  func callAsFunction(_ operands: [Tensor], shape: Shape) throws(OperatorError) -> Tensor {
    guard let dtype = operands.first?.dtype else { throw .missingInput(0) }
    for (index, operand) in operands.enumerated() where operand.dtype != dtype {
      throw .wrongType(input: index, found: operand.dtype.name, expected: dtype.name)
    }
    let elements =
      switch dtype == .string ? 0 : dtype.byteWidth {
      case 0: strings(operands)
      case 1: words(UInt8.self, dtype, operands)
      case 2: words(UInt16.self, dtype, operands)
      case 4: words(UInt32.self, dtype, operands)
      case 8: words(UInt64.self, dtype, operands)
      default: words(Complex128.self, dtype, operands)
      }
    return try tensors { () throws(TensorError) in try Tensor(elements, shape: shape) }
  }

  private func words<W: BitwiseCopyable & Sendable>(
    _ word: W.Type, _ dtype: DType, _ operands: [Tensor]
  ) -> Elements {
    let x = operands.compactMap { $0.elements.words(W.self) }
    return Elements(count: count, dtype: dtype) { out in
      if count > 0, let base = out.bindMemory(to: W.self).baseAddress { write(base, from: x) }
      withExtendedLifetime(x) {}
    }
  }

  private func strings(_ operands: [Tensor]) -> Elements {
    let x = operands.compactMap { String.unwrap($0.elements) }
    return .string(
      Buffer(count: count) { out in
        if count > 0, let base = out.baseAddress { write(base, from: x) }
      })
  }
}
