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

extension TreeEnsembleClassifier {
  private static func forest(
    _ attributes: [String: SampleAttribute] = [:], modes: [String]? = nil
  ) -> [String: SampleAttribute] {
    TreeVoting.forest(
      modes: modes ?? ["BRANCH_LEQ", "BRANCH_LEQ", "BRANCH_LEQ"], votes: "class",
      ids: [0, 1, 2, 1, 0]
    ).merging(["classlabels_int64s": [7, 4, 9]].merging(attributes) { $1 }) { $1 }
  }
  /// A score of two classes.
  private static func score(
    _ id: Int64, _ weights: [Double], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    let votes = TreeVoting.forest(
      votes: "class", ids: Array(repeating: id, count: 5), weights: weights)
    return Sample(
      [.normal(7, 2)],
      votes.merging(["classlabels_int64s": [7, 4]].merging(attributes) { $1 }) { $1 }
    ).types("T2", [.int64])
  }
  private static func with(
    _ x: Draw, _ attributes: [String: SampleAttribute] = [:], modes: [String]? = nil
  ) -> Sample {
    Sample([x], forest(attributes, modes: modes)).types("T2", [.int64])
  }
  private static let words: [String: SampleAttribute] = [
    "classlabels_int64s": [], "classlabels_strings": ["a", "b", "É"],
  ]
  private static let tensors: [String: SampleAttribute] = [
    "nodes_values": [], "class_weights": [],
    "nodes_values_as_tensor": .tensor(Draw.list(0.25, 0, 0, 0, 0, -0.5, 0, 0).of(.double)),
    "class_weights_as_tensor": .tensor(Draw.list(0.5, -1, 0.75, 2, -0.25).of(.double)),
  ]

  static let samples: [Sample] =
    ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO"].map {
      with(.normal(7, 2), ["post_transform": .string($0)])
    }
    + TreeVoting.comparisons.map {
      with(TreeVoting.edges, modes: [$0, $0, "BRANCH_LEQ"])
    } + [
      with(.normal(2)), with(.normal(0, 2)), with(.normal(129, 2)),
      with(.normal(7, 2), ["base_values": [0.5, -2, 0.25]]),
      with(.normal(7, 2), tensors).since(3),
      Sample([.normal(7, 2)], forest(words)).types("T2", [.string]),
      score(0, [0.5, -1, 0.75, 0.2, -0.25]), score(0, [0.5, 0.1, 0.25, 0.2, 0.05]),
      score(0, [0.5, -1, 0.75, 0.2, -0.25], ["post_transform": "LOGISTIC"]),
      score(1, [0.5, 0.1, 0.25, 0.2, 0.05]),
      score(0, [0.5, 0.1, 0.25, 0.2, 0.05], ["post_transform": "PROBIT"]),
      with(
        .list([.nan, -0.5, 0.25, .nan, .nan, .nan], [3, 2]),
        ["nodes_missing_value_tracks_true": [1, 0, 0, 0, 0, 1, 0, 0]]
      ).types("T1", [.float, .double]),
      .refused(.shape, "X has the features of nodes", [.normal(3, 1)], forest())
        .types("T2", [.int64]),
      .refused(
        .attribute, "lists of nodes are as long", [.normal(3, 2)],
        forest(["nodes_values": [1, 2]])
      ).types("T2", [.int64]),
      .refused(
        .attribute, "a vote is for a class", [.normal(3, 2)],
        forest(["class_ids": [0, 1, 3, 1, 0]])
      ).types("T2", [.int64]),
    ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try voting.trees.estimate(self, request, voting.fold, finish, output: 1)
  }
}
