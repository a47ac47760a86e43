import Graphs
import Tensors

/// The scores of next tokens, -∞ for those that would end a run of `ngram_size` tokens which the text has
/// already.
///
/// - Shapes: input_ids `[B, S]`, scores and scores_out `[B, V]`.
/// - Throws: `.index` of a token that such a run ends with and that has no score.
/// - Source: onnxruntime NGramRepeatBlock, com.microsoft 1.
struct NGramRepeatBlock: Operator {
  static let size = AttributeKey<Int>("ngram_size")
  static let schema = OperatorSchema(
    "NGramRepeatBlock", domain: "com.microsoft",
    inputs: [.one("input_ids", "Tid"), .one("scores", "T")], outputs: [.one("scores_out", "T")],
    history: [.since(1, ["T": [.float], "Tid": [.int64]], attributes: [size.required])])
  static let tolerance = Tolerance.exact

  let size: Int

  init(_ node: NodeReader) throws(OperatorError) {
    size = try node[Self.size]
    guard size > 0 else {
      throw .attribute("ngram_size", found: "\(size)", expected: "1 or more")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (ids, scores) = (try inputs.tensor(0), try inputs.tensor(1))
    for (index, type) in [ids, scores].enumerated() {
      if let rank = type.rank, rank != 2 { throw .rank(input: index, found: rank, expected: "2") }
    }
    if let a = ids.dims, let b = scores.dims, a[0].merged(with: b[0]) == nil {
      throw .mismatch("there are \(a[0]) texts, but scores of \(b[0])")
    }
    return [.tensor(scores)]
  }

  /// How many runs of a text are compared with its end.
  private func runs(_ length: Int) -> Int { length < size ? 0 : length - size + 1 }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let (ids, scores) = (try inputs.indices(0), try inputs.tensor(1))
    guard case .float(let given) = scores.elements else {
      throw .wrongType(input: 1, found: scores.dtype.name, expected: "float")
    }
    let (length, words) = (try inputs.tensor(0).shape[1], scores.shape[1])
    var values = Array(given)
    for text in 0..<scores.shape[0] {
      let end = (text + 1) * length - (size - 1)
      for run in 0..<runs(length) {
        let start = text * length + run
        guard (0..<size - 1).allSatisfy({ ids[start + $0] == ids[end + $0] }) else { continue }
        let token = ids[start + size - 1]
        guard (0..<words).contains(token) else { throw .index(token, extent: words) }
        values[text * words + token] = -.infinity
      }
    }
    return [try .tensor(Buffer(values), scores.shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (ids, scores) = (try request.tensor(0).shape, try request.tensor(1).shape)
    let runs = runs(ids[1])
    let copy = StridedView(shape: scores, strides: scores.strides)
      .dispatch(.float, .input(1), .output(0))
    guard runs > 0, size - 1 <= request.device.tripBudget else {
      return runs > 0 ? .host(.device("runs of \(size) tokens")) : .dispatches([copy])
    }
    return .dispatches([
      copy,
      Dispatch(
        "Microsoft/NGramRepeatBlock.comp",
        bindings: [
          .read("ids", .input(0), .int64), .indexFault(scores[1]),
          .readWrite("y", .output(0), .float),
        ],
        parameters: [
          .uint("count", ids[0] * runs), .uint("runs", runs), .uint("len", ids[1]),
          .uint("size", size), .uint("words", scores[1]),
        ], invocations: (ids[0] * runs, 1, 1), tripBound: size),
    ])
  }
}

extension NGramRepeatBlock {
  static let samples: [Sample] = [
    Sample([.list([1, 2, 3, 1, 2, 4, 1, 2], [1, 8]), .normal(1, 6)], ["ngram_size": 3]),
    Sample([.integers(0...3, 3, 9), .normal(3, 5)], ["ngram_size": 2]),
    Sample([.integers(0...3, 2, 7), .normal(2, 5)], ["ngram_size": 1]),
    Sample([.integers(0...3, 2, 3), .normal(2, 5)], ["ngram_size": 9]),
    Sample([.integers(0...1, 2, 65), .normal(2, 130)], ["ngram_size": 4]),
    Sample([.integers(0...3, 0, 3), .normal(0, 5)], ["ngram_size": 2]),
    .refused(.attribute, "ngram_size is required", [.integers(0...3, 2, 7), .normal(2, 5)]),
    .refused(
      .attribute, "ngram_size is positive", [.integers(0...3, 2, 7), .normal(2, 5)],
      ["ngram_size": 0]),
    .refused(
      .shape, "there is a row of scores a text", [.integers(0...3, 2, 7), .normal(3, 5)],
      ["ngram_size": 2]),
    .refused(
      .shape, "input_ids have two axes", [.integers(0...3, 7), .normal(1, 5)], ["ngram_size": 2]),
    .refused(
      .range, "a token has a score", [.list([7, 7], [1, 2]), .normal(1, 5)], ["ngram_size": 2]),
  ]
}
