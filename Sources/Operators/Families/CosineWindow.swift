import Graphs
import Tensors

/// `w[n] = a₀ - a₁ cos(2πn / N) + a₂ cos(4πn / N)`, where N is the size, or one less where the window
/// is symmetric. A symmetric window of one element is 1.
///
/// - Types: computed in double, converted once.
protocol CosineWindow: Operator {
  static var coefficients: (Double, Double, Double) { get }
  var settings: CosineWindowSettings { get }
}

struct CosineWindowSettings: Sendable {
  static let outputDatatype = AttributeKey<Int>("output_datatype")
  static let periodic = AttributeKey<Int>("periodic")

  let dtype: DType
  let isPeriodic: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    guard let dtype = try node.dtype(Self.outputDatatype),
      node.revision.types["T2"]?.contains(.tensor(dtype)) ?? false
    else { throw .attribute("output_datatype", found: "another type", expected: "a number type") }
    self.dtype = dtype
    isPeriodic = try node[Self.periodic] != 0
  }
}

extension OperatorSchema {
  static func cosineWindow(_ name: String) -> Self {
    Self(
      name, inputs: [.one("size", "T1")], outputs: [.one("output", "T2")],
      history: [
        .since(
          17, ["T1": [.int32, .int64], "T2": .numbers],
          attributes: [
            CosineWindowSettings.outputDatatype.or(1), CosineWindowSettings.periodic.or(1),
          ])
      ])
  }
}

extension CosineWindow {
  static var tolerance: Tolerance { .accumulated }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    guard let size = inputs.knownIntegers(0) else {
      return [.tensor(TensorType(settings.dtype, [.unknown]))]
    }
    return [.tensor(TensorType(settings.dtype, [.known(try extent(size))]))]
  }

  private func extent(_ size: [Int]) throws(OperatorError) -> Int {
    guard size.count == 1, (0..<1 << 32).contains(size[0]) else {
      throw .mismatch("size is \(size), expected one number, 0 or more")
    }
    return size[0]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { request.table() * 3 }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let size = try extent(try inputs.integers(0) ?? [])
    return [try window(size)]
  }

  private func window(_ size: Int) throws(OperatorError) -> Value {
    let period = Double(settings.isPeriodic ? size : size - 1)
    let (a, b, c) = Self.coefficients
    let window = filled(size) { n in
      guard period > 0 else { return 1.0 }
      let turn = 2 * Double.pi * Double(n) / period
      // In this order Blackman's ends are 0 and its middle is 1, which integers keep.
      return a + c * Double.cos(2 * turn) - b * Double.cos(turn)
    }
    let tensor = try tensors { () throws(TensorError) in try Tensor(window, shape: [size]) }
    return .tensor(try tensor.cast(to: settings.dtype))
  }

  func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]? {
    [try window(try extent(try inputs.integers(0) ?? []))]
  }
}

extension CosineWindow {
  static var samples: [Sample] {
    [
      Sample([.scalar(10)], ["output_datatype": .type(of: "T2")]),
      Sample([.scalar(9)], ["output_datatype": .type(of: "T2"), "periodic": 0]),
      Sample([.scalar(300).constant], ["output_datatype": .type(of: "T2"), "periodic": 1]),
      Sample([.scalar(1)], ["output_datatype": .type(of: "T2"), "periodic": 0]),
      Sample([.scalar(0)], ["output_datatype": .type(of: "T2")]),
      Sample([.scalar(1)]).types("T2", [.float]),
      .refused(.value, "size is not negative", [.scalar(-3)], ["output_datatype": .type(of: "T2")]),
      .refused(.shape, "size is one number", [.list(3, 4)], ["output_datatype": .type(of: "T2")]),
      .refused(.attribute, "output_datatype is a number's", [.scalar(3)], ["output_datatype": 8]),
    ]
  }

  /// Weights of one in all times cosines, which cancel at the ends: the angle is rounded three times, a
  /// cosine has four ULPs, and three terms are summed.
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let center = try request.pointwise(self, ulps: 0)
    return center.map { window in
      guard let window, let tensor = window.tensor, let dtype = window.dtype else { return window }
      let error = 48 * dtype.roundoff
      return Estimate(tensor, dtype: dtype, errors: Buffer(repeating: error, count: tensor.count))
    }
  }
}
