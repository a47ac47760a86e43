import Graphs
import Tensors

/// The votes of trees' leaves, joined by target: `Y[n, t] = f(fold over trees of their votes + base[t])`.
///
/// A row walks each tree from the first of its nodes to a leaf, whose votes count in the order in which
/// they are listed, trees in the order of their first nodes. A NaN goes where the node says, for
/// `BRANCH_NEQ` too. AVERAGE divides the sum by the number of trees. What each addition of a sum rounds
/// off is summed along and added at its end, so that a sum of a thousand trees errs by one rounding.
///
/// - Shapes: X `[N, F]`, or `[F]` as one row; Y `[N, n_targets]`.
/// - Types: doubles, and all where a table is a tensor of doubles, compute in double, others in
///   float32; integers are rounded to it first. Y is float32.
/// - Edge cases: a target without votes is 0 before the base, for MIN and MAX too.
/// - Throws: `.mismatch` or `.attribute` for lists that do not belong together.
/// - Source: ONNX-ML TreeEnsembleRegressor, opsets 1, 3, 5. The base comes after the fold, as the text
///   says.
struct TreeEnsembleRegressor: Operator {
  static let aggregateFunction = AttributeKey<String>("aggregate_function")
  static let nTargets = AttributeKey<Int>("n_targets")
  static let targetIds = AttributeKey<[Int]>("target_ids")
  static let targetNodeids = AttributeKey<[Int]>("target_nodeids")
  static let targetTreeids = AttributeKey<[Int]>("target_treeids")
  static let targetWeights = AttributeKey<[Float]>("target_weights")
  static let targetWeightsAsTensor = AttributeKey<Tensor>("target_weights_as_tensor")
  private static let attributes =
    TreeVoting.attributes + [
      aggregateFunction.or("SUM"), nTargets.optional, targetIds.optional, targetNodeids.optional,
      targetTreeids.optional, targetWeights.optional,
    ]
  private static let types: [String: TypeSet] = ["T": [.double, .float, .int32, .int64]]
  private static let withTensors =
    attributes + TreeVoting.tensorAttributes + [targetWeightsAsTensor.optional]
  static let schema = OperatorSchema(
    "TreeEnsembleRegressor", domain: "ai.onnx.ml", inputs: [.one("X", "T")],
    outputs: [.one("Y", "tensor(float)")],
    history: [
      .since(1, types, attributes: attributes), .since(3, types, attributes: withTensors),
      .since(5, types, attributes: withTensors, isDeprecated: true),
    ])
  static let tolerance = Tolerance.accumulated

  private let voting: TreeVoting
  private let finish: ScoreFinish

  init(_ node: NodeReader) throws(OperatorError) {
    let name = try node[Self.aggregateFunction]
    let folds: [String: DecisionTrees.Fold] = [
      "SUM": .exactSum, "AVERAGE": .exactSum, "MIN": .min, "MAX": .max,
    ]
    guard let fold = folds[name] else {
      throw .attribute(
        "aggregate_function", found: "'\(name)'", expected: "'SUM', 'AVERAGE', 'MIN' or 'MAX'")
    }
    let ids = node[ifPresent: Self.targetIds] ?? []
    let weights = try TreeVoting.numbers(node, Self.targetWeights, Self.targetWeightsAsTensor)
    let base = try TreeVoting.numbers(node, TreeVoting.baseValues, TreeVoting.baseValuesAsTensor)
    let targets = node[ifPresent: Self.nTargets] ?? (ids.max() ?? 0).addingReportingOverflow(1).0
    guard (1...ScoreFinish.mostClasses).contains(targets) else {
      throw .attribute(
        "n_targets", found: "\(targets)", expected: "1 to \(ScoreFinish.mostClasses)")
    }
    guard base.values.isEmpty || base.values.count == targets else {
      throw .attribute(
        "base_values", found: "of \(base.values.count) numbers", expected: "\(targets)")
    }
    voting = try TreeVoting(
      node,
      VoteList(
        trees: node[ifPresent: Self.targetTreeids] ?? [],
        nodes: node[ifPresent: Self.targetNodeids] ?? [], targets: ids, weights: weights.values,
        name: "target_ids"), targets: targets, fold,
      isWide: weights.areDouble || base.areDouble)
    finish = ScoreFinish(
      classes: targets, settles: fold != .exactSum,
      divisor: name == "AVERAGE" ? max(1, voting.trees.roots.count) : 1, offsets: base.values,
      transform: try PostTransform(named: try node[PostTransform.key]))
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let rows = try inputs.rows(0)
    try voting.trees.check(features: rows?.features.value)
    return [
      try TensorType(.float, [rows?.count ?? .unknown, .known(finish.classes)]).checked()
    ]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    request.wideCopies + request.floats(0) + finish.scratch(rows: request.rowCount(0))
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    guard let shape = try infer(inputs.inference)[0].tensor?.shape else {
      throw .unknownValue(input: 0)
    }
    return [try .narrowing(try voting.evaluate(inputs, finish).scores, to: .float, shape)]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    try voting.lower(request, finish, into: 0)
  }
}

