import Glibc
import Graphs
import Tensors

extension Node {
  /// The sum of terms along axes: elements, magnitudes or squares, as products with 1 or themselves.
  func reduction(_ inputs: Evaluation, _ output: Shape) -> SumOfProducts? {
    guard let x = inputs.tensor(0), x.rank > 0, x.count > 0, var a = x.doubles,
      let axes = reducedAxes(inputs, rank: x.rank)
    else { return nil }
    let strides = x.shape.strides
    let kept = (0..<x.rank).filter { !axes.contains($0) }
    let starts = Shape(kept.map { x.shape[$0] }).offsets(strides: kept.map { strides[$0] })
    let steps = Shape(axes.map { x.shape[$0] }).offsets(strides: axes.map { strides[$0] })
    guard starts.count == output.count else { return nil }
    let name = operatorName
    if name == "ReduceL1" { a = a.map(\.magnitude) }
    let isSquared = name == "ReduceL2" || name == "ReduceSumSquare"
    let b = isSquared ? a : Array(repeating: 1, count: a.count)
    let count = Double(steps.count)
    return SumOfProducts(a: a, b: b) { place in
      steps.map { (starts[place] + $0, starts[place] + $0) }
    } finish: { _, sum, rounded in
      switch name {
      case "ReduceMean", "GlobalAveragePool": rounded(sum / count)
      case "ReduceL2": rounded(sum.squareRoot())
      case "ReduceLogSum": rounded(log(sum))
      default: sum
      }
    }
  }

  /// The axes that are summed over, ascending; `nil` where that can't be said, or none is.
  private func reducedAxes(_ inputs: Evaluation, rank: Int) -> [Int]? {
    if operatorName == "GlobalAveragePool" { return rank > 2 ? Array(2..<rank) : nil }
    let given = integers("axes") ?? inputs.tensor(1)?.integers ?? []
    if given.isEmpty { return integer("noop_with_empty_axes") == 1 ? nil : Array(0..<rank) }
    return Set(given.map { $0 < 0 ? $0 + rank : $0 }).sorted()
  }
}
