package import Tensors

/// A named tensor (`TensorProto`), its elements decoded.
package struct TensorProto: Sendable {
  package var name: String
  package var tensor: Tensor
  package var docString = ""
  package var metadata: [StringEntry] = []
  /// Where the bytes were read from, if not from the model file.
  package private(set) var origin: ExternalLocation?
  /// Where a reader finds the bytes, if not in the model file that is written.
  package var place: ExternalLocation?

  package init(_ name: String, _ tensor: Tensor) {
    self.name = name
    self.tensor = tensor
  }

  init(_ message: Message) throws(ModelFileError) {
    var content = TensorContent(message.source)
    do throws(ModelFileError) {
      try content.read(message)
      name = content.name
      docString = content.docString
      metadata = content.metadata
      tensor = try content.tensor()
      origin = try content.origin()
    } catch {
      throw error.within(content.name.isEmpty ? "a tensor" : "tensor '\(content.name)'")
    }
  }
}

/// A named tensor of which most elements are zero (`SparseTensorProto`).
package struct SparseTensorProto: Sendable {
  package var name: String
  package var sparse: SparseTensor

  package init(_ name: String, _ sparse: SparseTensor) {
    self.name = name
    self.sparse = sparse
  }

  init(_ message: Message) throws(ModelFileError) {
    var message = message
    var values: TensorProto?
    var indices: TensorProto?
    var dims: [Int] = []
    while let field = try message.next() {
      switch field.number {
      case 1: values = try TensorProto(try field.message("TensorProto"))
      case 2: indices = try TensorProto(try field.message("TensorProto"))
      case 3: try field.append(to: &dims)
      default: break
      }
    }
    let source = message.source
    guard let values else { throw source.error(.missing("values")).within("a sparse tensor") }
    name = values.name
    do throws(ModelFileError) {
      guard let indices else { throw source.error(.missing("indices")) }
      sparse = try SparseTensor(
        checking: Shape(dims), values: values.tensor, indices: indices.tensor, in: source.file.name)
    } catch {
      throw error.within(name.isEmpty ? "a sparse tensor" : "sparse tensor '\(name)'")
    }
  }
}

extension SparseTensor {
  /// A sparse tensor of parts that others wrote.
  ///
  /// - Throws: what is wrong where they contradict each other.
  package init(
    checking shape: Shape, values: Tensor, indices: Tensor, in file: String = "a message"
  ) throws(ModelFileError) {
    let fact = Self.contradiction(dims: shape.dims, values: values, indices: indices)
    if let fact { throw ModelFileError(file, fact) }
    self.init(shape: shape, values: values, indices: indices)
  }

  /// What is wrong with a sparse tensor of these parts; `nil` when nothing is.
  private static func contradiction(
    dims: [Int], values: Tensor, indices: Tensor
  ) -> ModelFileError.Fact? {
    if dims.contains(where: { $0 < 0 }) { return .negativeExtent(dims) }
    let shape = Shape(dims)
    guard let count = shape.checkedCount else { return .tooManyElements(dims) }
    guard values.rank == 1 else {
      return .mismatch("has values of shape \(values.shape), expected one axis")
    }
    guard let positions = try? indices.elements(as: Int64.self) else {
      return .mismatch("has indices of type \(indices.dtype.name), expected int64")
    }
    let stored = values.count
    if indices.shape == [stored] {
      if let stray = positions.first(where: { $0 < 0 || $0 >= count }) {
        return .mismatch("has index \(stray) outside of the \(count) elements of \(shape)")
      }
    } else if indices.shape == [stored, shape.rank] {
      for (i, position) in positions.enumerated() {
        let extent = dims[i % shape.rank]
        guard position >= 0, position < extent else {
          return .mismatch("has index \(position) outside of an axis of \(extent)")
        }
      }
    } else {
      return .mismatch(
        "has indices of shape \(indices.shape), expected [\(stored)] or [\(stored), \(shape.rank)]")
    }
    return nil
  }
}
