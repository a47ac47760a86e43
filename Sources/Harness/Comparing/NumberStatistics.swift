internal import Graphs
package import Tensors

/// What a tensor's numbers are on the whole.
package struct NumberStatistics: Sendable {
  /// Offsets of the least and the greatest number that is finite, in row-major order.
  package private(set) var least: Int?
  package private(set) var greatest: Int?
  /// Of those that are finite.
  package private(set) var mean: Double?
  package private(set) var zeros = 0
  package private(set) var nans = 0
  package private(set) var infinities = 0
  private let numbers: [Double]

  /// `nil` of strings and complex numbers; booleans count as 0 and 1.
  package init?(_ tensor: Tensor) {
    guard let numbers = tensor.numbers else { return nil }
    self.numbers = numbers
    var (sum, count) = (0.0, 0)
    for (offset, x) in numbers.enumerated() {
      guard x.isFinite else {
        if x.isNaN { nans += 1 } else { infinities += 1 }
        continue
      }
      if x == 0 { zeros += 1 }
      if least.map({ x < numbers[$0] }) ?? true { least = offset }
      if greatest.map({ x > numbers[$0] }) ?? true { greatest = offset }
      sum += x
      count += 1
    }
    mean = count == 0 ? nil : sum / Double(count)
  }

  package var minimum: Double? { least.map { numbers[$0] } }
  package var maximum: Double? { greatest.map { numbers[$0] } }
}
