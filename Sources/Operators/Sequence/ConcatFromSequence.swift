import Graphs
import Tensors

/// The tensors of a sequence one after the other along an axis, or along a new one.
///
/// - Throws: `.mismatch` for a sequence without elements.
/// - Source: ONNX ConcatFromSequence, opset 11.
struct ConcatFromSequence: ContainerOperator {
  static let axis = AttributeKey<Int>("axis")
  static let newAxis = AttributeKey<Int>("new_axis")
  static let schema = OperatorSchema(
    "ConcatFromSequence", inputs: [.one("input_sequence", "S")],
    outputs: [.one("concat_result", "T")],
    history: [
      .since(
        11, ["S": .sequences(of: .classic), "T": .classic],
        attributes: [axis.required, newAxis.or(0)])
    ])

  let axis: Int
  let makesAxis: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    axis = try node[Self.axis]
    makesAxis = try node[Self.newAxis] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    guard let tensor = try inputs.element(0)?.tensor else { return [.unknown] }
    guard var dims = tensor.dims else { return [.tensor(TensorType(tensor.dtype, nil))] }
    if makesAxis {
      return [try ValueType.tensor(tensor).stacked(axis: axis, extent: .unknown)]
    }
    let position = try resolve(axis: axis, rank: dims.count)
    guard position < dims.count else { throw .axis(axis, rank: dims.count) }
    dims[position] = .unknown
    return [.tensor(TensorType(tensor.dtype, dims))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let parts = try inputs.sequence(0).elements.compactMap(\.tensor)
    guard !parts.isEmpty else { throw .mismatch("the sequence has no tensors to join") }
    return [
      .tensor(
        makesAxis
          ? try Tensor.stacking(parts, axis: axis) : try Tensor.joining(parts, axis: axis))
    ]
  }
}

extension ConcatFromSequence {
  static let samples: [Sample] = [
    joined([.normal(2, 3), .normal(1, 3)], ["axis": 0]),
    joined([.normal(2, 3), .normal(2, 5), .normal(2, 0)], ["axis": -1]),
    joined([.normal(2, 3), .normal(2, 3)], ["axis": 0, "new_axis": 1]),
    joined([.normal(2, 3), .normal(2, 3)], ["axis": -1, "new_axis": 1]),
    joined([.normal(2, 3), .normal(2, 3)], ["axis": -3, "new_axis": 1]),
    joined([.special(33)], ["axis": 0]),
    joined([.normal(), .normal()], ["axis": 0, "new_axis": 1]),
    joined([.normal(65, 2), .normal(129, 2)], ["axis": -2, "new_axis": 0]),
    refusal(.attribute, "axis is required", [.normal(2, 3)], [:]),
    refusal(.range, "axis is in -r...r-1", [.normal(2, 3)], ["axis": 2]),
    refusal(.range, "a new axis is in -r-1...r", [.normal(2, 3)], ["axis": 3, "new_axis": 1]),
    refusal(.shape, "other extents are the same", [.normal(2, 3), .normal(1, 4)], ["axis": 0]),
    refusal(
      .shape, "for a new axis shapes are the same", [.normal(2, 3), .normal(1, 3)],
      ["axis": 0, "new_axis": 1]),
  ]

  private static func joined(
    _ parts: [Draw], _ attributes: [String: SampleAttribute]
  ) -> Sample {
    Sample([Draw(.parts(parts), [])], attributes).tied("S", to: "T")
  }

  private static func refusal(
    _ kind: Refusal.Kind, _ clause: String, _ parts: [Draw],
    _ attributes: [String: SampleAttribute]
  ) -> Sample {
    .refused(kind, clause, [Draw(.parts(parts), [])], attributes).tied("S", to: "T")
  }
}
