import Graphs
import Interpreter
import Operators
import Runtimes
import Tensors
import Testing

@Suite("The memory of a node's own work")
struct ScratchTests {
  struct Row: CustomTestStringConvertible {
    let name: String
    let inputs: [TensorType]
    var constants: [Int: [Int64]] = [:]
    var attributes: [String: AttributeValue] = [:]
    var precision = Precision.native
    /// Bytes of the output.
    let output: Int
    /// Bytes beside inputs and output, worked out by hand.
    let work: Int
    var testDescription: String { "\(name) of \(inputs), \(precision.rawValue)" }
  }

  private static func type(_ dtype: DType, _ dims: Int...) -> TensorType {
    TensorType(dtype, Shape(dims))
  }

  static let rows: [Row] = [
    // Input and output in Float, or in Int64.
    Row(name: "Neg", inputs: [type(.float16, 100)], output: 200, work: 400 + 400),
    Row(name: "Neg", inputs: [type(.int8, 100)], output: 100, work: 800 + 800),
    Row(
      name: "Neg", inputs: [type(.float, 100)], precision: .double, output: 400, work: 800 + 800),
    Row(name: "Add", inputs: [type(.float, 100), type(.float, 100)], output: 400, work: 0),
    // Elements move in their own type.
    Row(name: "Transpose", inputs: [type(.int8, 10, 10)], output: 100, work: 0),
    Row(
      name: "Concat", inputs: [type(.float16, 50), type(.float16, 50)],
      attributes: ["axis": .int(0)], output: 200, work: 0),
    Row(name: "EyeLike", inputs: [type(.int8, 10, 10)], output: 100, work: 0),
    // A range of two numbers for each of 10 rows.
    Row(name: "Trilu", inputs: [type(.float, 5, 10, 10)], output: 2000, work: 160),
    // By way of doubles.
    Row(
      name: "Cast", inputs: [type(.float, 100)], attributes: ["to": .int(7)], output: 800,
      work: 1600),
    // The indices as a list, and where each of 5 · 7 slices starts.
    Row(
      name: "Gather", inputs: [type(.float, 5, 10), type(.int64, 7)],
      attributes: ["axis": .int(1)], output: 140, work: 56 + 280),
    Row(
      name: "GatherElements", inputs: [type(.float, 100), type(.int64, 50)], output: 200,
      work: 400 + 400),
    Row(
      name: "ScatterElements", inputs: [type(.float, 100), type(.int64, 50), type(.float, 50)],
      output: 400, work: 400 + 400),
    Row(
      name: "ScatterElements", inputs: [type(.float16, 100), type(.int64, 50), type(.float16, 50)],
      attributes: ["reduction": .string("add")], output: 200,
      work: 400 + 400 + 400 + 200 + 400),
    // A list an axis and its stretches of two numbers.
    Row(
      name: "Pad", inputs: [type(.float, 100), type(.int64, 2)], constants: [1: [50, 50]],
      output: 800, work: 200 * 24),
    // The indices less a zero point by way of two wide types, and the sums.
    Row(
      name: "MatMulInteger", inputs: [type(.uint8, 10, 10), type(.uint8, 10, 10)], output: 400,
      work: 2400 + 2400 + 800 + 800 + 800),
    // An operand each in the order of the sum, and the product.
    Row(
      name: "Einsum", inputs: [type(.double, 10, 10), type(.double, 10, 10)],
      attributes: ["equation": .string("ij,kj->ki")], output: 800, work: 800 + 800 + 800),
    // Integers by way of the widest ones to Float.
    Row(
      name: "DequantizeLinear", inputs: [type(.uint8, 100), type(.float), type(.uint8)],
      output: 400, work: 800 + 400 + 8 + 4),
    // Six moments of each of 10 rows, in Double at most; rows are runs that scale and bias follow.
    Row(
      name: "LayerNormalization", inputs: [type(.float, 10, 8), type(.float, 8), type(.float, 8)],
      output: 320, work: 10 * 8 * 6),
    // Rows are one channel's, of one scale and bias.
    Row(
      name: "InstanceNormalization",
      inputs: [type(.float, 2, 3, 4, 4), type(.float, 3), type(.float, 3)], output: 384,
      work: 6 * 8 * 6),
    Row(
      name: "Softmax", inputs: [type(.float, 100, 100)], attributes: ["axis": .int(0)],
      output: 40000, work: 0),
    // Sums before they are scaled.
    Row(
      name: "Gemm", inputs: [type(.float, 10, 10), type(.float, 10, 10), type(.float, 10)],
      output: 400, work: 400),
  ]

  private func graph(_ row: Row, _ types: [TensorType]) throws -> Graph {
    let inputs = types.indices.map { ValueID($0) }
    let output = ValueID(types.count)
    let given = inputs.indices.filter { row.constants[$0] == nil }
    return Graph(
      inputs: given.map { inputs[$0] }, outputs: [output],
      nodes: [
        try OperatorCatalog.standard.node(
          row.name, opset: 18, named: "n", inputs: inputs, outputs: [output],
          attributes: row.attributes)
      ],
      constants: row.constants.reduce(into: [:]) { constants, entry in
        constants[inputs[entry.key]] = .tensor(Tensor(vector: entry.value))
      }, types: given.reduce(into: [:]) { $0[inputs[$1]] = .tensor(types[$1]) })
  }

  @Test("is asked for before any work, to the byte", arguments: rows)
  func asked(row: Row) async throws {
    let graph = try graph(row, row.inputs)
    let need = row.output + row.work
    let runtime = { (bytes: Int) in
      Interpreter(precision: row.precision, budget: MemoryBudget(byteCount: bytes))
    }
    _ = try await runtime(need).prepare(graph)
    let error = await #expect(throws: RuntimeError.self) {
      try await runtime(need - 1).prepare(graph)
    }
    guard case .node(let node)? = error, case .memory(let demand) = node.reason else {
      Issue.record("\(String(describing: error)) is not about memory")
      return
    }
    #expect(row.work == 0 || demand.purpose == .work && demand.byteCount == ByteCount(row.work))
  }

  @Test("is asked for in a run too, where extents are not known before")
  func open() async throws {
    let row = Row(name: "Neg", inputs: [TensorType(.int8, [.symbol("n")])], output: 0, work: 0)
    let prepared = try await Interpreter(budget: MemoryBudget(byteCount: 1699))
      .prepare(try graph(row, row.inputs))
    func x(_ count: Int) -> Value {
      .tensor(Tensor(vector: Array(repeating: 1 as Int8, count: count)))
    }
    _ = try await prepared.run([x(99)])
    let error = await #expect(throws: RuntimeError.self) { try await prepared.run([x(100)]) }
    #expect(
      error?.description
        == "Neg-13 'n': the node's work takes 1600 bytes, which does not fit into memory: 1599 bytes "
        + "are left of the 1699 bytes (--memory raises them)")
  }

  @Test("of 8 GiB is refused without a byte of it")
  func large() async throws {
    let row = Row(
      name: "GatherElements", inputs: [Self.type(.int8, 1 << 29), Self.type(.int64, 1 << 29)],
      output: 1 << 29, work: 1 << 33)
    let graph = try graph(row, row.inputs)
    await #expect(throws: RuntimeError.self) {
      try await Interpreter(budget: MemoryBudget(byteCount: 1 << 33)).prepare(graph)
    }
    _ = try await Interpreter(budget: MemoryBudget(byteCount: (1 << 33) + (1 << 29))).prepare(graph)
  }
}
