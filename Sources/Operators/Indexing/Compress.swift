import Graphs
import Tensors

/// The slices of an axis, or the elements of the flattened input, where a condition holds.
///
/// A condition that is shorter than the axis drops the rest.
///
/// - Throws: `.index` for a true condition past the axis.
/// - Source: ONNX Compress, opsets 9, 11, 28.
struct Compress: Operator {
  static let axis = AttributeKey<Int>("axis")
  static let schema = OperatorSchema(
    "Compress", inputs: [.one("input", "T"), .one("condition", "T1")],
    outputs: [.one("output", "T")],
    history: [
      .since(
        9, ["T": .classic, "T1": [.bool]],
        attributes: [axis.optional]),
      .since(
        11, ["T": .classic, "T1": [.bool]],
        attributes: [axis.optional]),
      .since(
        28, ["T": .classicAndBFloat16, "T1": [.bool]],
        attributes: [axis.optional]),
    ])
  static let tolerance = Tolerance.exact

  let axis: Int?

  init(_ node: NodeReader) throws(OperatorError) { axis = node[ifPresent: Self.axis] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    _ = try inputs.tensor(1)
    let count = inputs.knownIntegers(1).map { Dimension.known($0.count { $0 != 0 }) } ?? .unknown
    guard let axis else { return [.tensor(TensorType(x.dtype, [count]))] }
    guard var dims = x.dims else { return [.tensor(TensorType(x.dtype, nil))] }
    guard !dims.isEmpty else { throw .rank(input: 0, found: 0, expected: "at least 1") }
    dims[try resolve(axis: axis, rank: dims.count)] = count
    return [.tensor(TensorType(x.dtype, dims))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let output = try infer(inputs.inference).first?.tensor else { throw .missingInput(0) }
    let x = try inputs.tensor(0)
    let kept = (try inputs.integers(1) ?? []).enumerated().filter { $1 != 0 }.map(\.offset)
    let position = try axis.map { axis throws(OperatorError) in
      try resolve(axis: axis, rank: x.rank)
    }
    let extent = position.map { x.shape[$0] } ?? x.count
    if let last = kept.last, last >= extent { throw .index(last, extent: extent) }
    let block = position.map { x.shape.strides[$0] } ?? 1
    let outer = position.map { x.shape.dims[..<$0].reduce(1, *) } ?? 1
    let starts = (0..<outer).flatMap { o in kept.map { (o * extent + $0) * block } }
    return [.tensor(try x.gatheringBlocks(starts, of: block, shape: try output.extent()))]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .host(.dataDependent)
  }
}
