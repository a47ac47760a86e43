import Graphs
import Tensors

/// Decision trees whose leaves' weights are joined by target.
///
/// A row walks each tree from its root: where the node's comparison of one feature holds, along the
/// true branch, else the false one; a NaN goes where the node says.
///
/// - Shapes: X `[N, features]`, Y `[N, n_targets]`.
/// - Edge cases: a target that no leaf reaches is 0, or for min and max the type's largest or least
///   finite number.
///
/// - Source: ONNX-ML TreeEnsemble, opset 5.
struct TreeEnsemble: Operator {
  static let aggregateFunction = AttributeKey<Int>("aggregate_function")
  static let leafTargetids = AttributeKey<[Int]>("leaf_targetids")
  static let leafWeights = AttributeKey<Tensor>("leaf_weights")
  static let membershipValues = AttributeKey<Tensor>("membership_values")
  static let nTargets = AttributeKey<Int>("n_targets")
  static let nodesFalseleafs = AttributeKey<[Int]>("nodes_falseleafs")
  static let nodesFalsenodeids = AttributeKey<[Int]>("nodes_falsenodeids")
  static let nodesFeatureids = AttributeKey<[Int]>("nodes_featureids")
  static let nodesHitrates = AttributeKey<Tensor>("nodes_hitrates")
  static let nodesMissingValueTracksTrue = AttributeKey<[Int]>("nodes_missing_value_tracks_true")
  static let nodesModes = AttributeKey<Tensor>("nodes_modes")
  static let nodesSplits = AttributeKey<Tensor>("nodes_splits")
  static let nodesTrueleafs = AttributeKey<[Int]>("nodes_trueleafs")
  static let nodesTruenodeids = AttributeKey<[Int]>("nodes_truenodeids")
  static let postTransform = AttributeKey<Int>("post_transform")
  static let treeRoots = AttributeKey<[Int]>("tree_roots")
  static let schema = OperatorSchema(
    "TreeEnsemble", domain: "ai.onnx.ml", inputs: [.one("X", "T")], outputs: [.one("Y", "T")],
    history: [
      .since(
        5, ["T": .ieeeFloats],
        attributes: [
          aggregateFunction.or(1), leafTargetids.required, leafWeights.required,
          membershipValues.optional, nTargets.optional, nodesFalseleafs.required,
          nodesFalsenodeids.required, nodesFeatureids.required, nodesHitrates.optional,
          nodesMissingValueTracksTrue.optional, nodesModes.required, nodesSplits.required,
          nodesTrueleafs.required, nodesTruenodeids.required, postTransform.or(0),
          treeRoots.required,
        ])
    ])
  static let tolerance = Tolerance.accumulated

  private let trees: DecisionTrees
  private let fold: DecisionTrees.Fold
  private let finish: ScoreFinish

  init(_ node: NodeReader) throws(OperatorError) {
    let modes = try node[Self.nodesModes]
    guard let codes = modes.integers, let splits = try node[Self.nodesSplits].doubles,
      let weights = try node[Self.leafWeights].doubles
    else { throw .attribute("nodes_modes", found: modes.dtype.name, expected: "uint8") }
    let (foldCode, transformCode) = (try node[Self.aggregateFunction], try node[Self.postTransform])
    guard (0...3).contains(foldCode), let fold = DecisionTrees.Fold(rawValue: foldCode) else {
      throw .attribute("aggregate_function", found: "\(foldCode)", expected: "0, 1, 2 or 3")
    }
    guard let transform = PostTransform(rawValue: transformCode) else {
      throw .attribute("post_transform", found: "\(transformCode)", expected: "0 to 4")
    }
    self.fold = fold
    let targets = try node[Self.leafTargetids]
    let greatest = min(targets.max() ?? 0, ScoreFinish.mostClasses)
    let count = node[ifPresent: Self.nTargets] ?? greatest + 1
    guard (0...ScoreFinish.mostClasses).contains(count) else {
      throw .attribute("n_targets", found: "\(count)", expected: "0 to \(ScoreFinish.mostClasses)")
    }
    guard weights.count == targets.count else {
      throw .mismatch("\(weights.count) leaves have weights, but \(targets.count) targets")
    }
    finish = ScoreFinish(classes: count, transform: transform)
    trees = try DecisionTrees(
      roots: try node[Self.treeRoots], modes: codes, splits: splits,
      features: try node[Self.nodesFeatureids],
      branches: (try node[Self.nodesTruenodeids], try node[Self.nodesFalsenodeids]),
      areLeaves: (
        try node[Self.nodesTrueleafs].map { $0 != 0 },
        try node[Self.nodesFalseleafs].map { $0 != 0 }
      ), missing: node[ifPresent: Self.nodesMissingValueTracksTrue],
      members: node[ifPresent: Self.membershipValues]?.doubles,
      votes: try LeafVotes(
        ends: Array(0...targets.count), targets: targets, weights: weights, of: count,
        named: "leaf_targetids"))
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else {
      return [.tensor(TensorType(x.dtype, [.unknown, .known(finish.classes)]))]
    }
    guard dims.count == 2 else { throw .rank(input: 0, found: dims.count, expected: "2") }
    try trees.check(features: dims[1].value)
    return [try TensorType(x.dtype, [dims[0], .known(finish.classes)]).checked()]
  }

  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    request.wideCopies + finish.scratch(rows: request.rowCount(0))
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let values): y = .float(scores(values, x))
    case .double(let values): y = .double(scores(values, x))
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, [x.shape[0], finish.classes])]
  }

  private func scores<F: WideFloat>(_ values: Buffer<F>, _ x: Tensor) -> Buffer<F> {
    finish.finished(
      trees.scores(
        values, rows: x.shape[0], features: x.shape[1], targets: finish.classes, fold,
        from: F(start(x.dtype)))
    ).scores
  }

  /// What a target starts from.
  private func start(_ dtype: DType) -> Double {
    let most = dtype.floatFormat?.greatest ?? .greatestFiniteMagnitude
    return fold == .min ? most : fold == .max ? -most : 0
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    _ = try infer(request.inference)
    let x = try request.tensor(0)
    let type = ScoreType(x.dtype)
    if let reason = type.lacks(request.device) { return .host(reason) }
    guard finish.trips <= request.device.tripBudget,
      let walks = trees.dispatches(
        x, type, targets: finish.classes, fold, from: start(x.dtype), request.device)
    else { return .host(.device("walks of so many steps")) }
    return .dispatches(
      walks.dispatches + [finish.dispatch(rows: x.shape[0], type, into: (0, x.dtype))],
      scratch: walks.scratch)
  }
}

