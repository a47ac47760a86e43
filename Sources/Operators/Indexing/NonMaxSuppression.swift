import Graphs
import Tensors

/// The boxes of each class in order of their scores, without those that overlap a chosen one too
/// much.
///
/// A box is taken if its score exceeds the score threshold and its intersection over union with
/// every taken box of its batch and class does not exceed the other.
///
/// - Shapes: boxes `[N, S, 4]`, scores `[N, C, S]`, Y `[n, 3]` of batch, class and box.
/// - Edge cases: a box without area overlaps nothing. Equal scores go by index.
/// - Source: ONNX NonMaxSuppression, opsets 10, 11.
struct NonMaxSuppression: Operator {
  static let centerPointBox = AttributeKey<Int>("center_point_box")
  static let schema = OperatorSchema(
    "NonMaxSuppression",
    inputs: [
      .one("boxes", "tensor(float)"), .one("scores", "tensor(float)"),
      .optional("max_output_boxes_per_class", "tensor(int64)"),
      .optional("iou_threshold", "tensor(float)"), .optional("score_threshold", "tensor(float)"),
    ], outputs: [.one("selected_indices", "tensor(int64)")],
    history: [
      .since(
        10, [:],
        attributes: [centerPointBox.or(0)]),
      .since(
        11, [:],
        attributes: [centerPointBox.or(0)]),
    ])
  static let tolerance = Tolerance.exact

  let hasCenters: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    hasCenters = try node[Self.centerPointBox] != 0
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (boxes, scores) = (try inputs.tensor(0), try inputs.tensor(1))
    for (index, type) in [boxes, scores].enumerated() {
      if let rank = type.rank, rank != 3 { throw .rank(input: index, found: rank, expected: "3") }
    }
    if let a = boxes.dims, let b = scores.dims {
      guard a[0].merged(with: b[0]) != nil, a[1].merged(with: b[2]) != nil,
        a[2].merged(with: 4) != nil
      else { throw .mismatch("boxes \(boxes) and scores \(scores) do not pair up") }
    }
    return [.tensor(TensorType(.int64, [.unknown, 3]))]
  }

  /// A box by its corners.
  private struct Box {
    var top: Float, left: Float, bottom: Float, right: Float

    var area: Float { (bottom - top) * (right - left) }

    func overlaps(_ other: Self, beyond threshold: Float) -> Bool {
      let height = min(bottom, other.bottom) - max(top, other.top)
      let width = min(right, other.right) - max(left, other.left)
      guard height > 0, width > 0 else { return false }
      let (a, b, both) = (area, other.area, height * width)
      let union = a + b - both
      return a > 0 && b > 0 && union > 0 && both / union > threshold
    }
  }

  private func box(_ x: Buffer<Float>, _ at: Int) -> Box {
    let (a, b, c, d) = (x[at], x[at + 1], x[at + 2], x[at + 3])
    return hasCenters
      ? Box(top: b - d / 2, left: a - c / 2, bottom: b + d / 2, right: a + c / 2)
      : Box(top: min(a, c), left: min(b, d), bottom: max(a, c), right: max(b, d))
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let scores = try inputs.tensor(1)
    let corners = try floats(try inputs.tensor(0), 0)
    let marks = try floats(scores, 1)
    let most = try inputs.integers(2)?.first ?? 0
    let overlap =
      try inputs.optionalTensor(3).map { x throws(OperatorError) in
        try floats(x, 3).first ?? 0
      } ?? 0
    let threshold = try inputs.optionalTensor(4).map { x throws(OperatorError) in
      try floats(x, 4).first ?? -.infinity
    }
    let (batches, classes, count) = (scores.shape[0], scores.shape[1], scores.shape[2])
    var selected: [Int64] = []
    var total = 0
    for batch in 0..<batches {
      for kind in 0..<classes {
        let start = (batch * classes + kind) * count
        let candidates = (0..<count)
          .filter { index in threshold.map { marks[start + index] > $0 } ?? true }
          .sorted { a, b in
            let (x, y) = (marks[start + a], marks[start + b])
            return x == y ? a < b : x > y
          }
        var taken: [Box] = []
        for index in candidates where taken.count < most {
          let box = box(corners, (batch * count + index) * 4)
          if taken.contains(where: { $0.overlaps(box, beyond: overlap) }) { continue }
          taken.append(box)
          selected += [Int64(batch), Int64(kind), Int64(index)]
          total += 1
        }
      }
    }
    return [try .tensor(Buffer(selected), [total, 3])]
  }

  private func floats(_ tensor: Tensor, _ index: Int) throws(OperatorError) -> Buffer<Float> {
    guard let values = Float.unwrap(tensor.elements) else {
      throw .wrongType(input: index, found: tensor.dtype.name, expected: "float")
    }
    return values
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .host(.dataDependent)
  }
}
