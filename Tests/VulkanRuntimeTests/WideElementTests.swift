import Graphs
import Tensors
import Testing

@testable import VulkanRuntime

/// Complex numbers of two doubles, moved on the device as the interpreter moves them, bit for bit.
@Suite("Elements of 128 bits on the device") struct WideElementTests {
  struct Row: CustomTestStringConvertible {
    let testDescription: String
    let others: [Tensor]
    var attributes: [String: AttributeValue] = [:]
    var outputs = 1
    var domain = ""
    var opset = 13

    init(
      _ name: String, _ others: [Tensor] = [], _ attributes: [String: AttributeValue] = [:],
      outputs: Int = 1, domain: String = "", opset: Int = 13
    ) {
      testDescription = name
      (self.others, self.attributes, self.outputs) = (others, attributes, outputs)
      (self.domain, self.opset) = (domain, opset)
    }
  }

  /// What comes after a first input of shape [3, 5].
  static func rows() throws -> [Row] {
    let list = Tensor(vector: [2, 0, -1] as [Int64])
    let few = try Tensor.notable(.complex128, [3, 2], seed: 8)
    let one = try Tensor.notable(.complex128, [], seed: 9)
    let places = try Tensor([0, -2, 1, 1, 0, 2] as [Int64], shape: [3, 2])
    return [
      Row("Transpose"), Row("Concat", [few], ["axis": .int(1)]), Row("Gather", [list]),
      Row("GatherElements", [places], ["axis": .int(1)]), Row("GatherND", [places]),
      Row("ScatterElements", [places, few], ["axis": .int(1)]),
      Row("Pad", [Tensor(vector: [1, 0, 0, 2] as [Int64]), one]),
      Row("Pad", [Tensor(vector: [1, 0, 0, 2] as [Int64])]), Row("Trilu", opset: 14),
      Row("Tile", [Tensor(vector: [2, 3] as [Int64])]),
      Row(
        "Slice",
        [
          Tensor(vector: [3] as [Int64]), Tensor(vector: [-9] as [Int64]),
          Tensor(vector: [1] as [Int64]), Tensor(vector: [-2] as [Int64]),
        ]),
      Row("Compress", [Tensor(vector: [true, false, true])], ["axis": .int(0)], opset: 11),
      Row("NonZero"), Row("Unique", [], ["axis": .int(1)], outputs: 4),
    ]
  }

  @Test("move there as they do here", arguments: try rows())
  func moves(row: Row) async throws {
    let x = try Tensor.notable(.complex128, [3, 5], seed: 7)
    expectSame(
      try await TestDevice.run(
        row.testDescription, [x] + row.others, row.attributes, outputs: row.outputs,
        domain: row.domain, opset: row.opset))
  }

  @Test("are chosen, and found to be different, there too")
  func others() async throws {
    let x = try Tensor.notable(.complex128, [15], seed: 7)
    let choice = try Tensor([true, false, true], shape: [3, 1])
    expectSame(
      try await TestDevice.run("Where", [choice, x, try Tensor.notable(.complex128, [], seed: 9)]))
    expectSame(try await TestDevice.run("Unique", [x], outputs: 3, domain: "com.microsoft"))
  }

  /// ½ + 3i everywhere: the shader is given both halves.
  @Test("are filled in with both of their halves")
  func fills() async throws {
    let value = try Tensor([Complex128(0.5, 3)], shape: [1])
    let results = try await TestDevice.run(
      "ConstantOfShape", [Tensor(vector: [9, 9] as [Int64])], ["value": .tensor(value)])
    #expect(try results.device[0].array(Complex128.self).allSatisfy { $0 == Complex128(0.5, 3) })
  }
}
