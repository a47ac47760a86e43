import Graphs
import Tensors
import Testing

@testable import VulkanRuntime

/// Reductions whose sums or squares are beyond their type, or beyond what a float holds.
@Suite("Reductions of large integers") struct LargeIntegerTests {
  struct Row: CustomTestStringConvertible {
    let testDescription: String
    let x: Tensor
    let expected: [Int]

    init<T: Element>(_ name: String, _ x: [T], _ expected: Int) {
      testDescription = "\(name) of \(x)"
      self.x = Tensor(vector: x)
      self.expected = [expected]
    }
  }

  static let rows: [Row] = [
    Row("ReduceMean", [Int32.max, Int32.max, Int32.max - 3], Int(Int32.max) - 1),
    Row("ReduceMean", [UInt32.max, UInt32.max], Int(UInt32.max)),
    // 3² + 4² = 5².
    Row("ReduceL2", [3 << 29, 4 << 29] as [UInt32], 5 << 29),
    Row("ReduceL2", [3 << 28, -4 << 28] as [Int32], 5 << 28),
    Row("ReduceL2", [-3 << 40, 4 << 40] as [Int64], 5 << 40),
    Row("ReduceL2", [Int64.min, Int64.min], .max),
    // log(4e9) is 22.1.
    Row("ReduceLogSum", [3_000_000_000, 1_000_000_000] as [UInt32], 22),
    // The greatest, and log 2 of two of them; a little more than -5; -1 and log 3 of three.
    Row("ReduceLogSumExp", [1 << 62 + 1, 0] as [UInt64], 1 << 62 + 1),
    Row("ReduceLogSumExp", [1 << 53 + 1, 1 << 53 + 1] as [Int64], 1 << 53 + 1),
    Row("ReduceLogSumExp", [-5, -25] as [Int64], -4), Row("ReduceLogSumExp", [-5] as [Int32], -5),
    Row("ReduceLogSumExp", [-1, -1, -1] as [Int32], 0),
    Row("ReduceLogSumExp", [Int64.min, .max], .max),
  ]

  @Test("are exact before they are given as their type", arguments: rows, KernelStyle.allCases)
  func exact(row: Row, kernels: KernelStyle) async throws {
    let name = String(row.testDescription.prefix { $0 != " " })
    let results = try await TestDevice.run(
      name, [row.x], ["keepdims": .int(0)], opset: 13, kernels: kernels)
    expectSame(results)
    #expect(results.device[0].integers == row.expected)
  }
}
