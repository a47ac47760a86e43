import Graphs
import Tensors

/// The centre of the input at another extent along some axes: cropped, or padded with zeros.
///
/// An odd difference crops one more after than before, and pads one more after than before.
///
/// - Source: ONNX CenterCropPad, opset 18.
struct CenterCropPad: Operator {
  static let axes = AttributeKey<[Int]>("axes")
  static let schema = OperatorSchema(
    "CenterCropPad", inputs: [.one("input_data", "T"), .one("shape", "Tind")],
    outputs: [.one("output_data", "T")],
    history: [
      .since(
        18, ["T": .classicAndBFloat16, "Tind": [.int32, .int64]],
        attributes: [axes.optional])
    ])
  static let samples: [Sample] = [
    Sample([.normal(5, 7), .list(3, 3)]), Sample([.normal(3, 4), .list(6, 9)]),
    Sample([.normal(5, 4), .list(2, 9)]),
    Sample([.normal(2, 5, 7), .list(3)], ["axes": [1]]),
    Sample([.normal(2, 5, 7), .list(4, 8)], ["axes": [-1, 0]]),
    Sample([.normal(2, 5, 7), .list(8, 4).constant], ["axes": [2, 1]]),
    Sample([.special(17), .list(16).constant]),
    Sample([.normal(4), .list(0)]), Sample([.normal(5, 4), .list(5, 4)]),
    .refused(.shape, "shape has an extent for each axis", [.normal(5, 7), .list(3)]),
    .refused(.range, "an axis is inside the rank", [.normal(5, 7), .list(3)], ["axes": [2]]),
  ]
  static let tolerance = Tolerance.exact

  let axes: [Int]?

  init(_ node: NodeReader) throws(OperatorError) { axes = node[ifPresent: Self.axes] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    _ = try inputs.type(1)
    guard var dims = x.dims else { return [.tensor(x)] }
    let axes = try axes?.map { axis throws(OperatorError) in
      try resolve(axis: axis, rank: dims.count)
    }
    let asked = inputs.knownIntegers(1)
    if let asked, asked.count != (axes?.count ?? dims.count) {
      throw .mismatch("\(asked.count) extents were given for \(axes?.count ?? dims.count) axes")
    }
    for (k, axis) in (axes ?? Array(dims.indices)).enumerated() {
      dims[axis] = asked.map { .known($0[k]) } ?? .unknown
    }
    return [try TensorType(x.dtype, dims).checked()]
  }

  private func maps(_ shape: Shape, _ inputs: Inference) throws(OperatorError) -> AxisMaps {
    _ = try inputs.integers(1)
    guard let output = try infer(inputs).first?.tensor else { throw .missingInput(0) }
    for extent in try output.extent().dims {
      try TensorType(output.dtype, [extent] as Shape).checkListing()
    }
    return AxisMaps(
      maps: zip(shape.dims, try output.extent().dims).map { extent, length in
        let first = extent >= length ? (extent - length) / 2 : -((length - extent) / 2)
        return (0..<length).map {
          (0..<extent).contains(first + $0) ? first + $0 : AxisMaps.filler
        }
      })
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.axisMaps }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let x = try inputs.tensor(0)
    return [.tensor(try x.mapped(by: try maps(x.shape, inputs.inference)))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, shape) = try request.tensor(0)
    if let reason = dtype.immovable { return .host(reason) }
    return .dispatches([try maps(shape, request.inference).dispatch(dtype, source: shape)])
  }
}

extension CenterCropPad: DifferentiableMovement {}
