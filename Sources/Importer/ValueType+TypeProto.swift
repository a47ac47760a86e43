package import Graphs
package import ModelFiles
import Tensors

extension ValueType {
  /// The declared type of the value called `name`. An extent below zero is unknown.
  package init(_ proto: TypeProto, of name: String) throws(ImportError) {
    switch proto.form {
    case .tensor(let number, let dims):
      guard let dtype = try DType(number, of: name) else {
        self = .unknown
        return
      }
      self = .tensor(TensorType(dtype, dims?.map(Dimension.init)))
    case .sparse(let number, let dims):
      guard let dtype = try DType(number, of: name) else {
        self = .unknown
        return
      }
      self = .sparse(TensorType(dtype, dims?.map(Dimension.init)))
    case .sequence(let element): self = .sequence(try Self.element(element, of: name))
    case .optional(let element): self = .optional(try Self.element(element, of: name))
    case .map(let number, let value):
      guard let key = try DType(number, of: name) else {
        self = .unknown
        return
      }
      self = .map(key: key, value: try Self.element(value, of: name))
    case .opaque, .none: self = .unknown
    }
  }

  private static func element(
    _ proto: TypeProto?, of name: String
  ) throws(ImportError) -> ValueType? {
    guard let proto else { return nil }
    return try ValueType(proto, of: name)
  }
}

extension DType {
  /// `nil` where the file says nothing.
  fileprivate init?(_ number: Int32, of name: String) throws(ImportError) {
    guard number != 0 else { return nil }
    guard let known = DType(rawValue: number) else {
      throw ImportError.elementType(Int(number), value: name)
    }
    self = known
  }
}

extension Dimension {
  fileprivate init(_ proto: DimensionProto) {
    switch proto.extent {
    case .value(let extent): self = extent < 0 ? .unknown : .known(Int(extent))
    case .parameter(let name): self = name.isEmpty ? .unknown : .symbol(name)
    case .unknown: self = .unknown
    }
  }
}
