import Graphs
import Tensors

/// Classes drawn with the probabilities whose unnormalised logarithms the rows of the input are.
///
/// `Y[b, s]` is the first class whose cumulated `e^(x - max x)` exceeds a random share of their sum.
///
/// - Source: ONNX Multinomial, opsets 7, 22.
struct Multinomial: Operator {
  static let sampleSize = AttributeKey<Int>("sample_size")
  private static let attributes = [
    RandomAttributes.dtype.or(6), sampleSize.or(1), RandomAttributes.seed.optional,
  ]
  static let schema = OperatorSchema(
    "Multinomial", inputs: [.one("input", "T1")], outputs: [.one("output", "T2")],
    history: [
      .since(7, ["T1": .ieeeFloats, "T2": [.int32, .int64]], attributes: attributes),
      .since(22, ["T1": .floats, "T2": [.int32, .int64]], attributes: attributes),
    ])
  static let tolerance = Tolerance.statistical
  static let isDeterministic = false

  let dtype: DType
  let sampleCount: Int
  let seed: Float?

  init(_ node: NodeReader) throws(OperatorError) {
    dtype = try node.randomType(of: "T2") ?? .int32
    sampleCount = try node[Self.sampleSize]
    seed = node[ifPresent: RandomAttributes.seed]
    guard sampleCount >= 0 else {
      throw .attribute("sample_size", found: "\(sampleCount)", expected: "0 or more")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else {
      return [.tensor(TensorType(dtype, [.unknown, .known(sampleCount)]))]
    }
    guard dims.count == 2 else { throw .rank(input: 0, found: dims.count, expected: "2") }
    guard dims[1] != 0 || dims[0] == 0 else { throw .mismatch("there is no class to draw") }
    return [.tensor(TensorType(dtype, [dims[0], .known(sampleCount)]))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount {
    request.wideCopies + .of(request.count(0), Float.self) * 2
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 0)
    }
    let count = try TensorType(dtype, shape).extent().count
    let classCount = try inputs.tensor(0).shape[1]
    let x = try inputs.tensor(0).floats(Float.self)
    let stream = Philox(seed: seed, run: inputs.seed)
    let sums = Buffer<Float>(count: x.count) { out in
      for start in stride(from: 0, to: x.count, by: max(classCount, 1)) {
        var peak = -Float.infinity
        for k in start..<start + classCount { peak = x[k] > peak ? x[k] : peak }
        var sum: Float = 0
        for k in start..<start + classCount {
          sum += .exp(x[k] - peak)
          out[k] = sum
        }
      }
    }
    let draws = filled(count) { i in
      let start = i / sampleCount * classCount
      let share = stream.float(i) * sums[start + classCount - 1]
      var (low, high) = (0, classCount - 1)
      while low < high {
        let middle = (low + high) / 2
        if sums[start + middle] > share { high = middle } else { low = middle + 1 }
      }
      return Int64(low)
    }
    return [try .narrowing(.int(draws), to: dtype, shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (x, shape) = try request.tensor(0)
    guard 2 * shape[1] <= request.device.tripBudget else {
      return .host(.device("loops over \(shape[1]) classes"))
    }
    let count = try request.output(0).shape.count
    return .dispatches(
      [
        Dispatch(
          "Multinomial.Sums.comp",
          bindings: [.read("x", .input(0), x), .write("sums", .scratch(0), .float)],
          parameters: [.uint("rows", shape[0]), .uint("classes", shape[1])],
          invocations: (shape[0], 1, 1), tripBound: 2 * shape[1]),
        Dispatch(
          "Multinomial.comp",
          bindings: [.read("sums", .scratch(0), .float), .write("y", .output(0), dtype)],
          parameters: [
            .uint("count", count), .uint("samples", sampleCount), .uint("classes", shape[1]),
          ] + Philox(seed: seed, run: request.seed).parameters,
          invocations: (count, 1, 1), tripBound: 42),
      ], scratch: [TensorType(.float, shape)])
  }
}

extension Multinomial {
  static let samples: [Sample] = [
    Sample([.normal(3, 5)], ["sample_size": 2_000, "dtype": .type(of: "T2")]),
    Sample([.normal(1, 1)], ["sample_size": 3, "dtype": .type(of: "T2"), "seed": 2.0]),
    Sample([.normal([2, 9], scale: 3)], ["seed": 3.0, "dtype": .type(of: "T2")]),
    Sample([.normal(2, 4)]).types("T2", [.int32]),
    Sample([.list([0, -100, -100], [1, 3])], ["sample_size": 9, "dtype": .type(of: "T2")]),
    .refused(.shape, "the input has two axes", [.normal(3)]),
    .refused(.attribute, "dtype is int32 or int64", [.normal(2, 3)], ["dtype": 1]),
    .refused(.attribute, "sample_size is not negative", [.normal(2, 3)], ["sample_size": -1]),
  ]

  func distribution(_ inputs: Inference) throws(OperatorError) -> Distribution? {
    guard let x = inputs.knownTensor(0), let logarithms = x.doubles else {
      throw .unknownValue(input: 0)
    }
    let classes = x.shape.dims.last ?? 1
    let rows = stride(from: 0, to: logarithms.count, by: max(classes, 1)).map { start in
      let row = logarithms[start..<start + classes]
      let peak = row.max() ?? 0
      let powers = row.map { Double.exp($0 - peak) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
    return .classes(rows, count: sampleCount)
  }
}
