import Graphs
import Harness
import Runtimes
import TensorFiles
import Tensors
import Testing

@testable import Inference

@Suite("What a run gives") struct OutputTests {
  @Test("is shown with its type, range and first elements, whole where it is small")
  func summary() throws {
    let small = try Tensor([Float(1.5), -2, .nan, 4], shape: [2, 2])
    #expect(
      OutputSummary(NamedValue("y", .tensor(small))).text == """
        y  float[2, 2]  -2.0 … 4.0, mean 1.1666666, 1 NaN
          1.5 -2.0
          nan 4.0

        """)
    let large = Tensor(vector: (0..<100).map { Int64($0) })
    #expect(
      OutputSummary(NamedValue("n", .tensor(large))).text == """
        n  int64[100]  0 … 99, mean 49.5
          0 1 2 3 4 5 6 7 …

        """)
    let ends = NamedValue("e", .tensor(Tensor(vector: [UInt64.max, 0])))
    #expect(
      OutputSummary(ends).text
        == "e  uint64[2]  0 … 18446744073709551615, mean 9.223372e+18\n  18446744073709551615 0\n")
    let words = Value.sequence([.tensor(Tensor(vector: ["a"]))], of: .tensor(.string))
    #expect(
      OutputSummary(NamedValue("s", words)).text == """
        s  a sequence of 1 tensor(string)
          s[0]  string[1]
            "a"

        """)
  }

  @Test("is held against other values, with the worst element")
  func judging() throws {
    let judge = OutputJudge(rtol: 0, atol: 0.5)
    let expected = [NamedValue("y", .tensor(try Tensor([Float(1), 2, 3, 4], shape: [2, 2])))]
    func text(_ numbers: [Float]) throws -> String? {
      let found = NamedValue("y", .tensor(try Tensor(numbers, shape: [2, 2])))
      return judge.lines([found], against: expected).first?.text
    }
    #expect(try text([1, 2, 3, 4]) == "y  equal")
    // 1 and 1.25 are 2²¹ steps of 2⁻²³ apart.
    #expect(try text([1.25, 2, 3, 4]) == "y  within the tolerance: 0.25 at most, 2097152 ULP")
    let worst = try #require(try text([1, 3, 3, 0]))
    #expect(
      worst.contains("differs in 2 of 4 elements; the first is [0, 1]: 3.0, expected 2.0"))
    #expect(worst.contains("the worst is y[1, 1]: 0.0, expected 4.0 (off by 4.0, "))
    #expect(judge.lines([NamedValue("z", expected[0].value)], against: expected).isEmpty)
  }

  @Test("is timed node by node: medians of sums over a body's iterations, and a trace")
  func times() throws {
    func time(_ node: String, _ nanoseconds: Double, _ start: Double, depth: Int = 0) -> NodeTime {
      NodeTime(
        node: node, operation: "Op", nanoseconds: nanoseconds, byteCount: 8, start: start,
        depth: depth)
    }
    let runs = [1.0, 5, 3].map {
      [time("inner", $0, 10, depth: 1), time("inner", 1, 20, depth: 1), time("outer", 100, 0)]
    }
    let medians = NodeTime.medians(of: runs)
    #expect(medians.map(\.node) == ["inner", "outer"])
    #expect(medians.map(\.nanoseconds) == [4, 100])
    let trace = TraceFile([
      ("cpu", runs[0]),
      ("gpu", [NodeTime(node: "", operation: "Conv", nanoseconds: 2000, byteCount: 4)]),
    ])
    let text = try trace.text
    #expect(
      text.contains(
        #"{"args":{"bytes":8},"cat":"Op","dur":0.1,"name":"outer","ph":"X","pid":1,"tid":1,"ts":0}"#
      ))
    #expect(text.contains(#""name":"Conv","ph":"X","pid":2,"tid":1,"ts":0}"#))
    #expect(trace.traceEvents.count == 6 && text.hasSuffix("\n"))
  }
}
