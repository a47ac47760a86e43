import Graphs
import ModelFiles
import Tensors

extension TypeProto {
  init(_ type: ValueType) {
    switch type {
    case .tensor(let type): self.init(.tensor(type.dtype.rawValue, dims: type.protos))
    case .sparse(let type): self.init(.sparse(type.dtype.rawValue, dims: type.protos))
    case .sequence(let element): self.init(.sequence(element.map(TypeProto.init)))
    case .optional(let element): self.init(.optional(element.map(TypeProto.init)))
    case .map(let key, let value):
      self.init(.map(key: key.rawValue, value: value.map(TypeProto.init)))
    case .unknown: self.init(.none)
    }
  }
}

extension TensorType {
  fileprivate var protos: [DimensionProto]? {
    dims?.map { dimension in
      switch dimension {
      case .known(let extent): DimensionProto(.value(Int64(extent)))
      case .symbol(let name): DimensionProto(.parameter(name))
      case .unknown: DimensionProto(.unknown)
      }
    }
  }
}
