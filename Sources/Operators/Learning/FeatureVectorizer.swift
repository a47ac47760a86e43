import Graphs
import Tensors

/// The columns of its inputs side by side, as floats.
///
/// `inputdimensions` says how many columns of each input there are: more are left out, fewer filled up
/// with zeros. Without, each has all of its own.
///
/// - Shapes: X `[N, C]` each, or `[C]` as one row; Y `[N, Σ C]`.
/// - Throws: `.mismatch` where inputs have different numbers of rows, `.attribute` where there are not
///   as many dimensions as inputs.
/// - Source: ONNX-ML FeatureVectorizer, opset 1. That a vector is one row is the text; onnx's evaluator
///   takes it for a column.
struct FeatureVectorizer: Operator {
  static let inputdimensions = AttributeKey<[Int]>("inputdimensions")
  static let schema = OperatorSchema(
    "FeatureVectorizer", domain: "ai.onnx.ml", inputs: [.variadic("X", "T1")],
    outputs: [.one("Y", "tensor(float)")],
    history: [
      .since(
        1, ["T1": [.double, .float, .int32, .int64]], attributes: [inputdimensions.optional])
    ])
  static let tolerance = Tolerance.exact

  private let widths: [Int]?

  init(_ node: NodeReader) throws(OperatorError) {
    let widths = node[ifPresent: Self.inputdimensions] ?? []
    self.widths = widths.isEmpty ? nil : widths
    guard widths.isEmpty || widths.count == node.inputCount,
      widths.allSatisfy({ $0 >= 0 && $0 < 1 << 32 })
    else {
      throw .attribute(
        "inputdimensions", found: "\(widths)", expected: "an extent for each of \(node.inputCount)")
    }
  }

  private func width(_ index: Int, _ features: Dimension?) -> Dimension {
    if let widths { return .known(widths[index]) }
    return features ?? .unknown
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    var rows = Dimension.unknown
    var columns: Dimension = 0
    for index in inputs.types.indices {
      let own = try inputs.rows(index)
      columns = columns + width(index, own?.features)
      guard let joined = rows.merged(with: own?.count ?? .unknown) else {
        throw .mismatch(
          "input \(index) has \(own?.count ?? .unknown) rows, but those before have \(rows)")
      }
      rows = joined
    }
    return [try TensorType(.float, [rows, columns]).checked()]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.inputs.types.indices.reduce(.zero) { $0 + request.floats($1) } + request.wideInputs
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 0)
    }
    var parts: [(values: WideBuffer, extent: Int)] = []
    for index in inputs.values.indices {
      parts.append((try inputs.features(index), try inputs.tensor(index).shape.dims.last ?? 1))
    }
    let y = Buffer<Float>(count: shape.count) { out in
      out.initialize(repeating: 0)
      var start = 0
      for (index, part) in parts.enumerated() {
        let width = widths?[index] ?? part.extent
        let kept = min(width, part.extent)
        for row in 0..<shape[0] {
          for column in 0..<kept {
            let place = row * part.extent + column
            switch part.values {
            case .float(let x): out[row * shape[1] + start + column] = x[place]
            case .double(let x): out[row * shape[1] + start + column] = Float(x[place])
            case .int, .uint: break
            }
          }
        }
        start += width
      }
    }
    return [try .tensor(y, shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let output = try request.output(0).shape
    var start = 0
    var dispatches: [Dispatch] = []
    for index in request.inputs.indices {
      let (dtype, shape) = try request.tensor(index)
      if let reason = ScoreType(dtype).lacks(request.device) { return .host(reason) }
      let extent = shape.dims.last ?? 1
      let width = widths?[index] ?? extent
      defer { start += width }
      guard width > 0, output[0] > 0 else { continue }
      dispatches.append(
        Dispatch(
          "Learning/FeatureVectorizer.comp",
          bindings: [.read("x", .input(index), dtype), .write("y", .output(0), .float)],
          parameters: [
            .uint("count", output[0] * width), .uint("width", width), .uint("extent", extent),
            .uint("pitch", output[1]), .uint("start", start),
          ], invocations: (output[0] * width, 1, 1), localSize: [256, 1, 1]))
    }
    return .dispatches(dispatches)
  }
}

extension FeatureVectorizer {
  static let samples: [Sample] = [
    Sample([.normal(3, 2), .normal(3, 4)], ["inputdimensions": [2, 4]]),
    Sample([.normal(3, 2), .normal(3, 4)]), Sample([.normal(2), .normal(5)]),
    Sample([.normal(3, 2), .normal(3, 4)], ["inputdimensions": [1, 6]]),
    Sample([.special(1, 17)], ["inputdimensions": [17]]), Sample([.normal(0, 2), .normal(0, 1)]),
    Sample([.normal(65, 9), .normal(65, 1), .normal(65, 33)], ["inputdimensions": [9, 1, 33]]),
    .refused(.shape, "inputs have as many rows", [.normal(3, 2), .normal(2, 4)]),
    .refused(
      .attribute, "an input has its dimension", [.normal(3, 2), .normal(3, 4)],
      ["inputdimensions": [2]]),
    .refused(.shape, "inputs have one or two axes", [.normal(3, 2, 2)], ["inputdimensions": [2]]),
  ]
}