extension TreeEnsembleRegressor {
  private static func forest(
    _ attributes: [String: SampleAttribute] = [:], modes: [String]? = nil
  ) -> [String: SampleAttribute] {
    TreeVoting.forest(
      modes: modes ?? ["BRANCH_LEQ", "BRANCH_LEQ", "BRANCH_LEQ"], votes: "target",
      ids: [0, 1, 0, 1, 0]
    ).merging(["n_targets": 2].merging(attributes) { $1 }) { $1 }
  }
  private static let tensors: [String: SampleAttribute] = [
    "nodes_values": [], "target_weights": [],
    "nodes_values_as_tensor": .tensor(Draw.list(0.25, 0, 0, 0, 0, -0.5, 0, 0).of(.double)),
    "target_weights_as_tensor": .tensor(Draw.list(0.5, -1, 0.75, 2, -0.25).of(.double)),
    "base_values_as_tensor": .tensor(Draw.list(0.1, -0.2).of(.double)),
  ]

  static let samples: [Sample] =
    ["AVERAGE", "SUM", "MIN", "MAX"].map {
      Sample([.normal(7, 2)], forest(["aggregate_function": .string($0)]))
    }
    + ["SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO"].map {
      Sample([.normal(7, 2)], forest(["post_transform": .string($0)]))
    }
    + TreeVoting.comparisons.map {
      Sample([TreeVoting.edges], forest(modes: [$0, $0, "BRANCH_LEQ"]))
    } + [
      Sample([.normal(7, 2)], forest(["base_values": [0.5, -2]])),
      Sample([.normal(7, 2)], forest(["base_values": [0.5, -2], "aggregate_function": "MIN"])),
      Sample([.normal(2)], forest()), Sample([.normal(0, 2)], forest()),
      Sample([.normal(129, 2)], forest()), Sample([.normal(7, 2)], forest(tensors)).since(3),
      Sample(
        [.list([.nan, -0.5, 0.25, .nan, .nan, .nan], [3, 2])],
        forest(["nodes_missing_value_tracks_true": [1, 0, 0, 0, 0, 1, 0, 0]])
      ).types("T", [.float, .double]),
      .refused(.shape, "X has the features of nodes", [.normal(3, 1)], forest()),
      .refused(
        .attribute, "lists of nodes are as long", [.normal(3, 2)],
        forest(["nodes_values": [1, 2]])),
      .refused(
        .attribute, "a mode is one of seven", [.normal(3, 2)],
        forest(modes: ["BRANCH", "BRANCH_LEQ", "BRANCH_LEQ"])),
      .refused(
        .attribute, "aggregate_function is one of four", [.normal(3, 2)],
        forest(["aggregate_function": "MEAN"])),
      .refused(
        .attribute, "a target is one of n_targets", [.normal(3, 2)],
        forest(["target_ids": [0, 1, 2, 1, 0]])),
    ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try voting.trees.estimate(self, request, voting.fold, finish, output: 0)
  }
}
