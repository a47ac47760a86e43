import Graphs
import Tensors
import Testing

@testable import Operators

/// Numbers from files that would overflow, or ask for more than there is: errors, never traps.
@Suite("Hostile numbers") struct HostileNumberTests {
  struct Row: CustomTestStringConvertible {
    let name: String
    var opset = 18
    var attributes: [String: AttributeValue] = [:]
    let inputs: [Tensor?]
    let what: String
    var testDescription: String { "\(name): \(what)" }
  }

  private static let image =
    (try? Tensor([Float](repeating: 1, count: 16), shape: [1, 1, 4, 4])) ?? Tensor(scalar: Float(1))
  private static func integers(_ values: Int64...) -> Tensor { Tensor(vector: values) }
  private static let pair = Tensor(vector: [1, 2] as [Float])

  static let rows: [Row] = [
    Row(name: "Pad", inputs: [pair, integers(.min, .max)], what: "pads that cancel out"),
    Row(
      name: "Resize", attributes: ["keep_aspect_ratio_policy": .string("not_smaller")],
      inputs: [image, nil, nil, integers(.max, .max, .max, .max)], what: "the largest sizes"),
    Row(
      name: "Resize",
      attributes: ["coordinate_transformation_mode": .string("tf_crop_and_resize")],
      inputs: [
        image, Tensor(vector: [Float](repeating: .nan, count: 8)), nil, integers(1, 1, 3, 3),
      ], what: "a region of NaN"),
    Row(
      name: "Resize", attributes: ["antialias": .int(1), "mode": .string("linear")],
      inputs: [image, nil, Tensor(vector: [1, 1, 1e-30, 1e-30] as [Float])],
      what: "a scale of 1e-30"),
    Row(
      name: "MaxPool",
      attributes: [
        "kernel_shape": .ints([1 << 30, 1 << 30]), "auto_pad": .string("SAME_UPPER"),
      ], inputs: [image], what: "a window of 2^60 elements"),
    Row(
      name: "QuantizeLinear", opset: 21,
      attributes: ["axis": .int(0), "block_size": .int(.max)], inputs: [pair, pair],
      what: "the largest block"),
    Row(
      name: "Col2Im", attributes: ["pads": .ints([.min, .min, .min, .min])],
      inputs: [
        (try? Tensor([Float(1)], shape: [1, 1, 1])) ?? pair, integers(1, 1), integers(1, 1),
      ], what: "the least pads"),
    Row(
      name: "Slice", inputs: [image, integers(1, 1), integers(2, 2), integers(2, -2)],
      what: "an axis named twice"),
    Row(
      name: "DequantizeLinear", opset: 21, attributes: ["axis": .int(0)],
      inputs: [
        Tensor(vector: [1, 2] as [UInt8]), Tensor(scalar: Float(1)),
        Tensor(vector: [1, 2] as [UInt8]),
      ], what: "two zero points for one scale"),
    Row(name: "Clip", inputs: [pair, pair], what: "two lower bounds"),
    Row(
      name: "Attention", opset: 24, inputs: [image, image, image, nil, image],
      what: "keys of steps before without values"),
    Row(name: "LayerNormalization", inputs: [Tensor(scalar: Float(1)), pair], what: "a scalar"),
  ]

  @Test("are refused", arguments: rows)
  func refused(row: Row) throws {
    let node = try TestNode(
      row.name, opset: row.opset, row.attributes, inputs: row.inputs.count)
    let values = row.inputs.map { $0.map { Value.tensor($0) } }
    #expect(throws: OperatorError.self) {
      try node.operation.evaluate(Evaluation(values: values))
    }
    #expect(throws: OperatorError.self) {
      let types = values.map { $0.map(ValueType.init(of:)) }
      let outputs = try node.operation.infer(
        Inference(types: types, known: values, outputCount: 1))
      // What inference leaves open, lowering decides as evaluation does.
      _ = try node.operation.lower(
        LoweringRequest(
          inputs: types, known: values, outputs: outputs, wanted: [true],
          device: DeviceTraits(
            kernels: .lanes, subgroupSize: 8, tripBudget: 65_535, hasFloat64: true)))
    }
  }

  @Test("Trilu keeps all or nothing of a matrix whose diagonal is far outside of it")
  func trilu() throws {
    for (k, upper, expected) in [
      (Int64.max, Int64(0), Float(1)), (.max, 1, 0), (.min, 0, 0), (.min, 1, 1),
    ] {
      let node = try TestNode("Trilu", opset: 14, ["upper": .int(upper)], inputs: 2)
      let y = try node.evaluate(
        try floats([1, 1, 1, 1], [2, 2]), Tensor(scalar: k))
      #expect(y.doubles == [Double](repeating: Double(expected), count: 4))
    }
  }

  @Test("a depthwise convolution with pads of 2^30 reads nothing but padding at its corners")
  func farPads() throws {
    let node = try TestNode(
      "Conv", opset: 22,
      [
        "group": .int(2), "pads": .ints([1 << 30, 1 << 30, 1 << 30, 1 << 30]),
        "strides": .ints([1 << 30, 1 << 30]),
      ], inputs: 2)
    // Along an axis the windows begin at -2^30 and 0: only the second meets X, by its first weight.
    let y = try node.evaluate(
      try floats([3, 5], [1, 2, 1, 1]), try floats([1, 2, 4, 8, 1, 2, 4, 8], [2, 1, 2, 2]))
    #expect(y.shape == [1, 2, 2, 2])
    #expect(y.doubles == [0, 0, 0, 3, 0, 0, 0, 5])
  }

  @Test("Split is refused more parts than it has outputs")
  func split() {
    #expect(throws: OperatorError.self) {
      try TestNode("Split", opset: 18, ["num_outputs": .int(.max)], inputs: 1)
    }
  }

  @Test("a declared length of 2^62 costs no memory")
  func declared() throws {
    let shape = TensorType(.int64, [.known(1 << 62)])
    let type = try TestNode("Expand", opset: 13, inputs: 2)
      .infer(TensorType(.float, [.known(1)]), shape)
    #expect(type.dims == nil)
  }

  @Test("ReduceL2 of integers is exact where squares do not fit")
  func exactRoot() throws {
    let node = try TestNode("ReduceL2", opset: 18)
    #expect(try node.evaluate(Self.integers(3_037_000_500)).integers == [3_037_000_500])
    // 3, 4 and 5, times 2^40.
    let y = try node.evaluate(Self.integers(3 << 40, 4 << 40))
    #expect(y.integers == [5 << 40])
  }

  @Test("a reduction of a scalar along axis -1 is the scalar")
  func scalar() throws {
    for (name, expected) in [("ReduceSum", Float(3)), ("ReduceMax", 3), ("ReduceMean", 3)] {
      let node = try TestNode(name, opset: 18, inputs: 2)
      let y = try node.evaluate(Tensor(scalar: Float(3)), Self.integers(-1))
      #expect(y.shape == [] && y.doubles == [Double(expected)])
    }
  }
}
