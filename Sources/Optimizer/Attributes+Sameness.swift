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

extension [String: AttributeValue] {
  /// A number that equal attributes share, and others seldom.
  var digest: Int {
    var hasher = Hasher()
    for key in keys.sorted() {
      hasher.combine(key)
      self[key]?.hash(into: &hasher)
    }
    return hasher.finalize()
  }
}

extension AttributeValue {
  fileprivate func hash(into hasher: inout Hasher) {
    switch self {
    case .float(let x): hasher.combine(x.bitPattern)
    case .int(let x): hasher.combine(x)
    case .string(let x): hasher.combine(x)
    case .tensor(let x): hasher.combine(x.digest)
    case .floats(let x): hasher.combine(x.map(\.bitPattern))
    case .ints(let x): hasher.combine(x)
    case .strings(let x): hasher.combine(x)
    case .tensors(let x): hasher.combine(x.map(\.digest))
    case .typeProto(let x): hasher.combine(x)
    case .typeProtos(let x): hasher.combine(x)
    case .graph, .graphs, .sparseTensor, .sparseTensors: break
    }
  }
}

extension Tensor {
  /// A number that tensors of the same type and bits share, and others seldom.
  var digest: Int {
    /// Reading large weights costs more than telling them apart another way.
    let most = 4096
    var hasher = Hasher()
    hasher.combine(TensorType(self))
    if case .string(let texts) = elements {
      hasher.combine(Array(texts))
    } else {
      _ = elements.withBytes {
        hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0.prefix(most)))
      }
    }
    return hasher.finalize()
  }
}

extension Node {
  /// Whether both compute the same of the same inputs. A fused node's attributes do not tell.
  func isAlike(_ other: Node) -> Bool {
    !(operation is any FusedOperator) && operatorName == other.operatorName
      && domain == other.domain && opset == other.opset
      && attributes.count == other.attributes.count
      && attributes.allSatisfy { key, value in
        other.attributes[key].map(value.isSame) ?? false
      }
  }
}
