import Graphs
import Tensors

/// The boxes of each class in order of their scores, without those that overlap a chosen one too
/// much.
///
/// A box is taken if its score exceeds the score threshold and its intersection over union with
/// every taken box of its batch and class does not exceed the other.
///
/// - Shapes: boxes `[N, S, 4]`, scores `[N, C, S]`, Y `[n, 3]` of batch, class and box.
/// - Edge cases: a box without area overlaps nothing. Equal scores go by index, NaNs come last and
///   exceed no threshold. Without a number of boxes a class, none is taken.
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
  /// Three boxes about one another, two beside them, one alone.
  private static let boxes = Draw.list(
    [
      0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, -0.1, 1, 0.9, 0, 10, 1, 11, 0, 10.1, 1, 11.1, 0, 100, 1, 101,
    ], [1, 6, 4])
  private static let scores = Draw.list([0.9, 0.75, 0.6, 0.95, 0.5, 0.3], [1, 1, 6])
  static let samples: [Sample] = [
    Sample([boxes, scores, .list(3), .list([0.5], [1]), .list([0], [1])]),
    Sample([boxes, scores]),
    Sample([boxes, scores, .list(2)]),
    Sample([boxes, scores, .list(6), .list([0.4], [1]), .list([0.55], [1])]),
    Sample([boxes, scores, .list(6), nil, .list([0.55], [1])]),
    Sample([boxes, scores, .list(6), .list([0.5], [1])], ["center_point_box": 1]),
    Sample([.uniform(0...1, 2, 33, 4), .uniform(0...1, 2, 3, 33), .list(4), .list([0.3], [1])]),
    Sample([boxes, scores, .list(0)]),
    Sample([.list([], [1, 0, 4]), .list([], [1, 1, 0]), .list(3)]),
    .refused(
      .shape, "boxes has four numbers each",
      [.normal(1, 6, 3), scores, .list(3)]),
    .refused(
      .shape, "boxes and scores are as many",
      [boxes, .normal(1, 1, 5), .list(3)]),
  ]
  static let tolerance = Tolerance.exact
  static let findsExtents = true

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

  /// What bounds the boxes that are taken.
  private struct Limits: Sendable {
    let most: Int
    let overlap: Float
    let score: Float?

    init(_ inputs: Inference) throws(OperatorError) {
      func number(_ index: Int) throws(OperatorError) -> Float? {
        guard inputs.has(index) else { return nil }
        guard let tensor = inputs.knownTensor(index) else { throw .unknownValue(input: index) }
        return try floats(tensor, index).first
      }
      most = try inputs.integers(2)?.first ?? 0
      overlap = try number(3) ?? 0
      score = inputs.has(4) ? try number(4) ?? -.infinity : nil
    }
  }

  private func box(_ x: Buffer<Float>, _ at: Int) -> CornerBox {
    let (a, b, c, d) = (x[at], x[at + 1], x[at + 2], x[at + 3])
    return hasCenters
      ? CornerBox(top: b - d / 2, left: a - c / 2, bottom: b + d / 2, right: a + c / 2)
      : CornerBox(top: min(a, c), left: min(b, d), bottom: max(a, c), right: max(b, d))
  }

  /// The order of a class' boxes, and those that are taken, in lists that grow.
  func scratch(_ request: ScratchRequest) -> ByteCount { request.list(1) * 10 }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let scores = try inputs.tensor(1)
    let corners = try floats(try inputs.tensor(0), 0)
    let marks = try floats(scores, 1)
    let limits = try Limits(inputs.inference)
    let (batches, classes, count) = (scores.shape[0], scores.shape[1], scores.shape[2])
    var selected: [Int64] = []
    var total = 0
    for batch in 0..<batches {
      for kind in 0..<classes {
        let start = (batch * classes + kind) * count
        var candidates: [RankedPlace] = []
        for index in 0..<count {
          let mark = marks[start + index]
          if let least = limits.score, !(mark > least) { continue }
          candidates.append(
            RankedPlace(key: mark.isNaN ? .max : ~mark.rankingKey, place: index))
        }
        candidates.sortByKey()
        var taken = CornerBoxes()
        for candidate in candidates where taken.count < limits.most {
          let box = box(corners, (batch * count + candidate.place) * 4)
          if taken.overlap(box, beyond: limits.overlap) { continue }
          taken.append(box)
          selected += [Int64(batch), Int64(kind), Int64(candidate.place)]
          total += 1
        }
      }
    }
    return [try .tensor(Buffer(selected), [total, 3])]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    _ = try infer(request.inference)
    let limits = try Limits(request.inference)
    let shape = try request.tensor(1).shape
    return .counted(
      try Suppression(
        classes: shape[1], lanes: shape[0] * shape[1], extent: shape[2],
        most: max(0, min(limits.most, shape[2])), overlap: limits.overlap, score: limits.score,
        hasCenters: hasCenters, device: request.device
      ).work())
  }
}

