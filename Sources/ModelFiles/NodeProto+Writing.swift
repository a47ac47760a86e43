package import Graphs

extension NodeProto {
  var message: MessageWriter {
    var message = MessageWriter()
    for input in inputs { message.field(1, text: input) }
    for output in outputs { message.field(2, text: output) }
    message.field(3, textIfAny: name)
    message.field(4, text: operatorName)
    for attribute in attributes { message.field(5, attribute.message) }
    message.field(6, textIfAny: docString)
    message.field(7, textIfAny: domain)
    message.field(8, textIfAny: overload)
    for entry in metadata { message.field(9, entry.message) }
    return message
  }
}

extension AttributeProto {
  var message: MessageWriter {
    var message = MessageWriter()
    message.field(1, text: name)
    message.field(13, textIfAny: docString)
    if let type = value.type { message.field(20, integer: type.rawValue) }
    switch value {
    case .float(let x): message.field(2, float: x)
    case .int(let x): message.field(3, integer: x)
    case .string(let x): message.field(4, bytes: x)
    case .tensor(let x): message.field(5, x.message)
    case .graph(let x): message.field(6, x.message)
    case .floats(let x): message.field(7, floats: x)
    case .ints(let x): message.field(8, integers: x)
    case .strings(let x): for string in x { message.field(9, bytes: string) }
    case .tensors(let x): for tensor in x { message.field(10, tensor.message) }
    case .graphs(let x): for graph in x { message.field(11, graph.message) }
    case .typeProto(let x): message.field(14, x.message)
    case .typeProtos(let x): for type in x { message.field(15, type.message) }
    case .sparseTensor(let x): message.field(22, x.message)
    case .sparseTensors(let x): for sparse in x { message.field(23, sparse.message) }
    case .reference(let name, _): message.field(21, text: name)
    }
    return message
  }
}

extension AttributeProto.Value {
  /// The attribute type; `nil` for a reference that does not say.
  package var type: AttributeType? {
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
    case .reference(_, let type): type
    }
  }
}
