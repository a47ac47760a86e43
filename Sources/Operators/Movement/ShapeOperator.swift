import Graphs
import Tensors

/// The input's extents, from axis `start` up to axis `end`; both may be negative and are clamped.
///
/// - Source: ONNX Shape, opsets 1, 13, 15, 19, 21, 23, 24, 25.
struct ShapeOperator: Operator {
  static let end = AttributeKey<Int>("end")
  static let start = AttributeKey<Int>("start")
  static let schema = OperatorSchema(
    "Shape", inputs: [.one("data", "T")], outputs: [.one("shape", "T1")],
    history: [
      .since(1, ["T": .classic, "T1": [.int64]]),
      .since(13, ["T": .classicAndBFloat16, "T1": [.int64]]),
      .since(
        15, ["T": .classicAndBFloat16, "T1": [.int64]],
        attributes: [end.optional, start.or(0)]),
      .since(
        19, ["T": .ir9, "T1": [.int64]],
        attributes: [end.optional, start.or(0)]),
      .since(
        21, ["T": .ir10, "T1": [.int64]],
        attributes: [end.optional, start.or(0)]),
      .since(
        23, ["T": .ir11, "T1": [.int64]],
        attributes: [end.optional, start.or(0)]),
      .since(
        24, ["T": .ir12, "T1": [.int64]],
        attributes: [end.optional, start.or(0)]),
      .since(
        25, ["T": .ir13, "T1": [.int64]],
        attributes: [end.optional, start.or(0)]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 4)]), Sample([.normal()]), Sample([.normal(0, 3)]),
    Sample([.special(33)]),
    Sample([.normal(2, 3, 4)], ["start": 1]).since(15),
    Sample([.normal(2, 3, 4)], ["end": 2]).since(15),
    Sample([.normal(2, 3, 4)], ["start": -2, "end": -1]).since(15),
    Sample([.normal(2, 3, 4)], ["start": 2, "end": 1]).since(15),
    Sample([.normal(2, 3, 4)], ["start": -9, "end": 9]).since(15),
  ]
  static let tolerance = Tolerance.exact

  let start: Int
  let end: Int?

  init(_ node: NodeReader) throws(OperatorError) {
    start = node[ifPresent: Self.start] ?? 0
    end = node[ifPresent: Self.end]
  }

  private func range(_ rank: Int) -> Range<Int> {
    func clamp(_ axis: Int) -> Int { min(max(axis < 0 ? axis + rank : axis, 0), rank) }
    let first = clamp(start)
    return first..<max(first, clamp(end ?? rank))
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let rank = try inputs.tensor(0).rank
    return [.tensor(TensorType(.int64, [rank.map { .known(range($0).count) } ?? .unknown]))]
  }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let shape = try inputs.tensor(0).shape
    return [.tensor(Tensor(vector: shape.dims[range(shape.rank)].map { Int64($0) }))]
  }

  func knownOutputs(_ inputs: Inference) throws(OperatorError) -> [Value]? {
    guard let dims = try inputs.tensor(0).dims else { return nil }
    let asked = dims[range(dims.count)]
    let known = asked.compactMap(\.value)
    return known.count == asked.count ? [.tensor(Tensor(vector: known.map { Int64($0) }))] : nil
  }
}
