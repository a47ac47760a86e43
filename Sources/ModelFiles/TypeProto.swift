/// A value's name and declared type (`ValueInfoProto`).
package struct ValueInfoProto: Sendable {
  package var name: String
  package var type: TypeProto?
  package var docString = ""
  package var metadata: [StringEntry] = []

  package init(_ name: String, _ type: TypeProto?) {
    self.name = name
    self.type = type
  }

  init(_ message: Message) throws(ModelFileError) {
    name = ""
    do throws(ModelFileError) {
      try read(message)
    } catch {
      throw name.isEmpty ? error : error.within("value '\(name)'")
    }
  }

  private mutating func read(_ message: Message) throws(ModelFileError) {
    var message = message
    while let field = try message.next() {
      switch field.number {
      case 1: name = try field.text("its name")
      case 2: type = try TypeProto(try field.message("TypeProto"))
      case 3: docString = try field.prose()
      case 4: metadata.append(try StringEntry(try field.message("StringStringEntryProto")))
      default: break
      }
    }
  }
}

/// A declared type (`TypeProto`). Element types are ONNX's numbers, 0 where none is said.
package struct TypeProto: Sendable, Equatable {
  package var form: Form
  package var denotation = ""

  package indirect enum Form: Sendable, Equatable {
    /// `dims` is `nil` where the rank is not said.
    case tensor(Int32, dims: [DimensionProto]?)
    case sequence(TypeProto?)
    case map(key: Int32, value: TypeProto?)
    case optional(TypeProto?)
    case sparse(Int32, dims: [DimensionProto]?)
    case opaque(domain: String, name: String)
    case none
  }

  package init(_ form: Form) { self.form = form }

  init(_ message: Message) throws(ModelFileError) {
    form = .none
    var message = message
    while let field = try message.next() {
      switch field.number {
      case 1:
        let (elementType, dims) = try Self.tensor(try field.message("TypeProto.Tensor"))
        form = .tensor(elementType, dims: dims)
      case 4: form = .sequence(try Self.element(try field.message("TypeProto.Sequence")))
      case 5: form = try Self.map(try field.message("TypeProto.Map"))
      case 6: denotation = try field.prose()
      case 7: form = try Self.opaque(try field.message("TypeProto.Opaque"))
      case 8:
        let (elementType, dims) = try Self.tensor(try field.message("TypeProto.SparseTensor"))
        form = .sparse(elementType, dims: dims)
      case 9: form = .optional(try Self.element(try field.message("TypeProto.Optional")))
      default: break
      }
    }
  }

  private static func tensor(
    _ message: Message
  ) throws(ModelFileError) -> (Int32, [DimensionProto]?) {
    var message = message
    var elementType: Int32 = 0
    var dims: [DimensionProto]?
    while let field = try message.next() {
      switch field.number {
      case 1: elementType = try field.int32()
      case 2:
        var shape = try field.message("TensorShapeProto")
        var extents = dims ?? []
        while let field = try shape.next() {
          guard field.number == 1 else { continue }
          extents.append(try DimensionProto(try field.message("TensorShapeProto.Dimension")))
        }
        dims = extents
      default: break
      }
    }
    return (elementType, dims)
  }

  private static func element(_ message: Message) throws(ModelFileError) -> TypeProto? {
    var message = message
    var element: TypeProto?
    while let field = try message.next() {
      guard field.number == 1 else { continue }
      element = try TypeProto(try field.message("TypeProto"))
    }
    return element
  }

  private static func map(_ message: Message) throws(ModelFileError) -> Form {
    var message = message
    var key: Int32 = 0
    var value: TypeProto?
    while let field = try message.next() {
      switch field.number {
      case 1: key = try field.int32()
      case 2: value = try TypeProto(try field.message("TypeProto"))
      default: break
      }
    }
    return .map(key: key, value: value)
  }

  private static func opaque(_ message: Message) throws(ModelFileError) -> Form {
    var message = message
    var (domain, name) = ("", "")
    while let field = try message.next() {
      switch field.number {
      case 1: domain = try field.text("a domain")
      case 2: name = try field.text("a type's name")
      default: break
      }
    }
    return .opaque(domain: domain, name: name)
  }
}

/// An extent (`TensorShapeProto.Dimension`).
package struct DimensionProto: Sendable, Equatable {
  package enum Extent: Sendable, Equatable { case value(Int64), parameter(String), unknown }
  package var extent: Extent
  package var denotation = ""

  package init(_ extent: Extent) { self.extent = extent }

  init(_ message: Message) throws(ModelFileError) {
    extent = .unknown
    var message = message
    while let field = try message.next() {
      switch field.number {
      case 1: extent = .value(try field.integer())
      case 2: extent = .parameter(try field.text("an extent's name"))
      case 3: denotation = try field.prose()
      default: break
      }
    }
  }
}
