import Graphs

extension AttributeProto {
  init(_ message: Message) throws(ModelFileError) {
    var content = AttributeContent()
    do throws(ModelFileError) {
      try content.read(message)
      name = content.name
      docString = content.docString
      value = try content.value(message.source)
    } catch {
      throw content.name.isEmpty ? error : error.within("attribute '\(content.name)'")
    }
  }
}

/// Every field of an `AttributeProto`, of which `type` says which counts.
private struct AttributeContent {
  var name = ""
  var docString = ""
  var reference: String?
  var type: Int32?
  var float: Float?
  var int: Int64?
  var string: [UInt8]?
  var tensor: TensorProto?
  var graph: GraphProto?
  var sparseTensor: SparseTensorProto?
  var typeProto: TypeProto?
  var floats: [Float] = []
  var ints: [Int64] = []
  var strings: [[UInt8]] = []
  var tensors: [TensorProto] = []
  var graphs: [GraphProto] = []
  var sparseTensors: [SparseTensorProto] = []
  var typeProtos: [TypeProto] = []

  mutating func read(_ message: Message) throws(ModelFileError) {
    var message = message
    while let field = try message.next() {
      switch field.number {
      case 1: name = try field.text("its name")
      case 2: float = try field.float()
      case 3: int = try field.integer()
      case 4: string = [UInt8](try field.bytes())
      case 5: tensor = try TensorProto(try field.message("TensorProto"))
      case 6: graph = try GraphProto(try field.message("GraphProto"))
      case 7: try field.append(to: &floats)
      case 8: try field.append(to: &ints)
      case 9: strings.append([UInt8](try field.bytes()))
      case 10: tensors.append(try TensorProto(try field.message("TensorProto")))
      case 11: graphs.append(try GraphProto(try field.message("GraphProto")))
      case 13: docString = try field.prose()
      case 14: typeProto = try TypeProto(try field.message("TypeProto"))
      case 15: typeProtos.append(try TypeProto(try field.message("TypeProto")))
      case 20: type = try field.int32()
      case 21: reference = try field.text("the name of an attribute that it refers to")
      case 22: sparseTensor = try SparseTensorProto(try field.message("SparseTensorProto"))
      case 23: sparseTensors.append(try SparseTensorProto(try field.message("SparseTensorProto")))
      default: break
      }
    }
  }

  func value(_ source: Source) throws(ModelFileError) -> AttributeProto.Value {
    let type = try type(source)
    if let reference, !reference.isEmpty { return .reference(reference, type) }
    // proto3 writers leave out numbers that are zero and strings that are empty.
    switch type {
    case .float: return .float(float ?? 0)
    case .int: return .int(int ?? 0)
    case .string: return .string(string ?? [])
    case .floats: return .floats(floats)
    case .ints: return .ints(ints)
    case .strings: return .strings(strings)
    case .tensors: return .tensors(tensors)
    case .graphs: return .graphs(graphs)
    case .sparseTensors: return .sparseTensors(sparseTensors)
    case .typeProtos: return .typeProtos(typeProtos)
    case .tensor: if let tensor { return .tensor(tensor) }
    case .graph: if let graph { return .graph(graph) }
    case .sparseTensor: if let sparseTensor { return .sparseTensor(sparseTensor) }
    case .typeProto: if let typeProto { return .typeProto(typeProto) }
    case nil: throw source.error(.missing("value"))
    }
    throw source.error(.missing("value of the type that it says"))
  }

  /// The type it says, or before IR version 2, which knew no types, that of the one field present.
  private func type(_ source: Source) throws(ModelFileError) -> AttributeType? {
    if let type, type != 0 {
      guard let known = AttributeType(rawValue: type) else {
        throw source.error(.attributeType(Int(type)))
      }
      return known
    }
    if float != nil { return .float }
    if int != nil { return .int }
    if string != nil { return .string }
    if tensor != nil { return .tensor }
    if graph != nil { return .graph }
    if sparseTensor != nil { return .sparseTensor }
    if typeProto != nil { return .typeProto }
    if !floats.isEmpty { return .floats }
    if !ints.isEmpty { return .ints }
    if !strings.isEmpty { return .strings }
    if !tensors.isEmpty { return .tensors }
    if !graphs.isEmpty { return .graphs }
    if !sparseTensors.isEmpty { return .sparseTensors }
    if !typeProtos.isEmpty { return .typeProtos }
    return nil
  }
}
