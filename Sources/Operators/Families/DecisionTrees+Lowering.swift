import Graphs
import Tensors

extension DecisionTrees {
  /// Dispatches that leave the folded votes of each row in scratch tensor 0: an invocation a
  /// row and tree walks, one a row adds the votes up, tree after tree.
  ///
  /// - Returns: also the types of scratch tensors 0, the scores, to 2; `nil` where a walk or a leaf is
  ///   too long for one invocation.
  func dispatches(
    _ x: (dtype: DType, shape: Shape), _ type: ScoreType, targets: Int, _ fold: Fold,
    from start: Double, _ device: DeviceTraits
  ) -> (dispatches: [Dispatch], scratch: [TensorType])? {
    let (rows, features) = (x.shape.rowCount, x.shape.dims.last ?? 1)
    let longest = members.map(\.count).max() ?? 0
    let walkTrips = depth * (1 + longest)
    // The starts of a row's targets and the votes of one tree have to fit.
    let room = (device.tripBudget - 2 * targets) / (1 + votes.most)
    guard walkTrips <= device.tripBudget, room > 0 else { return nil }
    let memory = max(1, Self.leafMemory / max(rows, 1))
    let count = max(1, min(roots.count, room, memory))
    let nodes = nodeParameters(type)
    let leaves = voteParameters(type)
    var dispatches: [Dispatch] = []
    for first in stride(from: 0, to: max(roots.count, 1), by: count) {
      let trees = min(count, roots.count - first)
      dispatches.append(
        Dispatch(
          "Learning/DecisionTrees.Walk.comp", defines: type.defines,
          bindings: [.read("x", .input(0), x.dtype), .write("leaf", .scratch(1), .uint32)],
          parameters: [
            .uint("count", rows * trees), .uint("rows", max(rows, 1)),
            .uint("extent", features), .uint("first", first), .uint("depth", depth),
          ] + nodes, invocations: (rows * trees, 1, 1), tripBound: walkTrips))
      dispatches.append(
        Dispatch(
          "Learning/DecisionTrees.Fold.comp",
          defines: type.defines.merging([
            "FOLD": String(fold.rawValue), "STARTS": first == 0 ? "1" : "0",
            "ENDS": first + trees == roots.count ? "1" : "0",
          ]) { $1 },
          bindings: [
            .read("leaf", .scratch(1), .uint32), .readWrite("scores", .scratch(0), type.dtype),
          ] + (fold == .exactSum ? [.readWrite("rests", .scratch(2), type.dtype)] : []),
          parameters: [
            .uint("count", rows), .uint("targets", targets), .uint("trees", trees),
            .uint("share", roots.count), .uints("start", type.words([start])),
          ] + leaves, invocations: (rows, 1, 1),
          tripBound: 2 * targets + trees * (1 + votes.most)))
    }
    let scores = TensorType(type.dtype, [.known(max(1, rows * targets))])
    return (
      dispatches, [scores, TensorType(.uint32, [.known(max(1, rows * count))]), scores]
    )
  }

  /// The most leaves that are kept between walks and sums, but for one a row.
  private static let leafMemory = 1 << 24

  private func nodeParameters(_ type: ScoreType) -> [Parameter] {
    let places = members.isEmpty ? [] : members
    let ends = places.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    return [
      .ints("roots", roots.map { Int($0) }),
      .uints("features", nodes.map { Int($0.feature) }),
      .ints("when_true", nodes.map { Int($0.whenTrue) }),
      .ints("when_false", nodes.map { Int($0.whenFalse) }),
      .uints("modes", nodes.map { Int($0.mode.rawValue) + ($0.missing ? 8 : 0) }),
      .uints("splits", type.words(nodes.map(\.split))), .uints("ends", ends),
      .uints("members", type.words(places.flatMap { $0 })),
    ]
  }

  private func voteParameters(_ type: ScoreType) -> [Parameter] {
    [
      .uints("ends", votes.ends), .uints("vote_targets", votes.targets.map { Int($0) }),
      .uints("weights", type.words(votes.weights)),
    ]
  }
}
