import Graphs
import Tensors

/// The probabilities of classes, from a decision for each pair of them, as libsvm finds them.
///
/// Platt's scaling makes a decision d the probability `1 / (1 + e ^ (A · d + B))` of the pair's first
/// class, kept within 1e-7 of 0 and 1. Classes' probabilities are those that minimise
/// `Σ (r(j, i) · p(i) - r(i, j) · p(j))²`, by the steps and within the error, 0.005 over the number of
/// classes, of Wu, Lin and Weng's second method, so that they are scikit-learn's. All of it is in
/// double: steps that ended early would show.
struct PairwiseCoupling: Sendable {
  /// A and B of each pair.
  let slopes: [Float]
  let shifts: [Float]
  let classes: Int

  var pairCount: Int { classes * (classes - 1) / 2 }
  private var stepCount: Int { max(100, classes) }

  /// The probabilities of a row's classes.
  func probabilities<F: WideFloat>(_ decisions: UnsafePointer<F>) -> [Double] {
    let shares = (0..<pairCount).map { pair in
      let exponent = Double(decisions[pair]) * Double(slopes[pair]) + Double(shifts[pair])
      let share = 1 / (1 + Double.exp(exponent))
      let (least, most) = (1e-7, 1 - 1e-7)
      let raised = share < least ? least : share
      return raised > most ? most : raised
    }
    return coupled(shares)
  }

  private func coupled(_ shares: [Double]) -> [Double] {
    var matrix = [Double](repeating: 0, count: classes * classes)
    for t in 0..<classes {
      var sum = 0.0
      for j in 0..<classes where j != t {
        let share = shares[pair(min(j, t), max(j, t))]
        let other = j < t ? share : 1 - share
        sum += other * other
        matrix[t * classes + j] = -((1 - share) * share)
      }
      matrix[t * classes + t] = sum
    }
    var result = [Double](repeating: 1 / Double(classes), count: classes)
    var gradient = [Double](repeating: 0, count: classes)
    for _ in 0..<stepCount {
      var mean = 0.0
      for t in 0..<classes {
        var sum = 0.0
        for j in 0..<classes { sum += matrix[t * classes + j] * result[j] }
        gradient[t] = sum
        mean += result[t] * sum
      }
      var worst = 0.0
      for t in 0..<classes {
        let error = (gradient[t] - mean).magnitude
        worst = error > worst ? error : worst
      }
      if worst < 0.005 / Double(classes) { break }
      for t in 0..<classes {
        let (diagonal, own) = (matrix[t * classes + t], gradient[t])
        let change = (mean - own) / diagonal
        let scale = 1 + change
        result[t] += change
        mean = (mean + change * (change * diagonal + 2 * own)) / scale / scale
        for j in 0..<classes {
          gradient[j] = (gradient[j] + change * matrix[t * classes + j]) / scale
          result[j] /= scale
        }
      }
    }
    return result
  }

  /// The number of the pair of classes a < b.
  private func pair(_ a: Int, _ b: Int) -> Int { a * (2 * classes - a - 1) / 2 + b - a - 1 }

  /// Dispatches that turn the decisions of scratch tensor 0 into probabilities in scratch tensor
  /// `scores`, by way of the four scratch tensors from `first` on; `nil` where one step is too long for
  /// an invocation.
  func dispatches(
    rows: Int, _ type: ScoreType, first: Int, into scores: Int, _ device: DeviceTraits
  ) -> (dispatches: [Dispatch], scratch: [TensorType])? {
    let step = 2 * classes * classes + 5 * classes
    let edges = classes * classes + 3 * classes
    guard edges + step <= device.tripBudget else { return nil }
    let most = (device.tripBudget - edges) / step
    func parameters(_ steps: Int) -> [Parameter] {
      [
        .uint("count", rows), .uint("classes", classes), .uint("pairs_", pairCount),
        .uint("steps", steps),
      ]
    }
    var dispatches = [
      Dispatch(
        "Learning/SupportVectors.Pairs.comp",
        bindings: [
          .read("scores", .scratch(0), type.dtype), .write("pairs", .scratch(first), .double),
        ],
        parameters: [
          .uint("count", rows * pairCount), .uint("machines", pairCount),
          .floats("slopes", slopes), .floats("shifts", shifts),
        ], invocations: (rows * pairCount, 1, 1))
    ]
    var done = 0
    while done < stepCount {
      let steps = min(most, stepCount - done)
      let isLast = done + steps == stepCount
      var bindings: [Binding] = [
        .read("pairs", .scratch(first), .double),
        .readWrite("diagonal", .scratch(first + 1), .double),
        .readWrite("shares", .scratch(first + 2), .double),
        .readWrite("slopes", .scratch(first + 3), .double),
      ]
      if isLast { bindings.append(.write("scores", .scratch(scores), type.dtype)) }
      dispatches.append(
        Dispatch(
          "Learning/SupportVectors.Coupling.comp",
          defines: ["STARTS": done == 0 ? "1" : "0", "ENDS": isLast ? "1" : "0"],
          bindings: bindings, parameters: parameters(steps), invocations: (rows, 1, 1),
          tripBound: edges + steps * step))
      done += steps
    }
    let lists = [pairCount, classes, classes, classes].map {
      TensorType(.double, [.known(max(1, rows * $0))])
    }
    return (dispatches, lists)
  }
}
