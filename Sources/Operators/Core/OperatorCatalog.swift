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
    byName[Name(domain: domain == "ai.onnx" ? "" : domain, name: name)]
  }
}
