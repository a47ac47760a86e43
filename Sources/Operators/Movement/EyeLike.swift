import Graphs
import Tensors

/// A matrix of the input's shape with ones on the diagonal `k` and zeros elsewhere.
///
/// - Source: ONNX EyeLike, opsets 9, 22.
struct EyeLike: Operator {
  static let dtype = AttributeKey<Int>("dtype")
  static let k = AttributeKey<Int>("k")
  static let schema = OperatorSchema(
    "EyeLike", inputs: [.one("input", "T1")], outputs: [.one("output", "T2")],
    history: [
      .since(
        9, ["T1": .classicNumbers + [.bool], "T2": .classicNumbers + [.bool]],
        attributes: [dtype.optional, k.or(0)]),
      .since(
        22, ["T1": .numbers + [.bool], "T2": .numbers + [.bool]],
        attributes: [dtype.optional, k.or(0)]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(3, 4)], ["dtype": .type(of: "T2")]),
    Sample([.normal(4, 3)], ["dtype": .type(of: "T2"), "k": 1]),
    Sample([.normal(4, 3)], ["dtype": .type(of: "T2"), "k": -2]),
    Sample([.normal(3, 3)], ["dtype": .type(of: "T2"), "k": 5]),
    Sample([.normal(0, 3)], ["dtype": .type(of: "T2")]),
    Sample([.normal(17, 33)], ["dtype": .type(of: "T2"), "k": -16]),
    .refused(.shape, "the input has two axes", [.normal(3)]),
  ]
  static let tolerance = Tolerance.exact

  let dtype: DType?
  let k: Int

  init(_ node: NodeReader) throws(OperatorError) {
    k = try node[Self.k]
    dtype = try node[ifPresent: Self.dtype].map { code throws(OperatorError) in
      try DType(attribute: "dtype", code)
    }
  }

  private func type(_ inputs: Inference) throws(OperatorError) -> TensorType {
    let x = try inputs.tensor(0)
    if let rank = x.rank, rank != 2 { throw .rank(input: 0, found: rank, expected: "2") }
    return TensorType(dtype ?? x.dtype, x.dims ?? [.unknown, .unknown])
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [.tensor(try type(inputs))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let type = try type(inputs.inference)
    let shape = try type.extent()
    let (one, width) = (try Tensor.one(type.dtype).elements, type.dtype.byteWidth)
    let elements = Elements(count: shape.count, dtype: type.dtype) { bytes in
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
      for row in 0..<shape[0] {
        let (column, overflow) = row.addingReportingOverflow(k)
        guard !overflow, (0..<shape[1]).contains(column) else { continue }
        let place = (row * shape[1] + column) * width
        one.withBytes {
          UnsafeMutableRawBufferPointer(rebasing: bytes[place...]).copyMemory(from: $0)
        }
      }
    }
    return [.tensor(try tensors { () throws(TensorError) in try Tensor(elements, shape: shape) })]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.output(0)
    if let reason = dtype.immovable { return .host(reason) }
    let one = ElementBits(leading: try Tensor.one(dtype))
    let reach = max(shape[0], shape[1])
    return .dispatches([
      Dispatch(
        "Movement/EyeLike.comp", defines: ["ONE": ElementBits.expression("one", dtype.carrier)],
        bindings: [.write("y", .output(0), dtype.carrier)],
        parameters: [
          .uint("count", shape.count), .uint("columns", shape[1]),
          .int("k", min(max(k, -reach), reach)),
        ] + one.parameters("one", dtype.carrier),
        invocations: (shape.count, 1, 1), localSize: [256, 1, 1])
    ])
  }
}

extension DType {
  /// The element type that an attribute names by its number.
  init(attribute name: String, _ code: Int) throws(OperatorError) {
    guard let raw = Int32(exactly: code), let dtype = DType(rawValue: raw) else {
      throw .attribute(name, found: "\(code)", expected: "an element type's number")
    }
    self = dtype
  }
}

extension Tensor {
  /// The scalar that is one or true.
  static func one(_ dtype: DType) throws(OperatorError) -> Tensor {
    if dtype == .bool { return Tensor(scalar: true) }
    guard dtype.isFloat || dtype.isInteger else { throw .unsupported("a one of \(dtype.name)") }
    return try tensors { () throws(TensorError) in
      try Tensor(narrowing: dtype.isFloat ? .float([1]) : .int([1]), to: dtype, shape: [])
    }
  }
}
