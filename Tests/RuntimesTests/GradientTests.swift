import Graphs
import Interpreter
import Runtimes
import Tensors
import Testing

@testable import Operators

/// Derivatives are held against central differences of what is differentiated, in double, where the
/// difference of two runs 2e-6 apart is right to nine digits of its largest term.
@Suite("Gradient")
struct GradientTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    var opset = 20
    var shapes: [Shape]
    var attributes: [String: AttributeValue] = [:]
    /// Inputs that follow the differentiated ones, by position.
    var others: [Int: Tensor] = [:]
    var outputCount = 1
    /// The range of the inputs' elements.
    var range: ClosedRange<Double> = 0.3...1.7

    var testDescription: String { "\(name)-\(opset) \(shapes) \(attributes.keys.sorted())" }
  }

  private static func map(_ name: String, _ range: ClosedRange<Double> = 0.3...1.7) -> Row {
    Row(name: name, opset: 22, shapes: [[2, 3]], range: range)
  }
  private static func ints(_ values: [Int64]) -> Tensor { Tensor(vector: values) }

  static let maps: [Row] = [
    map("Abs", -1.3...1.1), map("Acos", -0.8...0.7), map("Acosh", 1.2...3), map("Asin", -0.8...0.7),
    map("Asinh", -2...2), map("Atan", -2...2), map("Atanh", -0.8...0.7), map("Cos"), map("Cosh"),
    map("Sin"), map("Sinh"), map("Tan", -1...1), map("Tanh"), map("Exp"), map("Log"), map("Sqrt"),
    map("Reciprocal"), map("Neg"), map("Erf", -1...1), map("Sigmoid", -2...2),
    map("Softplus", -2...2), map("Softsign", -2...2), map("Relu", -1.3...1.1),
    map("LeakyRelu", -1.3...1.1), map("Elu", -1.3...1.1), map("Selu", -1.3...1.1),
    map("ThresholdedRelu"), map("HardSigmoid", -4...4),
    map("HardSwish", -4.2...4.1), map("Mish", -2...2), map("Gelu", -2...2), map("Shrink"),
    map("Identity"), map("Ceil"), map("Floor"), map("Round"), map("Sign", -1.3...1.1),
    Row(
      name: "Gelu", shapes: [[5]], attributes: ["approximate": .string("tanh")], range: -2...2),
    Row(name: "Swish", opset: 24, shapes: [[5]], attributes: ["alpha": .float(1.5)], range: -2...2),
  ]

  static let arithmetic: [Row] = [
    Row(name: "Add", shapes: [[2, 3], [3]]), Row(name: "Sub", shapes: [[2, 3], [2, 1]]),
    Row(name: "Mul", shapes: [[3], [2, 3]]), Row(name: "Div", shapes: [[2, 3], []]),
    Row(name: "Pow", shapes: [[2, 3], [3]]), Row(name: "Min", shapes: [[2, 3], [3], [2, 1]]),
    Row(name: "Max", shapes: [[2, 3], [3]]), Row(name: "Sum", shapes: [[2, 3], [3], [1]]),
    Row(name: "Mean", shapes: [[2, 3], [3], [1]]),
    Row(name: "PRelu", shapes: [[2, 3], [3]], range: -1.3...1.1),
    Row(name: "Mod", shapes: [[2, 3], [3]], attributes: ["fmod": .int(1)], range: 0.4...3),
    Row(
      name: "Add", opset: 6, shapes: [[2, 3, 2], [3]],
      attributes: ["broadcast": .int(1), "axis": .int(1)]),
    Row(name: "Clip", shapes: [[7], [], []], range: -1...2),
    Row(name: "MatMul", shapes: [[2, 3], [3, 4]]), Row(name: "MatMul", shapes: [[3], [3]]),
    Row(name: "MatMul", shapes: [[2, 1, 2, 3], [2, 3, 4]]),
    Row(name: "MatMul", shapes: [[3], [2, 3, 4]]), Row(name: "MatMul", shapes: [[2, 4, 3], [3]]),
    Row(
      name: "Gemm", shapes: [[2, 3], [3, 4], [4]],
      attributes: ["alpha": .float(0.5), "beta": .float(2)]),
    Row(
      name: "Gemm", shapes: [[3, 2], [4, 3], [2, 1]],
      attributes: ["transA": .int(1), "transB": .int(1), "alpha": .float(0.5)]),
    Row(
      name: "Einsum", shapes: [[2, 3], [3, 4]], attributes: ["equation": .string("ij,jk->ki")]),
    Row(name: "Einsum", shapes: [[2, 3], [4]], attributes: ["equation": .string("ij,k->k")]),
  ]

  static let folds: [Row] =
    [
      "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2",
      "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare",
    ].flatMap { name in
      [
        Row(name: name, shapes: [[2, 3, 2]], others: [1: ints([0, 2])]),
        Row(name: name, shapes: [[2, 3]], attributes: ["keepdims": .int(0)]),
      ]
    } + [
      Row(
        name: "CumSum", shapes: [[2, 4]], attributes: ["exclusive": .int(1)], others: [1: ints([1])]
      ),
      Row(name: "Softmax", shapes: [[2, 3, 2]], attributes: ["axis": .int(1)]),
      Row(name: "Softmax", opset: 11, shapes: [[2, 3, 2]], attributes: ["axis": .int(1)]),
      Row(name: "LogSoftmax", shapes: [[2, 3]]), Row(name: "Hardmax", shapes: [[2, 3]]),
      Row(name: "LayerNormalization", shapes: [[2, 3, 4], [4], [4]]),
      Row(
        name: "LayerNormalization", shapes: [[2, 3, 4], [3, 4]], attributes: ["axis": .int(1)]),
      Row(name: "RMSNormalization", opset: 23, shapes: [[2, 3, 4], [4]]),
      Row(name: "InstanceNormalization", shapes: [[2, 3, 4], [3], [3]]),
      Row(
        name: "GroupNormalization", opset: 21, shapes: [[2, 4, 3], [4], [4]],
        attributes: ["num_groups": .int(2)]),
      Row(name: "BatchNormalization", opset: 15, shapes: [[2, 3, 4], [3], [3], [3], [3]]),
      Row(
        name: "BatchNormalization", opset: 15, shapes: [[2, 3, 4], [3], [3], [3], [3]],
        attributes: ["training_mode": .int(1)]),
      Row(name: "LpNormalization", shapes: [[2, 3]]),
      Row(name: "LpNormalization", shapes: [[2, 3]], attributes: ["p": .int(1), "axis": .int(0)]),
      Row(name: "MeanVarianceNormalization", shapes: [[2, 3, 2, 2]]),
    ]

  static let windows: [Row] = [
    Row(
      name: "Conv", shapes: [[2, 4, 7], [6, 2, 3], [6]],
      attributes: [
        "group": .int(2), "strides": .ints([2]), "dilations": .ints([2]), "pads": .ints([1, 2]),
      ]),
    Row(
      name: "Conv", shapes: [[1, 2, 4, 5], [3, 2, 2, 3]], attributes: ["strides": .ints([1, 3])]),
    Row(
      name: "Conv", shapes: [[1, 1, 5], [1, 1, 3]], attributes: ["auto_pad": .string("SAME_UPPER")]),
    Row(
      name: "ConvTranspose", shapes: [[2, 4, 3], [4, 2, 3], [4]],
      attributes: [
        "group": .int(2), "strides": .ints([3]), "pads": .ints([1, 0]),
        "output_padding": .ints([1]), "dilations": .ints([2]),
      ]),
    Row(
      name: "AveragePool", shapes: [[1, 2, 6]],
      attributes: [
        "kernel_shape": .ints([3]), "strides": .ints([2]), "pads": .ints([1, 1]),
        "ceil_mode": .int(1),
      ]),
    Row(
      name: "AveragePool", shapes: [[1, 2, 4, 4]],
      attributes: [
        "kernel_shape": .ints([3, 2]), "pads": .ints([1, 0, 1, 1]), "count_include_pad": .int(1),
      ]),
    Row(
      name: "MaxPool", shapes: [[1, 2, 4, 4]],
      attributes: ["kernel_shape": .ints([3, 2]), "pads": .ints([1, 0, 1, 1])]),
    Row(
      name: "LpPool", shapes: [[1, 2, 5]],
      attributes: ["kernel_shape": .ints([2]), "p": .int(3)]),
    Row(name: "GlobalAveragePool", shapes: [[2, 3, 2, 2]]),
    Row(name: "GlobalMaxPool", shapes: [[2, 3, 2, 2]]),
    Row(name: "GlobalLpPool", shapes: [[2, 3, 4]]),
  ]

  static let movements: [Row] = [
    Row(name: "Reshape", shapes: [[2, 3]], others: [1: ints([3, -1])]),
    Row(name: "Flatten", shapes: [[2, 3, 2]]),
    Row(name: "Squeeze", shapes: [[2, 1, 3]], others: [1: ints([1])]),
    Row(name: "Unsqueeze", shapes: [[2, 3]], others: [1: ints([0])]),
    Row(name: "Transpose", shapes: [[2, 3, 4]], attributes: ["perm": .ints([2, 0, 1])]),
    Row(name: "Concat", shapes: [[2, 3], [2, 1]], attributes: ["axis": .int(1)]),
    Row(
      name: "Split", shapes: [[5, 2]], others: [1: ints([2, 3])], outputCount: 2),
    Row(
      name: "Slice", shapes: [[4, 5]],
      others: [1: ints([3, 0]), 2: ints([-9, 5]), 3: ints([0, 1]), 4: ints([-2, 3])]),
    Row(
      name: "Slice", opset: 1, shapes: [[4]],
      attributes: ["starts": .ints([1]), "ends": .ints([3])]),
    Row(name: "Expand", shapes: [[3, 1]], others: [1: ints([2, 3, 4])]),
    Row(name: "Tile", shapes: [[2, 3]], others: [1: ints([2, 2])]),
    Row(name: "DepthToSpace", shapes: [[1, 4, 2, 2]], attributes: ["blocksize": .int(2)]),
    Row(name: "SpaceToDepth", shapes: [[1, 1, 4, 2]], attributes: ["blocksize": .int(2)]),
    Row(name: "Trilu", shapes: [[3, 3]]),
    Row(name: "Pad", shapes: [[2, 3]], others: [1: ints([0, 1, 1, 2])]),
    Row(
      name: "Pad", shapes: [[2, 3]], attributes: ["mode": .string("reflect")],
      others: [1: ints([0, 2, 1, 1])]),
    Row(
      name: "Pad", opset: 2, shapes: [[3]],
      attributes: ["pads": .ints([1, -1]), "value": .float(7)]),
    Row(name: "Gather", shapes: [[4, 2]], others: [1: ints([1, -1, 1])]),
    Row(name: "GatherElements", shapes: [[3]], others: [1: ints([2, 2, 0, 1])]),
    Row(
      name: "Resize", shapes: [[1, 1, 3]],
      others: [3: ints([1, 1, 5])]),
    Row(
      name: "ReverseSequence", shapes: [[3, 2]], others: [1: ints([2, 3])]),
  ]

  private static func values(_ shape: Shape, _ range: ClosedRange<Double>, seed: Int) -> [Double] {
    // The golden ratio's multiples lie apart from each other.
    (0..<shape.count).map { i in
      let place = (Double(i + 1 + 13 * seed) * 0.6180339887498949).truncatingRemainder(
        dividingBy: 1)
      return range.lowerBound + place * (range.upperBound - range.lowerBound)
    }
  }

  private func sum(_ graph: Graph, _ inputs: [Tensor]) async throws -> Double {
    let run = try await Interpreter().prepare(graph).run(inputs.map { .tensor($0) })
    return try run.outputs.reduce(0) { $0 + (try #require($1.tensor?.doubles).reduce(0, +)) }
  }

  /// `Σ r · operator(inputs)` with uneven r, of its first output or of all.
  private func region(_ row: Row) throws -> Graph {
    let count = row.shapes.count
    let last = max(count - 1, row.others.keys.max() ?? 0)
    var graph = Graph(
      inputs: row.shapes.indices.map { ValueID($0) }, opsets: ["": row.opset])
    for (position, tensor) in row.others { graph.constants[ValueID(position)] = .tensor(tensor) }
    let outputs = (0..<row.outputCount).map { ValueID(100 + $0) }
    graph.nodes = [
      try OperatorCatalog.standard.node(
        row.name, opset: row.opset, named: "node",
        inputs: (0...last).map { $0 < count || row.others[$0] != nil ? ValueID($0) : nil },
        outputs: outputs, attributes: row.attributes)
    ]
    for (id, shape) in zip(graph.inputs, row.shapes) {
      graph.types[id] = .tensor(TensorType(.double, shape.dims.map { .known($0) }))
    }
    let types = try TypeInference(graph)
    for (index, output) in outputs.enumerated() {
      let shape = try #require(types.type(output)?.tensor?.shape)
      let weights = try Tensor(Self.values(shape, 0.5...2, seed: 9 + index), shape: shape)
      graph.constants[ValueID(200 + index)] = .tensor(weights)
      graph.nodes += [
        try OperatorCatalog.standard.node(
          "Mul", opset: 14, named: "weighted", inputs: [output, ValueID(200 + index)],
          outputs: [ValueID(300 + index)]),
        try OperatorCatalog.standard.node(
          "ReduceSum", opset: 13, named: "folded", inputs: [ValueID(300 + index)],
          outputs: [ValueID(400 + index)], attributes: ["keepdims": .int(0)]),
      ]
    }
    graph.nodes.append(
      try OperatorCatalog.standard.node(
        "Sum", opset: 13, named: "total", inputs: outputs.indices.map { ValueID(400 + $0) },
        outputs: [ValueID(500)]))
    graph.outputs = [ValueID(500)]
    return graph
  }

  private func gradients(_ region: Graph, _ inputs: [Tensor]) async throws -> [[Double]] {
    let names = inputs.indices.map { "x\($0)" }
    var node = try OperatorCatalog.standard.node(
      "Gradient", domain: "ai.onnx.preview.training", opset: 1, named: "gradient",
      inputs: inputs.indices.map { ValueID(1000 + $0) },
      outputs: inputs.indices.map { ValueID(2000 + $0) },
      attributes: ["xs": .strings(names), "y": .string("y")])
    var gradient = try #require(node.operation as? Gradient)
    gradient.region = region
    node.operation = gradient
    let graph = Graph(
      inputs: node.inputs.compactMap { $0 }, outputs: node.outputs.compactMap { $0 }, nodes: [node])
    let run = try await Interpreter().prepare(graph).run(inputs.map { .tensor($0) })
    return try run.outputs.map { try #require($0.tensor?.doubles) }
  }

  @Test(
    "is what central differences say",
    arguments: maps + arithmetic + folds + windows + movements)
  func centralDifferences(row: Row) async throws {
    let region = try region(row)
    let inputs = try row.shapes.enumerated().map { number, shape in
      try Tensor(Self.values(shape, row.range, seed: number), shape: shape)
    }
    let found = try await gradients(region, inputs)
    let step = 1e-6
    for (number, input) in inputs.enumerated() {
      let values = try #require(input.doubles)
      for place in values.indices {
        func moved(_ by: Double) throws -> [Tensor] {
          var (all, changed) = (inputs, values)
          changed[place] += by
          all[number] = try Tensor(changed, shape: input.shape)
          return all
        }
        let difference =
          (try await sum(region, moved(step)) - sum(region, moved(-step))) / (2 * step)
        let gradient = found[number][place]
        #expect(
          abs(gradient - difference) <= 1e-6 * max(1, abs(difference)),
          "input \(number), element \(place): \(gradient), by differences \(difference)")
      }
    }
  }

  private func node(
    _ name: String, _ inputs: [Int?], _ output: Int, opset: Int = 20,
    _ attributes: [String: AttributeValue] = [:]
  ) throws -> Node {
    try OperatorCatalog.standard.node(
      name, opset: opset, named: "\(name)\(output)", inputs: inputs.map { $0.map { ValueID($0) } },
      outputs: [ValueID(output)], attributes: attributes)
  }

  private func graph(
    _ inputs: [Int], _ output: Int, _ nodes: [Node], _ constants: [Int: Tensor] = [:]
  ) -> Graph {
    Graph(
      inputs: inputs.map { ValueID($0) }, outputs: [ValueID(output)], nodes: nodes,
      constants: Dictionary(
        uniqueKeysWithValues: constants.map { (ValueID($0), Value.tensor($1)) }),
      opsets: ["": 20])
  }

  private func vector(_ values: Double...) -> Tensor { Tensor(vector: values) }

  @Test("of a scatter goes to what is kept and to what replaces it")
  func scatters() async throws {
    // Element 1 is replaced; 2 u, 3 x.
    let indices: [Int: Tensor] = [2: Self.ints([1]), 4: vector(3, 2, 3)]
    let nodes = [try node("ScatterElements", [0, 2, 1], 3), try node("Mul", [3, 4], 5)]
    let found = try await gradients(
      graph([0, 1], 5, nodes, indices), [vector(1, 1, 1), vector(1)])
    #expect(found == [[3, 0, 3], [2]])
    let adding = [
      try node("ScatterElements", [0, 2, 1], 3, ["reduction": .string("add")]), nodes[1],
    ]
    let added = try await gradients(
      graph([0, 1], 5, adding, indices), [vector(1, 1, 1), vector(1)])
    #expect(added == [[3, 2, 3], [2]])
  }

  @Test("of Celu below 0 is e^(x / alpha)")
  func celu() async throws {
    let x = Tensor(vector: [Float(-1), 2])
    let found = try await gradients(
      graph([0], 1, [try node("Celu", [0], 1, ["alpha": .float(0.5)])]), [x])
    #expect(abs(found[0][0] - 0.1353352832366127) < 1e-7)
    #expect(found[0][1] == 1)
  }

  @Test("follows the branch that If takes", arguments: [true, false])
  func branches(condition: Bool) async throws {
    let square = graph([], 10, [try node("Mul", [0, 0], 10)])
    let double = graph([], 11, [try node("Add", [0, 0], 11)])
    var model = graph(
      [0, 1], 2,
      [
        try node("Greater", [1, 4], 3),
        try node("If", [3], 2, ["then_branch": .graph(square), "else_branch": .graph(double)]),
      ], [4: vector(0)])
    model.types[ValueID(0)] = .tensor(TensorType(.double, [2]))
    let found = try await gradients(model, [vector(3, 5), vector(condition ? 1 : -1)])
    #expect(found == [condition ? [6, 10] : [2, 2], [0]])
  }

  @Test("of a gradient is the second derivative")
  func secondDerivative() async throws {
    let cube = graph([0], 2, [try node("Mul", [0, 0], 1), try node("Mul", [1, 0], 2)])
    var first = try OperatorCatalog.standard.node(
      "Gradient", domain: "ai.onnx.preview.training", opset: 1, named: "first",
      inputs: [ValueID(5)], outputs: [ValueID(6)],
      attributes: ["xs": .strings(["x"]), "y": .string("y")])
    var operation = try #require(first.operation as? Gradient)
    operation.region = cube
    first.operation = operation
    let found = try await gradients(graph([5], 6, [first]), [vector(2, -1)])
    #expect(found == [[12, -6]])
  }

  @Test("of a loss is what its softmax says")
  func loss() async throws {
    // Equal scores give probabilities of 1/2; class 1 is right in the first row, the second is ignored.
    let model = graph(
      [0], 2,
      [try node("SoftmaxCrossEntropyLoss", [0, 1], 2, opset: 13, ["ignore_index": .int(0)])],
      [1: Self.ints([1, 0])])
    let scores = try Tensor([Double](repeating: 3, count: 4), shape: [2, 2])
    let found = try await gradients(model, [scores])
    #expect(found == [[0.5, -0.5, 0, 0]])
  }

  @Test("names an operator that has no derivative, and one that draws numbers")
  func refusals() async throws {
    let model = graph([0], 1, [try node("Det", [0], 1)])
    let square = try Tensor([1.0, 2, 3, 4], shape: [2, 2])
    await #expect {
      _ = try await gradients(model, [square])
    } throws: { "\($0)".contains("the derivative of Det 'Det1' is not supported") }
    let random = graph([0], 1, [try node("RandomNormalLike", [0], 1)])
    await #expect {
      _ = try await gradients(random, [square])
    } throws: {
      "\($0)".contains("RandomNormalLike 'RandomNormalLike1', which draws other numbers")
    }
  }
}
