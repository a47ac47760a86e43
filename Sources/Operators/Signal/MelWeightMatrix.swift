import Graphs
import Tensors

/// Triangles over a spectrum's bins whose corners are evenly spaced on the mel scale,
/// `mel(f) = 2595 log10(1 + f / 700)`.
///
/// - Shapes: output `[dft_length / 2 + 1, num_mel_bins]`.
/// - Types: computed in double, converted once.
///
/// - Source: ONNX MelWeightMatrix, opset 17.
struct MelWeightMatrix: Operator {
  static let outputDatatype = AttributeKey<Int>("output_datatype")
  static let schema = OperatorSchema(
    "MelWeightMatrix",
    inputs: [
      .one("num_mel_bins", "T1"), .one("dft_length", "T1"), .one("sample_rate", "T1"),
      .one("lower_edge_hertz", "T2"), .one("upper_edge_hertz", "T2"),
    ], outputs: [.one("output", "T3")],
    history: [
      .since(
        17, ["T1": [.int32, .int64], "T2": .floats, "T3": .numbers],
        attributes: [outputDatatype.or(1)])
    ])
  static let tolerance = Tolerance.ulps(2)

  let dtype: DType

  init(_ node: NodeReader) throws(OperatorError) {
    guard let dtype = try node.dtype(Self.outputDatatype),
      node.revision.types["T3"]?.contains(.tensor(dtype)) ?? false
    else { throw .attribute("output_datatype", found: "another type", expected: "a number type") }
    self.dtype = dtype
  }

  private func shape(_ melBins: [Int], _ length: [Int]) throws(OperatorError) -> Shape {
    guard melBins.count == 1, length.count == 1, melBins[0] >= 0, length[0] >= 0 else {
      throw .mismatch(
        "num_mel_bins is \(melBins) and dft_length \(length), expected one number each")
    }
    let shape: Shape = [length[0] / 2 + 1, melBins[0]]
    try TensorType(dtype, shape).check(most: (1 << 32) - 1)
    return shape
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    guard let melBins = inputs.knownIntegers(0), let length = inputs.knownIntegers(1) else {
      return [.tensor(TensorType(dtype, [.unknown, .unknown]))]
    }
    return [.tensor(TensorType(dtype, try shape(melBins, length)))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.table() * 4 }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    [try matrix(inputs.inference)]
  }

  func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]? {
    [try matrix(inputs)]
  }

  private func matrix(_ inputs: Inference) throws(OperatorError) -> Value {
    let shape = try shape(try inputs.integers(0) ?? [], try inputs.integers(1) ?? [])
    let rate = try inputs.integers(2)?.first ?? 0
    func edge(_ index: Int) throws(OperatorError) -> Double {
      guard let tensor = inputs.knownTensor(index) else { throw .unknownValue(input: index) }
      return tensor.doubles?.first ?? 0
    }
    let (lower, upper) = (try edge(3), try edge(4))
    guard rate > 0, lower >= 0, upper >= lower, let length = try inputs.integers(1)?.first else {
      throw .mismatch(
        "a sample rate of \(rate) with edges \(lower) and \(upper), expected ascending edges")
    }
    let (bins, melBins) = (shape[0], shape[1])
    func mel(_ f: Double) -> Double { 2595 * Double.log10(1 + f / 700) }
    let step = (mel(upper) - mel(lower)) / Double(melBins + 2)
    let corners = (0..<melBins + 2).map { i in
      let f = 700 * (Double.pow(10, (Double(i) * step + mel(lower)) / 2595) - 1)
      return Int(saturating: (Double(length + 1) * f / Double(rate)).rounded(.down))
    }
    guard corners.allSatisfy({ (0...bins).contains($0) }), melBins == 0 || corners[melBins] < bins
    else { throw .mismatch("the upper edge \(upper) is beyond the spectrum of \(bins) bins") }
    var weights = [Double](repeating: 0, count: shape.count)
    for i in 0..<melBins {
      let (left, center, right) = (corners[i], corners[i + 1], corners[i + 2])
      if left == center {
        weights[center * melBins + i] = 1
      } else {
        for j in left...center {
          weights[j * melBins + i] = Double(j - left) / Double(center - left)
        }
      }
      for j in center..<max(center, right) {
        weights[j * melBins + i] = Double(right - j) / Double(right - center)
      }
    }
    let tensor = try tensors { () throws(TensorError) in
      try Tensor(Buffer(weights), shape: shape)
    }
    return .tensor(try tensor.cast(to: dtype))
  }
}

extension MelWeightMatrix {
  static let samples: [Sample] = [
    mel(8, 16, 8192, 0, 4096), mel(20, 256, 16_000, 125, 7500), mel(1, 8, 8000, 0, 4000),
    mel(0, 16, 8192, 0, 4096), mel(9, 65, 8000, 300, 3400),
    Sample([.scalar(8), .scalar(16), .scalar(8192), .scalar(0), .scalar(4096)])
      .types("T3", [.float]),
    .refused(
      .missing, "all five are required", [.scalar(8), .scalar(16), .scalar(8192), .scalar(0)]),
    .refused(.value, "edges ascend", edges(8, 16, 8192, 4000, 1000)),
    .refused(.value, "num_mel_bins is not negative", edges(-1, 16, 8192, 0, 4000)),
    .refused(
      .attribute, "output_datatype is a number's", edges(8, 16, 8192, 0, 4000),
      ["output_datatype": 8]),
  ]

  private static func edges(
    _ bins: Double, _ length: Double, _ rate: Double, _ lower: Double, _ upper: Double
  ) -> [Draw] {
    [bins, length, rate, lower, upper].map { .scalar($0).constant }
  }

  private static func mel(
    _ bins: Double, _ length: Double, _ rate: Double, _ lower: Double, _ upper: Double
  ) -> Sample {
    Sample(edges(bins, length, rate, lower, upper), ["output_datatype": .type(of: "T3")])
  }
}
