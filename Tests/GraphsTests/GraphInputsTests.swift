import Graphs
import Tensors
import Testing

@Suite("A graph's inputs")
struct GraphInputsTests {
  private static let graph = Graph(
    inputs: [ValueID(0), ValueID(1), ValueID(2)],
    constants: [ValueID(1): .tensor(Tensor(scalar: 1 as Float))],
    types: [
      ValueID(0): .tensor(TensorType(.float, [2, .symbol("n")])),
      ValueID(1): .tensor(TensorType(.float, [])),
      ValueID(2): .optional(.tensor(TensorType(.int64, nil))),
    ], names: [ValueID(0): "x", ValueID(1): "w", ValueID(2): "o"])

  private static func floats(_ shape: Shape) throws -> Value {
    .tensor(try Tensor(Array(repeating: 1 as Float, count: shape.count), shape: shape))
  }

  @Test("take values of the declared types, and defaults")
  func right() throws {
    for extent in [0, 1, 5] { try Self.graph.check(inputs: [try Self.floats([2, extent])]) }
    try Self.graph.check(inputs: [try Self.floats([2, 1]), try Self.floats([]), nil])
  }

  @Test("refuse others, with a sentence")
  func wrong() throws {
    let right = try Self.floats([2, 1])
    let integers = Value.tensor(try Tensor([1, 2] as [Int64], shape: [2, 1]))
    let rows: [([Value?], String)] = [
      ([integers], "input 'x' is int64[2, 1], but the model declares it float[2, n]"),
      (
        [try Self.floats([3, 1])], "input 'x' is float[3, 1], but the model declares it float[2, n]"
      ),
      ([try Self.floats([2])], "input 'x' is float[2], but the model declares it float[2, n]"),
      ([nil], "input 'x' is not given, and it has no default"),
      ([right, nil, nil, nil], "4 inputs were given, but the graph takes 3"),
      (
        [right, nil, right],
        "input 'o' is float[2, 1], but the model declares it an optional of int64[…]"
      ),
    ]
    for (values, sentence) in rows {
      let error = #expect(throws: InputError.self) { try Self.graph.check(inputs: values) }
      #expect(error?.description == sentence)
    }
  }
}
