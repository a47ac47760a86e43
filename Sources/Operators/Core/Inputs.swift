import Graphs
import Tensors

extension Inference {
  /// Whether input `index` is there.
  func has(_ index: Int) -> Bool { index < types.count && types[index] != nil }

  func type(_ index: Int) throws(OperatorError) -> ValueType {
    guard index < types.count, let type = types[index] else { throw .missingInput(index) }
    return type
  }

  /// The type of a tensor input.
  ///
  /// - Throws: `.tooLarge` for known extents that no tensor has, as a declaration may say.
  func tensor(_ index: Int) throws(OperatorError) -> TensorType {
    let type = try type(index)
    guard let tensor = type.tensor else {
      throw .wrongType(
        input: index, found: type.kind?.name ?? "of unknown type", expected: "a tensor")
    }
    try tensor.checkExtents()
    return tensor
  }

  /// The value of an input, when it is known before the run.
  func knownTensor(_ index: Int) -> Tensor? {
    index < known.count ? known[index]?.tensor : nil
  }

  /// The integers of an input; `nil` when the input is absent.
  ///
  /// - Throws: `.unknownValue` when the value is not known yet.
  func integers(_ index: Int) throws(OperatorError) -> [Int]? {
    guard has(index) else { return nil }
    guard let tensor = knownTensor(index) else { throw .unknownValue(input: index) }
    guard let integers = tensor.integers else {
      throw .wrongType(input: index, found: tensor.dtype.name, expected: "integers")
    }
    return integers
  }

  /// The integers of an input, when they are known.
  func knownIntegers(_ index: Int) -> [Int]? { knownTensor(index)?.integers }
}

extension Evaluation {
  /// What inference would know: everything.
  var inference: Inference {
    Inference(
      types: values.map { $0.map(ValueType.init(of:)) }, known: values,
      outputCount: max(wanted.count, 1))
  }

  func has(_ index: Int) -> Bool { index < values.count && values[index] != nil }

  func value(_ index: Int) throws(OperatorError) -> Value {
    guard index < values.count, let value = values[index] else { throw .missingInput(index) }
    return value
  }

  func tensor(_ index: Int) throws(OperatorError) -> Tensor {
    let value = try value(index)
    guard let tensor = value.tensor else {
      throw .wrongType(input: index, found: value.kind.name, expected: "a tensor")
    }
    return tensor
  }

  /// A tensor input; `nil` when it is absent.
  func optionalTensor(_ index: Int) throws(OperatorError) -> Tensor? {
    has(index) ? try tensor(index) : nil
  }

  /// The integers of an input; `nil` when it is absent.
  func integers(_ index: Int) throws(OperatorError) -> [Int]? {
    try optionalTensor(index).map { tensor throws(OperatorError) in
      guard let integers = tensor.integers else {
        throw OperatorError.wrongType(
          input: index, found: tensor.dtype.name, expected: "integers")
      }
      return integers
    }
  }

  /// The indices that an integer tensor holds.
  func indices(_ index: Int) throws(OperatorError) -> Buffer<Int> {
    let tensor = try tensor(index)
    if case .int64(let x) = tensor.elements { return x.reinterpreted(as: Int.self) }
    guard let integers = tensor.integers else {
      throw .wrongType(input: index, found: tensor.dtype.name, expected: "integers")
    }
    return Buffer(integers)
  }

  /// A float tensor's elements in the type of the run's precision.
  func wide(_ index: Int) throws(OperatorError) -> WideBuffer {
    let tensor = try tensor(index)
    guard let wide = tensor.widened(precision) else {
      throw .wrongType(input: index, found: tensor.dtype.name, expected: "a number type")
    }
    return wide
  }
}

extension LoweringRequest {
  var inference: Inference {
    Inference(types: inputs, known: known, outputCount: max(outputs.count, 1))
  }

  func has(_ index: Int) -> Bool { index < inputs.count && inputs[index] != nil }

  /// The type of a tensor input, whose shape is known.
  func tensor(_ index: Int) throws(OperatorError) -> (dtype: DType, shape: Shape) {
    let type = try inference.tensor(index)
    guard let shape = type.shape else { throw .unknownValue(input: index) }
    try checkExtents()
    return (type.dtype, shape)
  }

  /// The type of a tensor output, whose shape is known.
  func output(_ index: Int) throws(OperatorError) -> (dtype: DType, shape: Shape) {
    guard index < outputs.count, let type = outputs[index].tensor, let shape = type.shape else {
      throw .mismatch("the shape of output \(index) is not known")
    }
    try checkExtents()
    return (type.dtype, shape)
  }
}

extension LoweringRequest {
  /// - Throws: `.tooLarge` where the host can't make output `index`.
  func checkListing(_ index: Int) throws(OperatorError) {
    let (dtype, shape) = try output(index)
    try TensorType(dtype, shape).checkListing()
  }

  /// - Throws: `.tooLarge` where a tensor is too large for offsets to be plain arithmetic.
  private func checkExtents() throws(OperatorError) {
    for type in inputs { try type?.tensor?.checkExtents() }
    for type in outputs { try type.tensor?.checkExtents() }
  }
}

/// Runs `body`, turning a tensor's error into the operator's.
func tensors<R>(_ body: () throws(TensorError) -> R) throws(OperatorError) -> R {
  do { return try body() } catch { throw .tensor(error) }
}

extension Value {
  /// A tensor of `dtype` made from wide elements.
  static func narrowing(
    _ wide: WideBuffer, to dtype: DType, _ shape: Shape
  ) throws(OperatorError) -> Value {
    .tensor(
      try tensors { () throws(TensorError) in
        try Tensor(narrowing: wide, to: dtype, shape: shape)
      })
  }

  static func tensor<T: Element>(_ values: Buffer<T>, _ shape: Shape) throws(OperatorError) -> Value
  {
    .tensor(try tensors { () throws(TensorError) in try Tensor(values, shape: shape) })
  }
}
