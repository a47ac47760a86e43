import Graphs
import Tensors

extension AttributeValue {
  /// Whether both are the same value to the bit. Graphs never are: comparing them is not worth it.
  func isSame(as other: AttributeValue) -> Bool {
    switch (self, other) {
    case (.float(let a), .float(let b)): a.bitPattern == b.bitPattern
    case (.int(let a), .int(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.tensor(let a), .tensor(let b)): a.hasBits(of: b)
    case (.floats(let a), .floats(let b)): a.map(\.bitPattern) == b.map(\.bitPattern)
    case (.ints(let a), .ints(let b)): a == b
    case (.strings(let a), .strings(let b)): a == b
    case (.tensors(let a), .tensors(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.hasBits(of: $1) }
    case (.typeProto(let a), .typeProto(let b)): a == b
    case (.typeProtos(let a), .typeProtos(let b)): a == b
    default: false
    }
  }
}

extension Node {
  /// Whether both compute the same from the same inputs. A fused node's attributes do not tell.
  func computesSame(as other: Node) -> Bool {
    !(operation is any FusedOperator) && operatorName == other.operatorName
      && domain == other.domain && opset == other.opset
      && inputs == other.inputs && attributes.count == other.attributes.count
      && attributes.allSatisfy { key, value in
        other.attributes[key].map(value.isSame) ?? false
      }
  }
}
