package import Graphs
package import Tensors

/// An operator that runs bodies: the same definition serves every runtime, whose values it only
/// hands around.
package protocol ControlFlow: Operator {
  func execute<F: Flow>(_ inputs: [F.Item?], wanted: [Bool], in flow: F) throws -> [F.Item?]
}

/// A runtime as a control-flow operator sees it.
package protocol Flow {
  /// A value wherever the runtime keeps it.
  associatedtype Item
  /// The value on the host.
  func host(_ item: Item) throws -> Value
  func item(_ value: Value) -> Item
  func type(of item: Item) -> ValueType
  /// Runs a body; values around it are in reach.
  func run(_ body: Body, _ inputs: [Item?]) throws -> [Item?]
  /// The tensor made of equal tensors along a new axis.
  func stack(_ items: [Item], axis: Int) throws -> Item
  /// The tensor at `index` along `axis`, without that axis.
  func slice(_ item: Item, axis: Int, index: Int) throws -> Item
}

extension ControlFlow {
  package static var tolerance: Tolerance { .exact }

  package func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  /// What the bodies' nodes state.
  package func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    do {
      return try execute(
        request.inputs, wanted: request.wanted, in: EstimateFlow(request: request))
    } catch let error as OperatorError {
      throw error
    } catch {
      throw .mismatch(String(describing: error))
    }
  }

  package func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    do {
      return try execute(inputs.values, wanted: inputs.wanted, in: ValueFlow(evaluation: inputs))
    } catch let error as OperatorError {
      throw error
    } catch {
      throw .mismatch(String(describing: error))
    }
  }
}

/// Control flow over values on the host.
struct ValueFlow: Flow {
  let evaluation: Evaluation

  func host(_ item: Value) -> Value { item }
  func item(_ value: Value) -> Value { value }
  func type(of item: Value) -> ValueType { ValueType(of: item) }
  func run(_ body: Body, _ inputs: [Value?]) throws -> [Value?] {
    try evaluation.run(body, inputs)
  }

  func stack(_ items: [Value], axis: Int) throws -> Value {
    let tensors = try items.map { item in
      guard let tensor = item.tensor else {
        throw OperatorError.mismatch("a scan output is \(item.kind.name), expected a tensor")
      }
      return tensor
    }
    return .tensor(try Tensor.stacking(tensors, axis: axis))
  }

  func slice(_ item: Value, axis: Int, index: Int) throws -> Value {
    guard let tensor = item.tensor else {
      throw OperatorError.mismatch("a scan input is \(item.kind.name), expected a tensor")
    }
    return .tensor(try tensor.slice(axis: axis, index: index))
  }
}

extension Tensor {
  /// Equal tensors along a new axis.
  package static func stacking(_ tensors: [Tensor], axis: Int) throws(OperatorError) -> Tensor {
    guard let first = tensors.first else {
      throw .unsupported("stacking no tensors, whose shape is unknown,")
    }
    for tensor in tensors where tensor.shape != first.shape || tensor.dtype != first.dtype {
      throw .mismatch("tensors of shapes \(first.shape) and \(tensor.shape) do not stack")
    }
    var dims = first.shape.dims
    let axis = try resolve(axis: axis, rank: first.rank + 1)
    dims.insert(1, at: axis)
    return try concatenating(
      try tensors.map { tensor throws(OperatorError) in
        try Operators.tensors { () throws(TensorError) in try tensor.reshaped(to: Shape(dims)) }
      }, axis: axis)
  }

  /// The tensor at `index` along `axis`, without that axis.
  package func slice(axis: Int, index: Int) throws(OperatorError) -> Tensor {
    var dims = shape.dims
    var strides = shape.strides
    let start = index * strides[axis]
    dims.remove(at: axis)
    strides.remove(at: axis)
    return try viewed(by: StridedView(shape: Shape(dims), strides: strides, start: start))
  }

  /// Tensors one after the other along `axis`; their other extents are equal.
  static func concatenating(_ tensors: [Tensor], axis: Int) throws(OperatorError) -> Tensor {
    guard let first = tensors.first else { throw .missingInput(0) }
    var dims = first.shape.dims
    dims[axis] = tensors.reduce(0) { $0 + $1.shape[axis] }
    let shape = Shape(dims)
    let rows = tensors.map { $0.shape.dims[axis...].reduce(1, *) }
    let outer = first.shape.dims[..<axis].reduce(1, *)
    return try Concatenation(rows: rows, outer: outer)(tensors, shape: shape)
  }
}

private struct Concatenation: WordMovement {
  let rows: [Int]
  let outer: Int

  var count: Int { outer * rows.reduce(0, +) }

  func write<W: Sendable>(_ y: UnsafeMutablePointer<W>, from x: [Buffer<W>]) {
    let pitch = rows.reduce(0, +)
    var start = 0
    for (part, row) in zip(x, rows) {
      for i in 0..<outer {
        (y + (start + i * pitch)).initialize(from: part.base + i * row, count: row)
      }
      start += row
    }
  }
}
