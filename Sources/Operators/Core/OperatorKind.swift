package import Graphs

/// An operator of this package, by its type. The catalog plugin gives each a name here, after its file:
/// `.add`, `.layerNormalization`.
package struct OperatorKind: Sendable, Hashable {
  package let type: any Operator.Type

  package init(_ type: any Operator.Type) { self.type = type }

  package static func == (a: Self, b: Self) -> Bool { a.type == b.type }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(type)) }
}

extension Node {
  package var kind: OperatorKind { OperatorKind(type(of: operation)) }

  package func isOne(of kinds: OperatorKind...) -> Bool { kinds.contains(kind) }
}
