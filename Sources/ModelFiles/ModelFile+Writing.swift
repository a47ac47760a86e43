import Tensors

extension ModelFile {
  /// The file's bytes. Tensors of 1 KiB and more begin at multiples of 64 bytes, so that reading the
  /// file back needs no copy of them.
  package func serialized() -> [UInt8] { message.joined() }

  /// Writes the file under a temporary name in the same folder, then gives it its own.
  package func write(to path: String) throws(ModelFileError) {
    let message = message
    guard message.byteCount <= Int(Int32.max) else {
      throw ModelFileError(fileName, .tooLong(message.byteCount))
    }
    try message.write(to: path)
  }

  private var message: MessageWriter {
    var message = MessageWriter()
    message.field(1, integer: irVersion)
    message.field(2, textIfAny: producerName)
    message.field(3, textIfAny: producerVersion)
    message.field(4, textIfAny: domain)
    if modelVersion != 0 { message.field(5, integer: modelVersion) }
    message.field(6, textIfAny: docString)
    message.field(7, graph.message)
    for item in opsetImports { message.field(8, item.message) }
    for entry in metadata { message.field(14, entry.message) }
    for function in functions { message.field(25, function.message) }
    return message
  }
}

extension OperatorSetID {
  var message: MessageWriter {
    var message = MessageWriter()
    message.field(1, text: domain)
    message.field(2, integer: version)
    return message
  }
}

extension StringEntry {
  var message: MessageWriter {
    var message = MessageWriter()
    message.field(1, text: key)
    message.field(2, text: value)
    return message
  }
}

extension GraphProto {
  var message: MessageWriter {
    var message = MessageWriter()
    message.field(2, text: name)
    for node in nodes { message.field(1, node.message) }
    for initializer in initializers { message.field(5, initializer.message) }
    message.field(10, textIfAny: docString)
    for value in inputs { message.field(11, value.message) }
    for value in outputs { message.field(12, value.message) }
    for value in valueInfo { message.field(13, value.message) }
    for annotation in quantizationAnnotations { message.field(14, annotation.message) }
    for initializer in sparseInitializers { message.field(15, initializer.message) }
    for entry in metadata { message.field(16, entry.message) }
    return message
  }
}

extension FunctionProto {
  var message: MessageWriter {
    var message = MessageWriter()
    message.field(1, text: name)
    for input in inputs { message.field(4, text: input) }
    for output in outputs { message.field(5, text: output) }
    for attribute in attributes { message.field(6, text: attribute) }
    for node in nodes { message.field(7, node.message) }
    message.field(8, textIfAny: docString)
    for item in opsetImports { message.field(9, item.message) }
    message.field(10, text: domain)
    for attribute in attributeDefaults { message.field(11, attribute.message) }
    for value in valueInfo { message.field(12, value.message) }
    message.field(13, textIfAny: overload)
    for entry in metadata { message.field(14, entry.message) }
    return message
  }
}

extension TensorAnnotation {
  var message: MessageWriter {
    var message = MessageWriter()
    message.field(1, text: tensorName)
    for parameter in parameters { message.field(2, parameter.message) }
    return message
  }
}
