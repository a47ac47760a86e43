package import Graphs

/// One operator or function applied to named values (`NodeProto`). An empty name is an absent value.
package struct NodeProto: Sendable {
  package var inputs: [String] = []
  package var outputs: [String] = []
  package var name = ""
  package var operatorName = ""
  package var domain = ""
  package var overload = ""
  package var attributes: [AttributeProto] = []
  package var docString = ""
  package var metadata: [StringEntry] = []

  package init(
    _ operatorName: String, domain: String = "", name: String = "", inputs: [String],
    outputs: [String], attributes: [AttributeProto] = []
  ) {
    self.operatorName = operatorName
    self.domain = domain
    self.name = name
    self.inputs = inputs
    self.outputs = outputs
    self.attributes = attributes
  }

  init(_ message: Message) throws(ModelFileError) {
    do throws(ModelFileError) {
      try read(message)
    } catch {
      let name = name.isEmpty ? outputs.first ?? operatorName : name
      throw name.isEmpty ? error.within("a node") : error.within("node '\(name)'")
    }
  }

  private mutating func read(_ message: Message) throws(ModelFileError) {
    var message = message
    while let field = try message.next() {
      switch field.number {
      case 1: inputs.append(try field.text("an input's name"))
      case 2: outputs.append(try field.text("an output's name"))
      case 3: name = try field.text("its name")
      case 4: operatorName = try field.text("its operator's name")
      case 5: attributes.append(try AttributeProto(try field.message("AttributeProto")))
      case 6: docString = try field.prose()
      case 7: domain = try field.text("its domain")
      case 8: overload = try field.text("its overload")
      case 9: metadata.append(try StringEntry(try field.message("StringStringEntryProto")))
      default: break
      }
    }
  }
}

/// A node's attribute (`AttributeProto`).
package struct AttributeProto: Sendable {
  package var name: String
  package var value: Value
  package var docString = ""

  /// What an attribute is. Strings are bytes, as the standard has them.
  package indirect enum Value: Sendable {
    case float(Float), int(Int64), string([UInt8]), tensor(TensorProto), graph(GraphProto)
    case floats([Float]), ints([Int64]), strings([[UInt8]]), tensors([TensorProto])
    case graphs([GraphProto])
    case sparseTensor(SparseTensorProto), sparseTensors([SparseTensorProto])
    case typeProto(TypeProto), typeProtos([TypeProto])
    /// The attribute of this name of the function around the node, and the type that it has there.
    case reference(String, AttributeType?)
  }

  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}