private func floats(_ tensor: Tensor, _ index: Int) throws(OperatorError) -> Buffer<Float> {
  guard let values = Float.unwrap(tensor.elements) else {
    throw .wrongType(input: index, found: tensor.dtype.name, expected: "float")
  }
  return values
}

/// The GPU's way: each lane, that is the boxes of one batch and class, is sorted and goes tile by
/// tile. One invocation takes a tile's boxes in turn, by bits that say which of them overlap; then
/// all boxes behind the tile that overlap a taken one are put out at once.
private struct Suppression {
  let classes: Int
  let lanes: Int
  let extent: Int
  let most: Int
  let overlap: Float
  let score: Float?
  let hasCenters: Bool
  let device: DeviceTraits

  /// Boxes of a tile: the bits of a word.
  private static let tile = 64

  func work() throws(OperatorError) -> CountedWork {
    var work = WorkList()
    let order = LaneOrder(
      extent: extent, lanes: lanes, step: 1, descends: true, putsNaNsLast: true
    ).sorted(.input(1), .float, in: &work, on: device)
    let counts = work.tensor(count: lanes)
    work.add(.fill(counts, Tensor(scalar: 0 as UInt32), count: lanes))
    let taken = work.tensor(count: lanes * most)
    if most > 0 { take(order, counts, taken, in: &work) }
    let total = work.sum(before: counts, count: lanes)
    return try work.counted(by: total) { [lanes, classes, most] (found) throws(OperatorError) in
      let rows = Dispatch(
        "Indexing/NonMaxSuppression.comp",
        bindings: [
          .read("before", counts, .uint32), .read("total", total, .uint32),
          .read("taken", taken, .uint32), .write("y", .output(0), .int64),
        ],
        parameters: [
          .uint("count", lanes * most), .uint("most", most), .uint("lanes", lanes),
          .uint("classes", classes),
        ], invocations: (lanes * most, 1, 1))
      return ([TensorType(.int64, [found[0], 3] as Shape)], [rows])
    }
  }

  private func take(
    _ order: Binding.Resource, _ counts: Binding.Resource, _ taken: Binding.Resource,
    in work: inout WorkList
  ) {
    let outs = work.tensor(count: lanes * extent)
    let masks = work.tensor(.uint64, count: lanes * extent)
    let bits = work.tensor(.uint64, count: lanes)
    var overlaps = boxes("Overlaps", order, count: lanes * extent)
    overlaps.bindings += [.write("masks", masks, .uint64), .write("outs", outs, .uint32)]
    if let score {
      overlaps.defines["HAS_THRESHOLD"] = "1"
      overlaps.bindings.append(.read("scores", .input(1), .float))
      overlaps.parameters.append(.float("threshold", score))
    }
    work.add(overlaps)
    for first in stride(from: 0, to: extent, by: Self.tile) {
      work.add(
        Dispatch(
          "Indexing/NonMaxSuppression.Take.comp", defines: ["TILE": "\(Self.tile)u"],
          bindings: [
            .read("order", order, .uint32), .read("outs", outs, .uint32),
            .read("masks", masks, .uint64), .readWrite("counts", counts, .uint32),
            .write("bits", bits, .uint64), .write("taken", taken, .uint32),
          ],
          parameters: [
            .uint("lanes", lanes), .uint("extent", extent), .uint("most", most),
            .uint("first", first),
          ], invocations: (lanes, 1, 1), tripBound: Self.tile))
      let rest = extent - first - Self.tile
      guard rest > 0 else { break }
      var suppress = boxes("Suppress", order, count: lanes * rest)
      suppress.bindings += [.read("bits", bits, .uint64), .readWrite("outs", outs, .uint32)]
      suppress.parameters += [.uint("first", first), .uint("rest", rest)]
      work.add(suppress)
    }
  }

  /// A dispatch that compares boxes.
  private func boxes(_ step: String, _ order: Binding.Resource, count: Int) -> Dispatch {
    var dispatch = Dispatch(
      "Indexing/NonMaxSuppression.\(step).comp", defines: ["TILE": "\(Self.tile)u"],
      bindings: [.read("boxes", .input(0), .float), .read("order", order, .uint32)],
      parameters: [
        .uint("count", count), .uint("extent", extent), .uint("classes", classes),
        .float("overlap", overlap),
      ], invocations: (count, 1, 1), tripBound: Self.tile)
    if hasCenters { dispatch.defines["HAS_CENTERS"] = "1" }
    return dispatch
  }
}
