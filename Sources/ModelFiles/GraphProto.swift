/// Nodes, and the values that they take, make and are given (`GraphProto`).
package struct GraphProto: Sendable {
  package var name = ""
  package var docString = ""
  package var nodes: [NodeProto] = []
  package var inputs: [ValueInfoProto] = []
  package var outputs: [ValueInfoProto] = []
  package var valueInfo: [ValueInfoProto] = []
  package var initializers: [TensorProto] = []
  package var sparseInitializers: [SparseTensorProto] = []
  package var quantizationAnnotations: [TensorAnnotation] = []
  package var metadata: [StringEntry] = []

  package init() {}

  init(_ message: Message) throws(ModelFileError) {
    do throws(ModelFileError) {
      try read(message)
    } catch {
      throw name.isEmpty ? error : error.within("graph '\(name)'")
    }
  }

  private mutating func read(_ message: Message) throws(ModelFileError) {
    var message = message
    while let field = try message.next() {
      switch field.number {
      case 1: nodes.append(try NodeProto(try field.message("NodeProto")))
      case 2: name = try field.text("its name")
      case 5: initializers.append(try TensorProto(try field.message("TensorProto")))
      case 10: docString = try field.prose()
      case 11: inputs.append(try ValueInfoProto(try field.message("ValueInfoProto")))
      case 12: outputs.append(try ValueInfoProto(try field.message("ValueInfoProto")))
      case 13: valueInfo.append(try ValueInfoProto(try field.message("ValueInfoProto")))
      case 14:
        quantizationAnnotations.append(try TensorAnnotation(try field.message("TensorAnnotation")))
      case 15:
        let sparse = try SparseTensorProto(try field.message("SparseTensorProto"))
        sparseInitializers.append(sparse)
      case 16: metadata.append(try StringEntry(try field.message("StringStringEntryProto")))
      default: break
      }
    }
  }
}

/// An operator that the model defines by other operators (`FunctionProto`).
package struct FunctionProto: Sendable {
  package var name = ""
  package var domain = ""
  package var overload = ""
  package var docString = ""
  package var inputs: [String] = []
  package var outputs: [String] = []
  /// Attributes that a call has to give.
  package var attributes: [String] = []
  /// Attributes with a default.
  package var attributeDefaults: [AttributeProto] = []
  package var nodes: [NodeProto] = []
  package var opsetImports: [OperatorSetID] = []
  package var valueInfo: [ValueInfoProto] = []
  package var metadata: [StringEntry] = []

  package init() {}

  init(_ message: Message) throws(ModelFileError) {
    do throws(ModelFileError) {
      try read(message)
    } catch {
      throw name.isEmpty ? error : error.within("function '\(name)'")
    }
  }

  private mutating func read(_ message: Message) throws(ModelFileError) {
    var message = message
    while let field = try message.next() {
      switch field.number {
      case 1: name = try field.text("its name")
      case 4: inputs.append(try field.text("an input's name"))
      case 5: outputs.append(try field.text("an output's name"))
      case 6: attributes.append(try field.text("an attribute's name"))
      case 7: nodes.append(try NodeProto(try field.message("NodeProto")))
      case 8: docString = try field.prose()
      case 9: opsetImports.append(try OperatorSetID(try field.message("OperatorSetIdProto")))
      case 10: domain = try field.text("its domain")
      case 11: attributeDefaults.append(try AttributeProto(try field.message("AttributeProto")))
      case 12: valueInfo.append(try ValueInfoProto(try field.message("ValueInfoProto")))
      case 13: overload = try field.text("its overload")
      case 14: metadata.append(try StringEntry(try field.message("StringStringEntryProto")))
      default: break
      }
    }
  }
}

/// Which tensors hold a quantized tensor's scale and zero point (`TensorAnnotation`).
package struct TensorAnnotation: Sendable, Equatable {
  package var tensorName = ""
  package var parameters: [StringEntry] = []

  package init(tensorName: String, parameters: [StringEntry]) {
    self.tensorName = tensorName
    self.parameters = parameters
  }

  init(_ message: Message) throws(ModelFileError) {
    var message = message
    while let field = try message.next() {
      switch field.number {
      case 1: tensorName = try field.text("a tensor's name")
      case 2: parameters.append(try StringEntry(try field.message("StringStringEntryProto")))
      default: break
      }
    }
  }
}
