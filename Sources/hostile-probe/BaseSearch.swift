import GeneratedCases
import Graphs
import Tensors

/// Finds nodes that run, for hostile numbers to be put into one at a time.
struct BaseSearch {
  let type: any Operator.Type
  let revision: OperatorSchema.Revision
  private var random: Randomness

  init(_ type: any Operator.Type, _ revision: OperatorSchema.Revision) {
    self.type = type
    self.revision = revision
    random = Randomness("\(type.schema.domain).\(type.schema.name)-\(revision.since)")
  }

  /// Up to `count` specimens that give values, and as many that do not, of `tries` made at random.
  mutating func bases(
    _ count: Int, tries: Int, _ trial: Trial
  ) async -> (running: [Specimen], others: [Specimen]) {
    var found: [Specimen] = []
    var others: [Specimen] = []
    if let recipe = Recipe.all[type.schema.name] {
      let specimen = Specimen(
        type: type, revision: revision, attributes: recipe.attributes, inputs: recipe.inputs)
      if await trial.run(specimen) { found.append(specimen) }
    }
    for number in 0..<tries where found.count < count {
      let specimen = specimen(isPlain: number < tries / 4)
      if await trial.run(specimen) {
        found.append(specimen)
      } else if others.count < count {
        others.append(specimen)
      }
    }
    return (found, others)
  }

  private mutating func specimen(isPlain: Bool) -> Specimen {
    let shape = Shape((0..<random.below(5)).map { _ in random.one(of: [1, 2, 2, 3, 4]) })
    var kinds: [String: ValueKind] = [:]
    var specimen = Specimen(type: type, revision: revision)
    for formal in revision.inputs {
      var count = 1
      switch formal.arity {
      case .one: break
      case .optional: count = random.happens(isPlain ? 20 : 50) ? 1 : 0
      case .variadic(let minimum, _): count = minimum + random.below(3)
      }
      let kind = kinds[formal.type] ?? kind(formal, isPlain)
      kinds[formal.type] = kind
      if count == 0 { specimen.inputs.append(nil) }
      for _ in 0..<count {
        specimen.inputs.append(Value(kind, extents(shape, isPlain), repeating: numbers(kind)))
      }
    }
    while case .some(nil) = specimen.inputs.last { specimen.inputs.removeLast() }
    specimen.outputCount = random.happens(70) ? 1 : 1 + random.below(4)
    for declaration in revision.attributes
    where declaration.isRequired || random.happens(isPlain ? 5 : 25) {
      specimen.attributes[declaration.name] = value(declaration, shape)
    }
    return specimen
  }

  private mutating func kind(_ formal: OperatorSchema.Formal, _ isPlain: Bool) -> ValueKind {
    let allowed = revision.types[formal.type]?.kinds ?? []
    if isPlain,
      let plain = [DType.float, .int64, .uint8].first(where: { allowed.contains(.tensor($0)) })
    {
      return .tensor(plain)
    }
    if !allowed.isEmpty { return random.one(of: allowed) }
    let name = formal.type.dropFirst("tensor(".count).dropLast()
    return .tensor(DType(name: String(name)) ?? .float)
  }

  private mutating func extents(_ shape: Shape, _ isPlain: Bool) -> Shape {
    if random.happens(isPlain ? 70 : 40) { return shape }
    let vectors: [[Int]] = [
      [], [1], [shape.rank], Array(shape.dims.prefix(1)), Array(shape.dims.suffix(1)),
      Array(shape.dims.dropFirst().prefix(1)),
    ]
    if random.happens(80) { return Shape(random.one(of: vectors)) }
    return Shape((0..<random.below(5)).map { _ in random.one(of: [1, 2, 3, 4, 6, 8]) })
  }

  private mutating func numbers(_ kind: ValueKind) -> [Double] {
    random.one(of: [[1], [0], [0, 1], [1, 2], [2], [0, 1, 2, 3], [3, 2], [0.5, 1, -0.25]])
  }

  private mutating func value(
    _ declaration: AttributeDeclaration, _ shape: Shape
  ) -> AttributeValue {
    switch declaration.type {
    case .int: .int(random.one(of: [0, 1, 1, 2, 3, 4, 6, 7, -1]))
    case .float: .float(random.one(of: [0, 0.5, 1, 2]))
    case .string: .string(random.one(of: Vocabulary.strings))
    case .ints:
      .ints(
        list([0, shape.rank, shape.rank - 2, 2 * (shape.rank - 2), 1, 2, 4], of: [0, 1, 1, 2, 3]))
    case .floats: .floats(list([0, 1, 2, 4], of: [0, 0.5, 1]))
    case .strings: .strings(list([0, 1, 2, 3], of: Vocabulary.strings))
    case .tensor: .tensor(Tensor(.float, shape, repeating: [1.0]))
    case .graph: .graph(.body(inputs: random.below(4), outputs: 1 + random.below(3), first: 1000))
    case .typeProto:
      .typeProto(
        random.one(of: [
          .tensor(TensorType(.float, nil)), .sequence(.tensor(TensorType(.float, nil))),
        ]))
    case .sparseTensor:
      .sparseTensor(
        SparseTensor(
          shape: [3], values: Tensor(.float, [1], repeating: [1.0]),
          indices: Tensor(.int64, [1], repeating: [Int64(1)])))
    case .tensors, .graphs, .sparseTensors, .typeProtos: .ints([])
    }
  }

  private mutating func list<T>(_ counts: [Int], of values: [T]) -> [T] {
    (0..<max(random.one(of: counts), 0)).map { _ in random.one(of: values) }
  }
}
