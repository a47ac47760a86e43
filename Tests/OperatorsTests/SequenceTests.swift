import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("Control flow, sequences and text") struct SequenceTests {
  /// A body of so many inputs and outputs whose work the test does.
  static func body(inputs: Int, outputs: Int, of types: [Int: ValueType] = [:]) -> Graph {
    let ids = (0..<(inputs + outputs)).map { ValueID($0) }
    return Graph(
      inputs: Array(ids[..<inputs]), outputs: Array(ids[inputs...]),
      types: Dictionary(uniqueKeysWithValues: types.map { (ids[inputs + $0], $1) }))
  }

  @Test("a Loop that never runs gives empty scan outputs of the declared type")
  func emptyLoop() throws {
    let body = Self.body(inputs: 2, outputs: 2, of: [1: .tensor(TensorType(.int32, [3]))])
    let node = try TestNode("Loop", opset: 13, ["body": .graph(body)], inputs: 2)
    let y = try node.evaluate(Tensor(scalar: Int64(0)), nil)
    #expect(y.shape == [0, 3])
    #expect(y.dtype == .int32)
  }

  @Test("Scan of opset 8 ends each entry at its own length and fills up with zeros")
  func batchedScan() throws {
    let body = Self.body(inputs: 2, outputs: 2)
    let node = try TestNode(
      "Scan", opset: 8, ["body": .graph(body), "num_scan_inputs": .int(1)], inputs: 3,
      outputs: 2)
    let outputs = try node.operation.evaluate(
      Evaluation(
        values: [
          .tensor(Tensor(vector: [1, 3] as [Int64])), .tensor(try floats([10, 20], [2, 1])),
          .tensor(try floats([1, 2, 3, 4, 5, 6], [2, 3, 1])),
        ], wanted: [true, true],
        run: { _, inputs throws(OperatorError) in
          let sum = (inputs[0]?.tensor?.doubles?[0] ?? 0) + (inputs[1]?.tensor?.doubles?[0] ?? 0)
          let value = Value.tensor(Tensor(vector: [Float(sum)]))
          return [value, value]
        }))
    #expect(outputs[0]?.tensor?.doubles == [11, 35])
    #expect(outputs[1]?.tensor?.shape == [2, 3, 1])
    #expect(outputs[1]?.tensor?.doubles == [11, 0, 0, 24, 29, 35])
  }

  @Test("SequenceInsert takes the position past the end, SequenceAt does not")
  func positions() throws {
    let one = Value.tensor(Tensor(scalar: Int64(1)))
    let sequence = Value.sequence([one, one], of: .tensor(.int64))
    let insert = try TestNode("SequenceInsert", opset: 11, inputs: 3)
    guard
      case .sequence(let grown, _)?? = try insert.operation.evaluate(
        Evaluation(values: [
          sequence, .tensor(Tensor(scalar: Int64(2))), .tensor(Tensor(scalar: Int64(2))),
        ])
      ).first
    else {
      Issue.record("no sequence")
      return
    }
    #expect(grown.map { $0.tensor?.integers } == [[1], [1], [2]])
    let at = try TestNode("SequenceAt", opset: 11, inputs: 2)
    #expect(throws: OperatorError.index(2, extent: 2, fromEnd: true)) {
      try at.operation.evaluate(Evaluation(values: [sequence, .tensor(Tensor(scalar: Int64(2)))]))
    }
  }

  @Test("StringSplit keeps the rest whole after its limit")
  func splitText() throws {
    let spaces = try TestNode("StringSplit", opset: 20, ["maxsplit": .int(1)], outputs: 2)
      .evaluate(Tensor(vector: ["  a b  c ", ""]))
    #expect(spaces.shape == [2, 2])
    #expect(try Array(spaces.elements(as: String.self)) == ["a", "b  c", "", ""])
    let dashes = try TestNode("StringSplit", opset: 20, ["delimiter": .string("--")], outputs: 2)
      .evaluate(Tensor(vector: ["a----b"]))
    #expect(try Array(dashes.elements(as: String.self)) == ["a", "", "b"])
  }

  @Test("RegexFullMatch matches whole strings, and digits of ASCII only")
  func fullMatch() throws {
    let y = try TestNode("RegexFullMatch", opset: 20, ["pattern": .string(#"\d+"#)])
      .evaluate(Tensor(vector: ["12", "12a", "٣"]))
    #expect(try Array(y.elements(as: Bool.self)) == [true, false, false])
  }

  /// - Source: https://github.com/google/re2/wiki/Syntax
  @Test(
    "RegexFullMatch reads RE2's syntax",
    arguments: [
      ("[[:alpha:]]+", "abc", true), ("[[:^alpha:]]+", "abc", false), ("\\pN+", "٣3", true),
      ("(?i)ab", "AB", true), ("a.b", "a\nb", false), ("(?s)a.b", "a\nb", true),
      ("\\Qa+\\E", "a+", true), ("(?P<x>a)b", "ab", true), ("", "", true), ("", "a", false),
    ])
  func syntax(pattern: String, text: String, matches: Bool) throws {
    let y = try TestNode("RegexFullMatch", opset: 20, ["pattern": .string(pattern)])
      .evaluate(Tensor(vector: [text]))
    #expect(try Array(y.elements(as: Bool.self)) == [matches])
  }

  @Test(
    "RegexFullMatch refuses what RE2 does not have",
    arguments: [
      ("a++", "bad repetition operator: ++"), ("(a)\\1", "invalid escape sequence: \\1"),
      ("(?=a)b", "invalid perl operator: (?="), ("(", "missing ): ("),
    ])
  func refusals(pattern: String, reason: String) throws {
    let error = #expect(throws: OperatorError.self) {
      try TestNode("RegexFullMatch", opset: 20, ["pattern": .string(pattern)])
    }
    #expect(
      error?.description
        == "attribute 'pattern' is '\(pattern)', expected a regular expression of RE2's syntax "
        + "(\(reason))")
  }

  @Test("RegexFullMatch takes time that grows with the text alone")
  func linear() throws {
    let text = String(repeating: "a", count: 10_000)
    let y = try TestNode("RegexFullMatch", opset: 20, ["pattern": .string("(a*)*b")])
      .evaluate(Tensor(vector: [text, text + "b"]))
    #expect(try Array(y.elements(as: Bool.self)) == [false, true])
  }
}
