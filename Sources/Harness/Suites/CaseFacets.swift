/// What a case is about, as selection, reports and reproduction need it.
package struct CaseFacets: Sendable, Hashable, Codable {
  /// The operator that the case, or the case it expands, tests; `nil` for models.
  package var subject: String?
  /// Every operator of the graph, its bodies and functions; sorted.
  package var operators: [String]
  /// Sorted; the default domain is `ai.onnx`.
  package var domains: [String]
  package var opsets: [String: Int]
  package var nodeCount: Int
  /// Declared types, in order, as the schemas spell them: `tensor(float)`.
  package var inputTypes: [String]
  package var outputTypes: [String]
  /// Element types of inputs and outputs, by ONNX's name; sorted.
  package var elementTypes: [String]
  /// Further element types inside of the model, as far as they are known; sorted.
  package var innerTypes: [String]?

  package init(
    subject: String? = nil, operators: [String] = [], domains: [String] = [],
    opsets: [String: Int] = [:], nodeCount: Int = 0, inputTypes: [String] = [],
    outputTypes: [String] = [], elementTypes: [String] = [], innerTypes: [String]? = nil
  ) {
    self.subject = subject
    self.operators = operators
    self.domains = domains
    self.opsets = opsets
    self.nodeCount = nodeCount
    self.inputTypes = inputTypes
    self.outputTypes = outputTypes
    self.elementTypes = elementTypes
    self.innerTypes = innerTypes
  }

  /// The opset of `ai.onnx` that the model imports; `nil` when it imports none.
  package var opset: Int? { opsets["ai.onnx"] ?? opsets[""] }

  /// The operator that the case is counted under in a matrix of operators.
  package var matrixOperator: String? {
    subject ?? (operators.count == 1 ? operators.first : nil)
  }

  /// The element types that a matrix counts the case under: those of the first input and output.
  ///
  /// Indices, axes and scales, which follow them, say little about the operator.
  package var matrixTypes: [String] {
    var types: [String] = []
    for spelled in [inputTypes.first, outputTypes.first] {
      guard let type = spelled.map(Self.elementType), !types.contains(type) else { continue }
      types.append(type)
    }
    return types
  }

  /// `float` of `optional(seq(tensor(float)))`.
  package static func elementType(_ spelled: String) -> String {
    let inner = spelled.split(whereSeparator: { "(), ".contains($0) }).last
    return inner.map(String.init) ?? spelled
  }
}
