package import Graphs

/// Every operator in this package.
package struct OperatorCatalog: Sendable {
  package let all: [any Operator.Type]
  private let byName: [Name: any Operator.Type]

  private struct Name: Hashable {
    let domain: String
    let name: String
  }

  package static let standard = OperatorCatalog(operators)

  package init(_ all: [any Operator.Type]) {
    self.all = all
    byName = Dictionary(
      all.map { (Name(domain: $0.schema.domain, name: $0.schema.name), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The operator of this name, whatever the opset.
  package func find(_ name: String, domain: String) -> (any Operator.Type)? {
    let domain = domain == "ai.onnx" ? "" : domain
    let own = Self.strays.contains(name) && domain.isEmpty ? "com.microsoft" : domain
    return byName[Name(domain: own, name: name)]
  }

  /// Operators of onnxruntime that it registers in ai.onnx too, though no standard has them there.
  private static let strays: Set = ["SimplifiedLayerNormalization"]

  /// A node as a model of `opset` has it.
  ///
  /// - Throws: `.unsupported` where there is no such operator at that opset; what the operator says
  ///   of the attributes.
  package func node(
    _ name: String, domain: String = "", opset: Int, named label: String, inputs: [ValueID?],
    outputs: [ValueID?], attributes: [String: AttributeValue] = [:]
  ) throws(OperatorError) -> Node {
    guard let type = find(name, domain: domain), let revision = type.schema.revision(at: opset),
      !revision.isRefused
    else { throw .unsupported("\(name) at opset \(opset)") }
    return try Node(
      type, revision, named: label, inputs: inputs, outputs: outputs, attributes: attributes)
  }
}
