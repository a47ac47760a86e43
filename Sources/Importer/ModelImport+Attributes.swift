import Graphs
import ModelFiles

extension ModelImport {
  /// A node's attributes. Those that refer to an absent attribute of the function are left out.
  func attributes(
    of node: NodeProto, named name: String, in scope: Scope, _ frame: Frame
  ) throws(ImportError) -> [String: AttributeValue] {
    var values: [String: AttributeValue] = [:]
    for attribute in node.attributes {
      guard values[attribute.name] == nil else {
        throw .attribute(attribute.name, node: name, "is given more than once")
      }
      values[attribute.name] = try value(of: attribute, named: name, in: scope, frame)
    }
    return values
  }

  /// An attribute's value; `nil` where it refers to one that is absent.
  func value(
    of attribute: AttributeProto, named name: String, in scope: Scope, _ frame: Frame
  ) throws(ImportError) -> AttributeValue? {
    switch attribute.value {
    case .float(let x): return .float(x)
    case .int(let x): return .int(x)
    case .string(let x): return .string(try text(x, attribute, name))
    case .tensor(let x): return .tensor(x.tensor)
    case .graph(let x): return .graph(try graph(x, outer: scope, frame: frame))
    case .floats(let x): return .floats(x)
    case .ints(let x): return .ints(x)
    case .strings(let x):
      var texts: [String] = []
      for bytes in x { texts.append(try text(bytes, attribute, name)) }
      return .strings(texts)
    case .tensors(let x): return .tensors(x.map(\.tensor))
    case .graphs(let x):
      var graphs: [Graph] = []
      for proto in x { graphs.append(try graph(proto, outer: scope, frame: frame)) }
      return .graphs(graphs)
    case .sparseTensor(let x): return .sparseTensor(x.sparse)
    case .sparseTensors(let x): return .sparseTensors(x.map(\.sparse))
    case .typeProto(let x): return .typeProto(try ValueType(x, of: name))
    case .typeProtos(let x):
      var types: [ValueType] = []
      for proto in x { types.append(try ValueType(proto, of: name)) }
      return .typeProtos(types)
    case .reference(let target, let type):
      guard !frame.calls.isEmpty else {
        throw .attribute(attribute.name, node: name, "refers to '\(target)' outside of a function")
      }
      guard let value = frame.attributes[target] else { return nil }
      guard type == nil || type == value.type else {
        throw .attribute(
          attribute.name, node: name,
          "refers to '\(target)', which is of type \(value.type) in this call")
      }
      return value
    }
  }

  private func text(
    _ bytes: [UInt8], _ attribute: AttributeProto, _ node: String
  ) throws(ImportError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .attribute(attribute.name, node: node, "is not UTF-8")
    }
    return text
  }
}
