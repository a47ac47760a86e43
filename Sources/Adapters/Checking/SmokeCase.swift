/// A model, what it is given, and what comes of it by the specification.
struct SmokeCase {
  let name: String
  var model: SmokeModel
  var inputs: [WireValue]
  var expected: [WireValue]

  /// - Parameter types: of inputs and outputs where the values do not say all of it.
  init(
    _ name: String, _ operatorName: String?, domain: String = "ai.onnx", since: Int = 1,
    inputs: [WireValue], expected: [WireValue]
  ) {
    self.name = name
    self.inputs = inputs
    self.expected = expected
    let outputNames = operatorName == nil ? Self.inputNames : Self.outputNames
    model = SmokeModel(
      operatorName: operatorName, domain: domain, since: since,
      inputs: zip(Self.inputNames, inputs).map { $1.port($0) },
      outputs: zip(outputNames, expected).map { $1.port($0) })
  }

  init(_ name: String, _ model: SmokeModel, inputs: [WireValue], expected: [WireValue]) {
    self.name = name
    self.model = model
    self.inputs = inputs
    self.expected = expected
  }

  static let inputNames = ["x", "y", "w"]
  static let outputNames = ["z"]

  var given: Dialogue.Ports { Array(zip(model.inputs.map(\.name), inputs)).map { ($0, $1) } }

  /// What is wrong with what came; `nil` where nothing is.
  func fault(in outputs: Dialogue.Ports) -> String? {
    let names = model.outputs.map(\.name)
    guard outputs.map(\.name) == names else {
      return "its outputs are \(outputs.map(\.name)), and the model's are \(names)"
    }
    for (output, right) in zip(outputs, expected) {
      if let difference = output.value.difference(from: right) {
        return "output '\(output.name)' is wrong: \(difference)"
      }
    }
    return nil
  }
}

extension WireValue {
  /// The type as the schemas spell it.
  var type: String {
    switch self {
    case .tensor(let type, _, _): "tensor(\(type))"
    case .strings: "tensor(string)"
    case .sequence(let element, _): "seq(\(element))"
    case .optional(let element, _): "optional(\(element))"
    case .map(let keys, let values): "map(\(keys.elementType),\(values.type))"
    case .sparse(_, _, let values): "sparse_tensor(\(values.elementType))"
    }
  }

  private var elementType: String {
    if case .tensor(let type, _, _) = self { type } else { "string" }
  }

  fileprivate func port(_ name: String) -> SmokeModel.Port {
    switch self {
    case .tensor(_, let shape, _), .strings(let shape, _), .sparse(let shape, _, _):
      SmokeModel.Port(name: name, type: type, dims: shape)
    case .sequence, .optional, .map: SmokeModel.Port(name: name, type: type)
    }
  }

  /// A tensor of small numbers.
  static func tensor(_ type: String, _ shape: [Int], _ numbers: [Int]) -> WireValue? {
    ElementBits.bytes(numbers, type).map { .tensor(type: type, shape: shape, $0) }
  }

  static func floats(_ shape: [Int], _ numbers: [Int]) -> WireValue {
    .tensor(type: "float", shape: shape, ElementBits.bytes(numbers, "float") ?? [])
  }

  static func texts(_ shape: [Int], _ texts: [String]) -> WireValue {
    .strings(shape: shape, texts.map { Array($0.utf8) })
  }
}
