import Graphs
import Tensors

/// Control flow over values with their errors.
struct EstimateFlow: Flow {
  let request: EstimateRequest

  /// - Throws: `.unbounded` of a number that decides what runs and that errors may change.
  func host(_ item: Estimate) throws -> Value {
    if item.isUncertain { throw OperatorError.unbounded("a decision that errors may change") }
    return item.native
  }

  func item(_ value: Value) -> Estimate { Estimate(exact: value) }
  func type(of item: Estimate) -> ValueType { item.type }
  func run(_ body: Body, _ inputs: [Estimate?]) throws -> [Estimate?] {
    try request.run(body, inputs)
  }

  func stack(_ items: [Estimate], axis: Int) throws -> Estimate {
    let parts = try items.map { item in
      guard let tensor = item.tensor else {
        throw OperatorError.mismatch("a scan output is \(item.value.kind.name), expected a tensor")
      }
      return (tensor: tensor, errors: try item.errorTensor)
    }
    let errors = try Tensor.stacking(parts.map(\.errors), axis: axis)
    return Estimate(
      try Tensor.stacking(parts.map(\.tensor), axis: axis), dtype: items[0].dtype ?? .float,
      errors: items.allSatisfy { $0.errors == nil } ? nil : Buffer(errors.doubles ?? []))
  }

  func slice(_ item: Estimate, axis: Int, index: Int) throws -> Estimate {
    guard let tensor = item.tensor, let dtype = item.dtype else {
      throw OperatorError.mismatch("a scan input is \(item.value.kind.name), expected a tensor")
    }
    let errors = try item.errors.map { _ in
      Buffer(try item.errorTensor.slice(axis: axis, index: index).doubles ?? [])
    }
    return Estimate(try tensor.slice(axis: axis, index: index), dtype: dtype, errors: errors)
  }
}

extension Estimate {
  /// The errors in the tensor's shape.
  fileprivate var errorTensor: Tensor {
    get throws {
      let shape = tensor?.shape ?? []
      return try Tensor(errors ?? Buffer(repeating: 0, count: shape.count), shape: shape)
    }
  }
}
