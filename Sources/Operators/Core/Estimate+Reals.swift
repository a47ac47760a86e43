import Graphs
import Tensors

extension Estimate {
  /// The exact outputs with the errors that formulas give, one a formula; `nil` is an output that nobody
  /// asked for.
  static func outputs(
    of operation: any Operator, _ request: EstimateRequest, _ formulas: [Reals?]
  ) throws(OperatorError) -> [Estimate?] {
    let center = try request.evaluate(operation, request.values)
    let types = try request.types(operation)
    var estimates: [Estimate?] = []
    for (index, value) in center.enumerated() {
      guard let exact = value?.tensor, index < types.count, let dtype = types[index].tensor?.dtype
      else {
        estimates.append(nil)
        continue
      }
      guard index < formulas.count, let formula = formulas[index],
        formula.errors.count == exact.count
      else { throw .unbounded("output \(index) of \(operation.title.name)") }
      let doubles = exact.inDoubles
      let errors = zip(doubles.doubles ?? [], formula.errors).map {
        $1 + exact.rounding(at: $0.magnitude)
      }
      estimates.append(Estimate(doubles, dtype: dtype, errors: Buffer(errors)))
    }
    return estimates
  }
}
