import Graphs
import Tensors

extension Tensor {
  /// Elements of a tensor that are looked at one by one.
  static let mostSingled = 64
  /// Elements of a tensor whose numbers are weighed.
  private static let mostWeighed = 4096

  /// How far the numbers are from zeros: 1 for each one, 2 for another integer, 4 for what is none, and
  /// 1 for each different number. Strings count as what is none.
  var restlessness: Int {
    guard count <= Self.mostWeighed, let numbers = doubles else { return 5 * count }
    let weights = numbers.reduce(0) { sum, number in
      sum + (number == 0 ? 0 : number == 1 ? 1 : number == number.rounded() ? 2 : 4)
    }
    return weights + Set(numbers.map(\.bitPattern)).subtracting([0]).count
  }

  /// Tensors of simpler numbers, the simplest first.
  var simpler: [Tensor] {
    guard let first = doubles?.first else { return [] }
    let uniform = [0.0, 1, first].map { Tensor(dtype, shape, repeating: [$0]) }
    guard dtype.isFloat else { return uniform }
    return uniform + [mapped { _, number in number.small }]
  }

  /// With a stretch of simpler numbers, the simplest first.
  func simpler(_ first: Int, _ length: Int) -> [Tensor] {
    guard doubles != nil else { return [] }
    let range = first..<first + length
    let changes: [(Double) -> Double] = [{ _ in 0 }, { _ in 1 }] + (dtype.isFloat ? [\.small] : [])
    return changes.map { change in
      mapped { range.contains($0) ? change($1) : $1 }
    }
  }

  private func mapped(_ change: (Int, Double) -> Double) -> Tensor {
    let numbers = (doubles ?? []).enumerated().map { change($0.offset, $0.element) }
    return Tensor(dtype, shape, repeating: numbers)
  }
}

extension Double {
  /// The nearest of -8…8; NaN and infinities stay.
  fileprivate var small: Double { isFinite ? Swift.max(-8, Swift.min(8, rounded())) : self }
}
