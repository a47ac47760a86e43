import GeneratedCases
import Graphs
import Tensors

/// Something that a file may do to a node that runs.
struct Condition: Sendable {
  let name: String
  let apply: @Sendable (inout Specimen) -> Void

  func and(_ other: Condition) -> Condition {
    Condition(name: "\(name); \(other.name)") {
      apply(&$0)
      other.apply(&$0)
    }
  }
}

extension Condition {
  /// Everything that one number, word, type, shape or declaration can do to `base`.
  static func all(_ base: Specimen) -> [Condition] {
    [Condition(name: "as it is") { _ in }]
      + base.inputs.indices.flatMap { inputs(base, $0) }
      + base.revision.attributes.flatMap { attributes(base, $0) }
      + [0, 2, 5, 40].map { count in
        Condition(name: "\(count) outputs") { $0.outputCount = count }
      }
  }

  private static func inputs(_ base: Specimen, _ index: Int) -> [Condition] {
    var rows = [Condition(name: "input \(index) absent") { $0.inputs[index] = nil }]
    func put(_ what: String, _ value: Value) {
      rows.append(Condition(name: "input \(index) \(what)") { $0.inputs[index] = value })
    }
    for dtype in [DType.float, .int64, .uint8, .string, .bool, .complex64, .int32, .double] {
      put("of \(dtype.name)", .tensor(Tensor(dtype, [2], repeating: [1.0])))
    }
    put("a sequence", .sequence([], of: .tensor(.float)))
    put("an empty optional", .optional(nil, of: .tensor(.float)))
    guard case .tensor(let tensor)? = base.inputs[index] else { return rows }
    let shapes: [Shape] = [
      [], [0], [1], [2], [1, 1, 1, 1], Shape(tensor.shape.dims.map { _ in 0 }),
      Shape(tensor.shape.dims.map { _ in 1 }), Shape(Array(tensor.shape.dims.dropFirst())),
      Shape([1] + tensor.shape.dims), Shape([0] + tensor.shape.dims.dropFirst()),
      Shape(tensor.shape.dims.dropLast() + [0]), [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    ]
    for shape in shapes {
      put("of shape \(shape)", .tensor(Tensor(tensor.dtype, shape, repeating: [1.0])))
    }
    let (dtype, shape) = (tensor.dtype, tensor.shape)
    if dtype.isFloat {
      for number in Vocabulary.floats {
        put("all \(number)", .tensor(Tensor(dtype, shape, repeating: [Double(number)])))
        put("begins \(number)", .tensor(Tensor(dtype, shape, repeating: [Double(number), 1, 1])))
      }
    } else {
      for number in Vocabulary.integers {
        put("all \(number)", .tensor(Tensor(dtype, shape, repeating: [number])))
        put("begins \(number)", .tensor(Tensor(dtype, shape, repeating: [number, 1, 1])))
        put("ends \(number)", .tensor(Tensor(dtype, shape, repeating: [1, number])))
      }
    }
    for extent in Vocabulary.extents where extent >= 0 {
      var declarations = [Shape(shape.dims.map { _ in extent }), [extent]]
      for axis in shape.dims.indices {
        var dims = shape.dims
        dims[axis] = extent
        declarations.append(Shape(dims))
      }
      for declaration in declarations {
        rows.append(
          Condition(name: "input \(index) declared \(declaration)") {
            $0.declared[index] = .tensor(TensorType(dtype, declaration))
          })
      }
    }
    rows.append(
      Condition(name: "input \(index) declared a scalar") {
        $0.declared[index] = .tensor(TensorType(dtype, []))
      })
    return rows
  }

  private static func attributes(
    _ base: Specimen, _ declaration: AttributeDeclaration
  ) -> [Condition] {
    let name = declaration.name
    var rows = [Condition(name: "\(name) absent") { $0.attributes[name] = nil }]
    func put(_ what: String, _ value: AttributeValue) {
      rows.append(Condition(name: "\(name) \(what)") { $0.attributes[name] = value })
    }
    put("of another type", declaration.type == .int ? .float(1) : .int(1))
    let own = base.attributes[name] ?? declaration.defaultValue
    switch declaration.type {
    case .int: for number in Vocabulary.integers { put("\(number)", .int(number)) }
    case .float: for number in Vocabulary.floats { put("\(number)", .float(number)) }
    case .string: for word in Vocabulary.strings { put("'\(word)'", .string(word)) }
    case .ints:
      var list: [Int64] = [1, 1]
      if case .ints(let given)? = own, !given.isEmpty { list = given }
      put("empty", .ints([]))
      put("one more", .ints(list + [1]))
      put("one less", .ints(Array(list.dropLast())))
      for number in Vocabulary.integers {
        put("all \(number)", .ints(list.map { _ in number }))
        put("begins \(number)", .ints([number] + list.dropFirst()))
        put("ends \(number)", .ints(list.dropLast() + [number]))
      }
    case .floats:
      var list: [Float] = [1]
      if case .floats(let given)? = own, !given.isEmpty { list = given }
      put("empty", .floats([]))
      for number in Vocabulary.floats { put("all \(number)", .floats(list.map { _ in number })) }
    case .strings:
      put("empty", .strings([]))
      for word in Vocabulary.strings { put("['\(word)']", .strings([word])) }
    case .tensor:
      for dtype in [DType.float, .int64, .string, .uint8, .bool] {
        for shape in [[], [0], [1], [2, 2]] as [Shape] {
          put("\(dtype.name)\(shape)", .tensor(Tensor(dtype, shape, repeating: [1.0])))
        }
      }
    case .graph:
      for (inputs, outputs) in [(0, 0), (0, 1), (1, 1), (2, 1), (2, 2), (3, 3), (0, 9), (9, 0)] {
        put(
          "of \(inputs) inputs, \(outputs) outputs",
          .graph(.body(inputs: inputs, outputs: outputs, first: 2000)))
      }
    case .typeProto: put("unknown", .typeProto(.unknown))
    case .sparseTensor:
      for number in Vocabulary.integers {
        put(
          "at \(number)",
          .sparseTensor(
            SparseTensor(
              shape: [3], values: Tensor(.float, [1], repeating: [1.0]),
              indices: Tensor(.int64, [1], repeating: [number]))))
      }
    case .tensors, .graphs, .sparseTensors, .typeProtos: break
    }
    return rows
  }
}
