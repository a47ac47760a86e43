package import Tensors

/// What an operator may know when it says how much memory evaluating it takes.
package struct ScratchRequest: Sendable {
  /// The extents of every tensor are known.
  package let inputs: Inference
  package let outputs: [ValueType]
  package let precision: Precision

  package init(inputs: Inference, outputs: [ValueType], precision: Precision) {
    self.inputs = inputs
    self.outputs = outputs
    self.precision = precision
  }

  /// The copies of inputs and outputs in the types in which kernels compute.
  package var wideCopies: ByteCount { wideInputs + outputs.reduce(.zero) { $0 + wideCopy($1) } }

  /// The copies of inputs in the types in which kernels compute.
  package var wideInputs: ByteCount { inputs.types.reduce(.zero) { $0 + wideCopy($1) } }

  /// A tensor's copy in the type in which kernels compute; nothing where it has that type.
  package func wideCopy(_ type: ValueType?) -> ByteCount {
    guard let tensor = type?.tensor, let shape = tensor.shape else { return .zero }
    let width = tensor.dtype.wideWidth(precision)
    return width == tensor.dtype.byteWidth ? .zero : ByteCount(shape.checkedCount ?? .max) * width
  }

  /// A tensor in the type in which kernels compute, whether or not it is a copy.
  package func wide(_ type: ValueType?) -> ByteCount {
    guard let tensor = type?.tensor, let shape = tensor.shape else { return .zero }
    return ByteCount(shape.checkedCount ?? .max) * tensor.dtype.wideWidth(precision)
  }

  /// The bytes of an element in the type in which kernels compute with an input.
  package func width(_ index: Int) -> Int {
    guard index < inputs.types.count, let tensor = inputs.types[index]?.tensor else { return 0 }
    return tensor.dtype.wideWidth(precision)
  }

  /// The elements of an input as the host lists integers, one an element.
  package func list(_ index: Int) -> ByteCount { .of(count(index), Int.self) }

  /// A number an element of an output.
  package func table(_ index: Int = 0) -> ByteCount { .of(outputCount(index), Int.self) }

  /// An input as it is.
  package func bytes(_ index: Int) -> ByteCount {
    guard index < inputs.types.count, let tensor = inputs.types[index]?.tensor else { return .zero }
    return ByteCount(count(index) ?? .max) * tensor.dtype.byteWidth
  }

  /// The elements of an input; `nil` where there are more than a number can count.
  package func count(_ index: Int) -> Int? {
    guard index < inputs.types.count, let shape = inputs.types[index]?.tensor?.shape else {
      return 0
    }
    return shape.checkedCount
  }

  /// The elements of an output; `nil` where there are more than a number can count.
  package func outputCount(_ index: Int) -> Int? {
    guard index < outputs.count, let shape = outputs[index].tensor?.shape else { return 0 }
    return shape.checkedCount
  }
}

extension DType {
  /// The bytes of an element in the type in which kernels compute: see ``Tensor/widened(_:)``.
  fileprivate func wideWidth(_ precision: Precision) -> Int {
    if isInteger { return 8 }
    guard isFloat, self != .double else { return byteWidth }
    return precision == .native ? 4 : 8
  }
}
