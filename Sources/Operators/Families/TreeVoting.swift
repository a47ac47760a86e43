import Graphs
import Tensors

/// The attributes and the work that TreeEnsembleClassifier and TreeEnsembleRegressor share.
struct TreeVoting: Sendable {
  static let baseValues = AttributeKey<[Float]>("base_values")
  static let baseValuesAsTensor = AttributeKey<Tensor>("base_values_as_tensor")
  static let nodesFalsenodeids = AttributeKey<[Int]>("nodes_falsenodeids")
  static let nodesFeatureids = AttributeKey<[Int]>("nodes_featureids")
  static let nodesHitrates = AttributeKey<[Float]>("nodes_hitrates")
  static let nodesHitratesAsTensor = AttributeKey<Tensor>("nodes_hitrates_as_tensor")
  static let nodesMissingValueTracksTrue = AttributeKey<[Int]>("nodes_missing_value_tracks_true")
  static let nodesModes = AttributeKey<[String]>("nodes_modes")
  static let nodesNodeids = AttributeKey<[Int]>("nodes_nodeids")
  static let nodesTreeids = AttributeKey<[Int]>("nodes_treeids")
  static let nodesTruenodeids = AttributeKey<[Int]>("nodes_truenodeids")
  static let nodesValues = AttributeKey<[Float]>("nodes_values")
  static let nodesValuesAsTensor = AttributeKey<Tensor>("nodes_values_as_tensor")

  /// Those of every revision.
  static let attributes: [AttributeDeclaration] = [
    baseValues.optional, nodesFalsenodeids.optional, nodesFeatureids.optional,
    nodesHitrates.optional, nodesMissingValueTracksTrue.optional, nodesModes.optional,
    nodesNodeids.optional, nodesTreeids.optional, nodesTruenodeids.optional, nodesValues.optional,
    PostTransform.key.or("NONE"),
  ]
  /// Those that came with revision 3.
  static let tensorAttributes: [AttributeDeclaration] = [
    baseValuesAsTensor.optional, nodesHitratesAsTensor.optional, nodesValuesAsTensor.optional,
  ]

  let trees: DecisionTrees
  let fold: DecisionTrees.Fold
  /// Whether a table of doubles makes the sums double.
  let isWide: Bool

  /// The numbers of an attribute or of its tensor, and whether they are double.
  static func numbers(
    _ node: NodeReader, _ list: AttributeKey<[Float]>, _ tensor: AttributeKey<Tensor>
  ) throws(OperatorError) -> (values: [Double], areDouble: Bool) {
    guard let given = node[ifPresent: tensor], given.count > 0 else {
      return ((node[ifPresent: list] ?? []).map { Double($0) }, false)
    }
    guard given.dtype == .float || given.dtype == .double, let values = given.doubles else {
      throw .attribute(tensor.name, found: given.dtype.name, expected: "float or double")
    }
    return (values, given.dtype == .double)
  }

  /// - Parameters:
  ///   - targets: how many targets votes may be for.
  ///   - isWide: whether another table is double.
  init(
    _ node: NodeReader, _ votes: VoteList, targets: Int, _ fold: DecisionTrees.Fold, isWide: Bool
  ) throws(OperatorError) {
    let splits = try Self.numbers(node, Self.nodesValues, Self.nodesValuesAsTensor)
    func integers(_ key: AttributeKey<[Int]>) -> [Int] { node[ifPresent: key] ?? [] }
    let missing = integers(Self.nodesMissingValueTracksTrue)
    trees = try DecisionTrees(
      NodeList(
        trees: integers(Self.nodesTreeids), nodes: integers(Self.nodesNodeids),
        modes: node[ifPresent: Self.nodesModes] ?? [], features: integers(Self.nodesFeatureids),
        splits: splits.values, whenTrue: integers(Self.nodesTruenodeids),
        whenFalse: integers(Self.nodesFalsenodeids), missing: missing.isEmpty ? nil : missing),
      votes, targets: targets)
    self.fold = fold
    self.isWide = isWide || splits.areDouble
  }

  /// What a target has before the first vote: a NaN that any vote replaces where one is the result.
  var start: Double { fold == .min || fold == .max ? .nan : 0 }

  /// The votes of each row, finished, and the best target.
  func evaluate(
    _ inputs: Evaluation, _ finish: ScoreFinish
  ) throws(OperatorError) -> (scores: WideBuffer, best: Buffer<Int32>, rows: Int) {
    let shape = try inputs.tensor(0).shape
    let (rows, features) = (shape.rowCount, shape.dims.last ?? 1)
    try trees.check(features: features)
    switch try inputs.features(0, table: isWide) {
    case .float(let x):
      let y = finish.finished(
        trees.scores(
          x, rows: rows, features: features, targets: finish.classes, fold, from: Float(start)))
      return (.float(y.scores), y.best, rows)
    case .double(let x):
      let y = finish.finished(
        trees.scores(
          x, rows: rows, features: features, targets: finish.classes, fold, from: start))
      return (.double(y.scores), y.best, rows)
    case .int, .uint:
      throw .wrongType(input: 0, found: "of integers", expected: "a float type")
    }
  }

  func lower(
    _ request: LoweringRequest, _ finish: ScoreFinish, into output: Int,
    labels: (index: Int, values: [Int64])? = nil
  ) throws(OperatorError) -> Lowering {
    let x = try request.tensor(0)
    try trees.check(features: x.shape.dims.last ?? 1)
    let type = ScoreType(x.dtype, table: isWide)
    if let reason = type.lacks(request.device) { return .host(reason) }
    let rows = x.shape.rowCount
    guard finish.trips <= request.device.tripBudget,
      let walks = trees.dispatches(
        x, type, targets: finish.classes, fold, from: start, request.device)
    else { return .host(.device("walks of so many steps")) }
    let last = finish.dispatch(rows: rows, type, into: (output, .float), labels: labels)
    return .dispatches(
      walks.dispatches + [last],
      scratch: walks.scratch)
  }
}
