import Graphs
import Tensors

extension ValueType {
  /// Whether every tensor in it has a known shape.
  var isConcrete: Bool {
    switch self {
    case .tensor(let type): type.shape != nil
    case .sequence, .optional, .map, .sparse: true
    case .unknown: false
    }
  }

  var fitsDevice: Bool { tensor.map { $0.dtype != .string } ?? false }

  var plural: String {
    switch self {
    case .tensor: "strings"
    case .sequence: "sequences"
    case .optional: "optionals"
    case .map: "maps"
    case .sparse: "sparse tensors"
    case .unknown: "values of unknown type"
    }
  }
}
