package import Graphs
import Tensors

/// An operator whose work is products that are summed.
package protocol SumOfProducts: Operator {
  /// Multiplications with an addition; `nil` where extents are not known.
  func multiplyAddCount(_ inputs: [ValueType?], _ output: ValueType) -> Double?
}

extension Operator {
  /// Multiplications with an addition of all outputs; `nil` where the operator does not say, or extents
  /// are not known.
  package func productCount(_ inputs: [ValueType?], _ output: ValueType) -> Double? {
    let own = (self as? any FusedOperator)?.leading ?? self
    return (own as? any SumOfProducts)?.multiplyAddCount(inputs, output)
  }
}

extension MatMul: SumOfProducts {
  /// One for each element of Y and of A's last axis.
  package func multiplyAddCount(_ inputs: [ValueType?], _ output: ValueType) -> Double? {
    guard let a = inputs.shape(0), let y = output.tensor?.shape else { return nil }
    return Double(y.count) * Double(a.dims.last ?? 1)
  }
}

extension Gemm: SumOfProducts {
  /// One for each element of Y and of the axis that A' and B' share.
  package func multiplyAddCount(_ inputs: [ValueType?], _ output: ValueType) -> Double? {
    guard let a = inputs.shape(0), a.rank == 2, let y = output.tensor?.shape else { return nil }
    return Double(y.count) * Double(a[transposesA ? 0 : 1])
  }
}

extension Conv: SumOfProducts {
  /// One for each element of Y and of one output channel's weights; taps in the padding count too.
  package func multiplyAddCount(_ inputs: [ValueType?], _ output: ValueType) -> Double? {
    guard let w = inputs.shape(1), let y = output.tensor?.shape else { return nil }
    return Double(y.count) * Double(w.dims.dropFirst().reduce(1, *))
  }
}

extension ConvTranspose: SumOfProducts {
  /// One for each element of X and of one input channel's weights; what is cropped counts too.
  package func multiplyAddCount(_ inputs: [ValueType?], _ output: ValueType) -> Double? {
    guard let x = inputs.shape(0), let w = inputs.shape(1) else { return nil }
    return Double(x.count) * Double(w.dims.dropFirst().reduce(1, *))
  }
}

extension [ValueType?] {
  fileprivate func shape(_ index: Int) -> Shape? {
    indices.contains(index) ? self[index]?.tensor?.shape : nil
  }
}