extension TreeEnsemble {
  /// Two trees over two features, of three and two leaves.
  private static func forest(
    modes: [Double] = [0, 0, 0], _ attributes: [String: SampleAttribute] = [:]
  ) -> [String: SampleAttribute] {
    [
      "leaf_targetids": [0, 1, 0, 1, 0], "n_targets": 2, "nodes_falseleafs": [0, 1, 1],
      "nodes_falsenodeids": [1, 2, 4], "nodes_featureids": [0, 1, 1], "nodes_trueleafs": [1, 1, 1],
      "nodes_truenodeids": [0, 1, 3], "tree_roots": [0, 2],
      "nodes_modes": .tensor(Draw.list(modes, [3]).of(.uint8)),
      "nodes_splits": .tensor(.list(0.25, 0, -0.5).like("T")),
      "leaf_weights": .tensor(.list(0.5, -1, 0.75, 2, -0.25).like("T")),
    ].merging(attributes) { $1 }
  }

  static let samples: [Sample] =
    (0...3).map { Sample([.normal(7, 2)], forest(["aggregate_function": .int($0)])) }
    + (1...3).map { Sample([.normal(7, 2)], forest(["post_transform": .int($0)])) }
    + [1.0, 2, 3, 4, 5].map { mode in
      Sample(
        [.list([0.25, -0.5, 0.25, 0, 1, 0, -1, -0.5, .nan, 0.5], [5, 2])],
        forest(modes: [mode, mode, 0]))
    } + [
      Sample(
        [.list([.nan, -0.5, 0.25, .nan, .nan, .nan], [3, 2])],
        forest(["nodes_missing_value_tracks_true": [1, 0, 1]])),
      Sample(
        [.list([1, 0, 3, -0.5, 2, 2, 4, 0], [4, 2])],
        forest(
          modes: [6, 0, 6],
          ["membership_values": .tensor(.list(1, 3, .nan, 0, 2, .nan).like("T"))])),
      Sample(
        [.normal(3, 2)],
        forest(["nodes_hitrates": .tensor(.list(1, 2, 3).like("T"))])),
      Sample([.normal(0, 2)], forest()), Sample([.special(17, 2)], forest()),
      .refused(.shape, "X has two axes", [.normal(2)], forest()),
      .refused(.shape, "X has the features of nodes", [.normal(3, 1)], forest()),
      .refused(
        .attribute, "lists of nodes are as long", [.normal(3, 2)],
        forest(["nodes_featureids": [0, 1]])),
      .refused(
        .attribute, "lists of leaves are as long", [.normal(3, 2)],
        forest(["leaf_targetids": [0, 1]])),
      .refused(
        .attribute, "aggregate_function is 0 to 3", [.normal(3, 2)],
        forest(["aggregate_function": 4])),
      .refused(
        .attribute, "a branch is there", [.normal(3, 2)],
        forest(["nodes_truenodeids": [0, 1, 9]])),
    ]

  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    try trees.estimate(self, request, fold, finish, output: 0)
  }
}
