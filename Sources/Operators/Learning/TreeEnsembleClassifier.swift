import Graphs
import Tensors

/// The classes' votes of trees' leaves, summed over the trees, and the class with the most of them.
///
/// Trees, types and the order of sums are ``TreeEnsembleRegressor``'s. Of two classes, where all votes
/// are listed under the first, they are the score s of the second class, as every converter writes a
/// model of one score; listed under the second they are its votes, and the first has none. The scores are then `[1 - s, s]` where no weight is negative and
/// nothing follows, or PROBIT follows, which takes probabilities; and `[-s, s]` otherwise, for margins.
///
/// - Shapes: X `[N, F]`, or `[F]` as one row; Y `[N]`, Z `[N, E]` for E classes.
/// - Edge cases: the label is that of the greatest score before the transform, the first of equal ones;
///   a class without votes has the score 0 and can be it.
/// - Throws: `.mismatch` or `.attribute` for lists that do not belong together.
/// - Source: ONNX-ML TreeEnsembleClassifier, opsets 1, 3, 5. The text leaves the model of one score open:
///   this is what scikit-learn, LightGBM and XGBoost mean by theirs. onnxruntime agrees but that it
///   leaves LOGISTIC out where no weight is negative.
struct TreeEnsembleClassifier: Operator {
  static let classIds = AttributeKey<[Int]>("class_ids")
  static let classNodeids = AttributeKey<[Int]>("class_nodeids")
  static let classTreeids = AttributeKey<[Int]>("class_treeids")
  static let classWeights = AttributeKey<[Float]>("class_weights")
  static let classWeightsAsTensor = AttributeKey<Tensor>("class_weights_as_tensor")
  static let classlabelsInt64s = AttributeKey<[Int]>("classlabels_int64s")
  private static let attributes =
    TreeVoting.attributes + [
      classIds.optional, classNodeids.optional, classTreeids.optional, classWeights.optional,
      classlabelsInt64s.optional, ClassLabels.strings.optional,
    ]
  private static let withTensors =
    attributes + TreeVoting.tensorAttributes + [classWeightsAsTensor.optional]
  static let schema = OperatorSchema(
    "TreeEnsembleClassifier", domain: "ai.onnx.ml", inputs: [.one("X", "T1")],
    outputs: [.one("Y", "T2"), .one("Z", "tensor(float)")],
    history: [
      .since(1, ClassLabels.types, attributes: attributes),
      .since(3, ClassLabels.types, attributes: withTensors),
      .since(5, ClassLabels.types, attributes: withTensors, isDeprecated: true),
    ])
  static let tolerance = Tolerance.accumulated

  private let labels: ClassLabels
  private let voting: TreeVoting
  private let finish: ScoreFinish

  init(_ node: NodeReader) throws(OperatorError) {
    labels = try ClassLabels(node, integers: Self.classlabelsInt64s)
    let ids = node[ifPresent: Self.classIds] ?? []
    let weights = try TreeVoting.numbers(node, Self.classWeights, Self.classWeightsAsTensor)
    let base = try TreeVoting.numbers(node, TreeVoting.baseValues, TreeVoting.baseValuesAsTensor)
    let isSingle = labels.count == 2 && base.values.count < 2 && Set(ids) == [0]
    guard base.values.isEmpty || base.values.count == (isSingle ? 1 : labels.count) else {
      throw .attribute(
        "base_values", found: "of \(base.values.count) numbers", expected: "\(labels.count)")
    }
    let count = labels.count
    if let odd = ids.first(where: { $0 < 0 || $0 >= count }) {
      throw .attribute("class_ids", found: "\(odd)", expected: "0 to \(labels.count - 1)")
    }
    voting = try TreeVoting(
      node,
      VoteList(
        trees: node[ifPresent: Self.classTreeids] ?? [],
        nodes: node[ifPresent: Self.classNodeids] ?? [],
        targets: isSingle ? ids.map { _ in 0 } : ids, weights: weights.values, name: "class_ids"),
      targets: labels.count, .exactSum, isWide: weights.areDouble || base.areDouble)
    let transform = try PostTransform(named: try node[PostTransform.key])
    let areShares = transform == .none && weights.values.allSatisfy { $0 >= 0 }
    finish = ScoreFinish(
      classes: labels.count, offsets: base.values,
      complement: isSingle ? (areShares || transform == .probit ? .rest : .opposite) : .none,
      transform: transform)
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let rows = try inputs.rows(0)
    try voting.trees.check(features: rows?.features.value)
    return try labels.outputs(rows: rows?.count ?? .unknown, columns: labels.count)
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    request.wideCopies + request.floats(0) + finish.scratch(rows: request.rowCount(0))
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let y = try voting.evaluate(inputs, finish)
    return [
      labels.values(y.best), try .narrowing(y.scores, to: .float, [y.rows, labels.count]),
    ]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    guard let own = try labels.onDevice(request) else { return .host(.byNature("strings")) }
    return try voting.lower(request, finish, into: 1, labels: own.isEmpty ? nil : (0, own))
  }
}
