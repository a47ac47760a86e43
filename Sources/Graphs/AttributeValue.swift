package import Tensors

/// The kinds of attribute, numbered as in ONNX's `AttributeProto.AttributeType`.
package enum AttributeType: Int32, Sendable {
  case float = 1
  case int, string, tensor, graph, floats, ints, strings, tensors, graphs
  case sparseTensor, sparseTensors, typeProto, typeProtos
}

/// An attribute's value as the model file holds it.
package indirect enum AttributeValue: Sendable {
  case float(Float), int(Int64), string(String), tensor(Tensor), graph(Graph)
  case floats([Float]), ints([Int64]), strings([String]), tensors([Tensor]), graphs([Graph])
  case sparseTensor(SparseTensor), sparseTensors([SparseTensor])
  case typeProto(ValueType), typeProtos([ValueType])

  package var type: AttributeType {
    switch self {
    case .float: .float
    case .int: .int
    case .string: .string
    case .tensor: .tensor
    case .graph: .graph
    case .floats: .floats
    case .ints: .ints
    case .strings: .strings
    case .tensors: .tensors
    case .graphs: .graphs
    case .sparseTensor: .sparseTensor
    case .sparseTensors: .sparseTensors
    case .typeProto: .typeProto
    case .typeProtos: .typeProtos
    }
  }
}

/// A Swift type that an attribute decodes to.
package protocol AttributeDecodable: Sendable {
  static var attributeType: AttributeType { get }
  init?(_ value: AttributeValue)
  var attributeValue: AttributeValue { get }
}

extension Float: AttributeDecodable {
  package static var attributeType: AttributeType { .float }
  package init?(_ value: AttributeValue) {
    guard case .float(let x) = value else { return nil }
    self = x
  }
  package var attributeValue: AttributeValue { .float(self) }
}
extension Int: AttributeDecodable {
  package static var attributeType: AttributeType { .int }
  package init?(_ value: AttributeValue) {
    guard case .int(let x) = value else { return nil }
    self = Int(x)
  }
  package var attributeValue: AttributeValue { .int(Int64(self)) }
}
extension String: AttributeDecodable {
  package static var attributeType: AttributeType { .string }
  package init?(_ value: AttributeValue) {
    guard case .string(let x) = value else { return nil }
    self = x
  }
  package var attributeValue: AttributeValue { .string(self) }
}
extension Tensor: AttributeDecodable {
  package static var attributeType: AttributeType { .tensor }
  package init?(_ value: AttributeValue) {
    guard case .tensor(let x) = value else { return nil }
    self = x
  }
  package var attributeValue: AttributeValue { .tensor(self) }
}
extension Graph: AttributeDecodable {
  package static var attributeType: AttributeType { .graph }
  package init?(_ value: AttributeValue) {
    guard case .graph(let x) = value else { return nil }
    self = x
  }
  package var attributeValue: AttributeValue { .graph(self) }
}
extension SparseTensor: AttributeDecodable {
  package static var attributeType: AttributeType { .sparseTensor }
  package init?(_ value: AttributeValue) {
    guard case .sparseTensor(let x) = value else { return nil }
    self = x
  }
  package var attributeValue: AttributeValue { .sparseTensor(self) }
}
extension ValueType: AttributeDecodable {
  package static var attributeType: AttributeType { .typeProto }
  package init?(_ value: AttributeValue) {
    guard case .typeProto(let x) = value else { return nil }
    self = x
  }
  package var attributeValue: AttributeValue { .typeProto(self) }
}

/// A Swift type whose lists are attributes too.
package protocol ListedAttribute: AttributeDecodable {
  static var listType: AttributeType { get }
  static func list(_ value: AttributeValue) -> [Self]?
  static func attributeValue(_ list: [Self]) -> AttributeValue
}

extension Array: AttributeDecodable where Element: ListedAttribute {
  package static var attributeType: AttributeType { Element.listType }
  package init?(_ value: AttributeValue) {
    guard let list = Element.list(value) else { return nil }
    self = list
  }
  package var attributeValue: AttributeValue { Element.attributeValue(self) }
}
extension Float: ListedAttribute {
  package static var listType: AttributeType { .floats }
  package static func list(_ value: AttributeValue) -> [Float]? {
    if case .floats(let x) = value { x } else { nil }
  }
  package static func attributeValue(_ list: [Float]) -> AttributeValue { .floats(list) }
}
extension Int: ListedAttribute {
  package static var listType: AttributeType { .ints }
  package static func list(_ value: AttributeValue) -> [Int]? {
    if case .ints(let x) = value { x.map { Int($0) } } else { nil }
  }
  package static func attributeValue(_ list: [Int]) -> AttributeValue {
    .ints(list.map { Int64($0) })
  }
}
extension String: ListedAttribute {
  package static var listType: AttributeType { .strings }
  package static func list(_ value: AttributeValue) -> [String]? {
    if case .strings(let x) = value { x } else { nil }
  }
  package static func attributeValue(_ list: [String]) -> AttributeValue { .strings(list) }
}
