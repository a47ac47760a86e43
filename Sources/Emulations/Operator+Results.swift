import Graphs
import Tensors

extension Operator {
  /// The outputs for inputs that an emulation made, which are looked at as a runtime looks at a model's.
  ///
  /// - Throws: what the standard, or the operator, says of such inputs; `.tooLarge` for an output of more
  ///   than 2^24 elements.
  func results(of inputs: Evaluation) throws -> [Value?] {
    let types = inputs.values.map { $0.map(ValueType.init(of:)) }
    let objections = Self.schema.history.map { $0.objection(to: types) }
    if !objections.contains(nil), case let reason?? = objections.last { throw reason }
    let inference = Inference(
      types: types, known: inputs.values, outputCount: max(inputs.wanted.count, 1))
    do throws(OperatorError) {
      for output in try infer(inference) {
        guard let tensor = output.tensor, let count = tensor.shape?.checkedCount else { continue }
        if count > Self.mostElements { throw .tooLarge(tensor, most: Self.mostElements) }
      }
    } catch {
      guard case .unknownValue = error else { throw error }
    }
    return try evaluate(inputs)
  }

  /// Elements of an output that an emulation makes.
  private static var mostElements: Int { 1 << 24 }
}
