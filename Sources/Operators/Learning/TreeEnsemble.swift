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

  let trees: DecisionTrees
  let fold: DecisionTrees.Fold
  let transform: DecisionTrees.Transform
  let targetCount: Int

  init(_ node: NodeReader) throws(OperatorError) {
    func integers(_ key: AttributeKey<[Int]>) throws(OperatorError) -> [Int] { try node[key] }
    let modes = try node[Self.nodesModes]
    guard let codes = modes.integers, let splits = try node[Self.nodesSplits].doubles,
      let weights = try node[Self.leafWeights].doubles
    else { throw .attribute("nodes_modes", found: modes.dtype.name, expected: "uint8") }
    trees = try DecisionTrees(
      roots: try node[Self.treeRoots], modes: codes, splits: splits,
      features: try node[Self.nodesFeatureids],
      branches: (try node[Self.nodesTruenodeids], try node[Self.nodesFalsenodeids]),
      areLeaves: (
        try node[Self.nodesTrueleafs].map { $0 != 0 },
        try node[Self.nodesFalseleafs].map { $0 != 0 }
      ), missing: node[ifPresent: Self.nodesMissingValueTracksTrue],
      members: node[ifPresent: Self.membershipValues]?.doubles, weights: weights,
      targets: try node[Self.leafTargetids])
    let (foldCode, transformCode) = (try node[Self.aggregateFunction], try node[Self.postTransform])
    guard let fold = DecisionTrees.Fold(rawValue: foldCode) else {
      throw .attribute("aggregate_function", found: "\(foldCode)", expected: "0, 1, 2 or 3")
    }
    guard let transform = DecisionTrees.Transform(rawValue: transformCode) else {
      throw .attribute("post_transform", found: "\(transformCode)", expected: "0 to 4")
    }
    (self.fold, self.transform) = (fold, transform)
    let greatest = trees.targets.max() ?? 0
    targetCount = node[ifPresent: Self.nTargets] ?? min(greatest, 1 << 32) + 1
    guard trees.targets.allSatisfy({ $0 >= 0 }), greatest < targetCount else {
      throw .attribute(
        "leaf_targetids", found: "\(trees.targets)", expected: "below n_targets, \(targetCount)")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    guard let dims = x.dims else {
      return [.tensor(TensorType(x.dtype, [.unknown, .known(targetCount)]))]
    }
    guard dims.count == 2 else { throw .rank(input: 0, found: dims.count, expected: "2") }
    if let features = dims[1].value, let most = trees.features.max(), most >= features {
      throw .mismatch("a node asks for feature \(most), but the input has \(features)")
    }
    return [.tensor(TensorType(x.dtype, [dims[0], .known(targetCount)]))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let x = try inputs.tensor(0)
    let y: WideBuffer
    switch try inputs.wide(0) {
    case .float(let values): y = .float(scores(values, x.shape, x.dtype))
    case .double(let values): y = .double(scores(values, x.shape, x.dtype))
    case .int, .uint: throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    return [try .narrowing(y, to: x.dtype, [x.shape[0], targetCount])]
  }

  /// What a target starts from.
  private func start(_ dtype: DType) -> Double {
    let most = dtype.floatFormat?.greatest ?? .greatestFiniteMagnitude
    return fold == .min ? most : fold == .max ? -most : 0
  }

  private func scores<F: WideFloat>(_ x: Buffer<F>, _ shape: Shape, _ dtype: DType) -> Buffer<F> {
    let start = F(start(dtype))
    return Buffer(count: shape[0] * targetCount) { out in
      out.initialize(repeating: start)
      for row in 0..<shape[0] {
        let scores = UnsafeMutableBufferPointer(
          rebasing: out[(row * targetCount)..<((row + 1) * targetCount)])
        for root in trees.roots {
          let leaf = trees.leaf(from: root) { x[row * shape[1] + $0] }
          let (target, weight) = (trees.targets[leaf], F(trees.weights[leaf]))
          switch fold {
          case .average: scores[target] += weight / F(trees.roots.count)
          case .sum: scores[target] += weight
          case .min: scores[target] = Swift.min(scores[target], weight)
          case .max: scores[target] = Swift.max(scores[target], weight)
          }
        }
        transform.apply(scores)
      }
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    _ = try infer(request.inference)
    let (dtype, shape) = try request.tensor(0)
    let longest = trees.members.map(\.count).max() ?? 0
    let trips = trees.roots.count * trees.depth * (1 + longest) + 5 * targetCount
    guard trips <= request.device.tripBudget else {
      return .host(.device("walks of \(trips) steps"))
    }
    let isWide = dtype == .double
    let wide: DType = isWide ? .double : .float
    func words(_ values: [Double]) -> [Int] {
      let words =
        isWide
        ? values.flatMap { [Int($0.bitPattern & 0xffff_ffff), Int($0.bitPattern >> 32)] }
        : values.map { Int(Float($0).bitPattern) }
      return words.isEmpty ? [0, 0] : words
    }
    let flags = trees.modes.indices.map { node in
      (trees.areLeaves.whenTrue[node] ? 1 : 0) + (trees.areLeaves.whenFalse[node] ? 2 : 0)
        + (trees.missing[node] ? 4 : 0)
    }
    let ends = trees.members.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    return .dispatches(
      [
        Dispatch(
          "TreeEnsemble.comp",
          defines: [
            "C": isWide ? "double" : "float", "FOLD": String(fold.rawValue),
            "TRANSFORM": String(transform.rawValue), "IS_WIDE": isWide ? "1" : "0",
          ],
          bindings: [
            .read("x", .input(0), dtype), .readWrite("scores", .scratch(0), wide),
            .write("y", .output(0), dtype),
          ],
          parameters: [
            .uint("count", shape[0]), .uint("extent", shape[1]), .uint("targets", targetCount),
            .uint("trees", trees.roots.count), .uint("depth", trees.depth),
            .uints("start", words([start(dtype)])), .uints("roots", trees.roots),
            .uints("modes", trees.modes.map(\.rawValue)), .uints("features", trees.features),
            .uints("when_true", trees.branches.whenTrue),
            .uints("when_false", trees.branches.whenFalse), .uints("flags", flags),
            .uints("splits", words(trees.splits)), .uints("ends", ends),
            .uints("members", words(trees.members.flatMap { $0 })),
            .uints("weights", words(trees.weights)), .uints("leaf_targets", trees.targets),
          ], invocations: (shape[0], 1, 1), tripBound: trips)
      ], scratch: [TensorType(wide, [max(1, shape[0] * targetCount)])])
  }
}
