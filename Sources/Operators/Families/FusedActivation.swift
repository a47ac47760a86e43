import Graphs
import Tensors

/// The activation that onnxruntime's fused operators apply to a sum: its name and its numbers.
struct FusedActivation: Sendable {
  /// Names with the attributes of the operator of that name, in the numbers' order.
  private static let known: [String: [String]] = [
    "Relu": [], "Tanh": [], "Sigmoid": [], "Softplus": [], "Softsign": [], "HardSwish": [],
    "LeakyRelu": ["alpha"], "Elu": ["alpha"], "ThresholdedRelu": ["alpha"],
    "HardSigmoid": ["alpha", "beta"], "Clip": ["min", "max"],
  ]

  let name: String
  private let numbers: [Float]

  /// - Parameter numbers: those that are given, in their order.
  /// - Throws: `.attribute` of a name that is not among `names`, `.missingAttribute` where a number is
  ///   missing: none has a default.
  init(
    _ name: String, among names: Set<String>, numbers: [Float?], called attributes: [String]
  ) throws(OperatorError) {
    guard names.contains(name), let needed = Self.known[name] else {
      throw .attribute(
        "activation", found: "'\(name)'",
        expected: "one of \(names.sorted().joined(separator: ", "))")
    }
    var found: [Float] = []
    for index in needed.indices {
      guard index < numbers.count, let number = numbers[index] else {
        throw .missingAttribute(attributes[min(index, attributes.count - 1)])
      }
      found.append(number)
    }
    self.name = name
    self.numbers = found
  }

  /// The activation of `x`, which has this type.
  func applied(
    to x: ValueID, _ dtype: DType, in builder: inout GraphBuilder
  ) throws(OperatorError) -> ValueID {
    // Relu of ai.onnx has no unsigned types: their numbers stay.
    if name == "Relu", dtype.isUnsignedInteger { return x }
    if name == "Clip" {
      return try builder.apply(
        name, x, try builder.number(numbers[0], dtype), try builder.number(numbers[1], dtype))
    }
    let attributes = zip(Self.known[name] ?? [], numbers).map { ($0, AttributeValue.float($1)) }
    return try builder.followed(
      x, by: name, attributes: Dictionary(attributes) { first, _ in first })
  }
}
