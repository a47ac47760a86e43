import Graphs
import Operators
import Tensors

/// Just enough operators to import the fixtures, each with the formals that ONNX gives it.
enum TestOperators {
  static let catalog = OperatorCatalog([
    Add.self, Sub.self, Mul.self, Less.self, Identity.self, Constant.self, If.self, Loop.self,
    Old.self,
  ])

  static func schema(
    _ name: String, _ inputs: Int, attributes: [AttributeDeclaration] = []
  ) -> OperatorSchema {
    let formals = (0..<inputs).map { OperatorSchema.Formal.one("x\($0)", "T") }
    return OperatorSchema(
      name, inputs: formals, outputs: [.one("y", "T")],
      history: [.since(7, ["T": .classicAndBFloat16], attributes: attributes)])
  }

  struct Add: SameType {
    static let schema = TestOperators.schema("Add", 2)
    init(_ node: NodeReader) {}
    func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
      let x = inputs.values[0]?.tensor?.integers ?? []
      let y = inputs.values[1]?.tensor?.integers ?? []
      return [.tensor(Tensor(vector: zip(x, y).map { Int64($0 + $1) }))]
    }
  }
  struct Sub: SameType {
    static let schema = TestOperators.schema("Sub", 2)
    init(_ node: NodeReader) {}
  }
  struct Mul: SameType {
    static let schema = TestOperators.schema("Mul", 2)
    init(_ node: NodeReader) {}
  }
  struct Less: SameType {
    static let schema = TestOperators.schema("Less", 2)
    init(_ node: NodeReader) {}
    func infer(_ inputs: Inference) -> [ValueType] { [.tensor(TensorType(.bool, nil))] }
  }
  struct Identity: SameType {
    static let schema = TestOperators.schema("Identity", 1)
    init(_ node: NodeReader) {}
  }
  struct Old: SameType {
    static let schema = OperatorSchema(
      "Old", inputs: [.one("x", "T")], outputs: [.one("y", "T")],
      history: [.since(7, ["T": .floats]), .since(10, isDeprecated: true)])
    init(_ node: NodeReader) {}
  }
  struct Constant: SameType {
    static let number = AttributeKey<Float>("value_float")
    static let schema = TestOperators.schema("Constant", 0, attributes: [number.optional])
    let value: Float?
    init(_ node: NodeReader) { value = node[ifPresent: Self.number] }
    func infer(_ inputs: Inference) -> [ValueType] { [.tensor(TensorType(.float, []))] }
  }
  struct If: SameType {
    static let (then, otherwise) = (
      AttributeKey<Graph>("then_branch"), AttributeKey<Graph>("else_branch")
    )
    static let schema = OperatorSchema(
      "If", inputs: [.one("cond", "B")], outputs: [.variadic("outputs", "V", isHomogeneous: false)],
      history: [.since(1, ["B": [.bool]], attributes: [then.required, otherwise.required])])
    let bodies: [Graph]
    init(_ node: NodeReader) throws(OperatorError) {
      bodies = [try node[Self.then], try node[Self.otherwise]]
    }
    func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
      try inputs.inferBody(bodies[0], [])
    }
  }
  struct Loop: SameType {
    static let body = AttributeKey<Graph>("body")
    static let schema = OperatorSchema(
      "Loop",
      inputs: [
        .optional("M", "tensor(int64)"), .optional("cond", "tensor(bool)"),
        .variadic("v", "V", minimum: 0, isHomogeneous: false),
      ], outputs: [.variadic("outputs", "V", isHomogeneous: false)],
      history: [.since(1, attributes: [body.required])])
    let bodies: [Graph]
    init(_ node: NodeReader) throws(OperatorError) { bodies = [try node[Self.body]] }
    func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
      let carried = inputs.types.dropFirst(2).map { $0 ?? .unknown }
      let number = ValueType.tensor(TensorType(.int64, []))
      let flag = ValueType.tensor(TensorType(.bool, []))
      return Array(try inputs.inferBody(bodies[0], [number, flag] + carried).dropFirst())
    }
  }
}

/// An operator whose outputs have its first input's type.
protocol SameType: Operator {}

extension SameType {
  static var tolerance: Tolerance { .exact }
  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    [(inputs.types.first ?? nil) ?? .unknown]
  }
  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    throw .unsupported("evaluation in these tests")
  }
}
