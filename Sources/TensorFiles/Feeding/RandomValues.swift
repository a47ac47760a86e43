import GeneratedCases
import Graphs
import Tensors

/// Values of an input's type from a seed, the same on every machine.
struct RandomValues {
  private var random: Randomness
  private let range: ClosedRange<Double>?

  /// - Parameters:
  ///   - name: of the input, so that two of one seed differ.
  ///   - range: of uniform numbers; without it floats are about the normal distribution of standard
  ///     deviation ½, integers 0 to 3, and truth values tossed.
  init(seed: UInt64, name: String, in range: ClosedRange<Double>? = nil) {
    random = Randomness("\(seed) \(name)")
    self.range = range
  }

  /// - Parameter shape: of tensors whose extents are all known.
  mutating func value(_ type: ValueType, _ shape: (TensorType) throws(FeedError) -> Shape)
    throws(FeedError) -> Value
  {
    switch type {
    case .tensor(let type):
      if let range, let objection = type.dtype.objection(to: range) { throw FeedError(objection) }
      return .tensor(tensor(type.dtype, try shape(type)))
    case .optional(let element?):
      guard let kind = element.kind else { break }
      return .optional(try value(element, shape), of: kind)
    case .sequence(let element?):
      guard let kind = element.kind else { break }
      return .sequence([try value(element, shape), try value(element, shape)], of: kind)
    case .optional, .sequence, .map, .sparse, .unknown: break
    }
    throw FeedError("is \(type.sentence), which nothing draws; a .pb file can hold it")
  }

  private mutating func tensor(_ dtype: DType, _ shape: Shape) -> Tensor {
    let count = shape.count
    if dtype == .string {
      let words = ["a", "b", "the", "of", "zero", "one", "é", ""]
      return Tensor(words: (0..<count).map { _ in random.one(of: words) }, dtype, shape)
    }
    return Tensor(dtype, shape, repeating: (0..<count).map { _ in number(dtype) })
  }

  private mutating func number(_ dtype: DType) -> Double {
    if dtype == .bool { return Double(random.below(2)) }
    guard let range else {
      guard dtype.isInteger else { return random.normal() / 2 }
      return Double(random.below(dtype.bitWidth > 2 ? 4 : 2))
    }
    guard dtype.isInteger else {
      let (share, width) = (random.unit(), range.upperBound - range.lowerBound)
      return width.isFinite
        ? range.lowerBound + width * share
        : range.lowerBound * (1 - share) + range.upperBound * share
    }
    let (low, high) = (range.lowerBound.rounded(.up), range.upperBound.rounded(.down))
    return min(low + ((high - low + 1) * random.unit()).rounded(.down), high)
  }
}

extension DType {
  /// Why numbers between two bounds are none of the type; `nil` where they are.
  fileprivate func objection(to range: ClosedRange<Double>) -> String? {
    if let format = floatFormat {
      let largest = max(range.lowerBound.magnitude, range.upperBound.magnitude)
      return largest <= format.greatest ? nil : "is \(name), which does not hold \(range)"
    }
    guard isInteger else { return nil }
    let top = (0..<(isSignedInteger ? bitWidth - 1 : bitWidth)).reduce(1.0) { top, _ in 2 * top }
    let (low, high) = (range.lowerBound.rounded(.up), range.upperBound.rounded(.down))
    guard low <= high else { return "is \(name), which has no number in \(range)" }
    return low >= (isSignedInteger ? -top : 0) && high < top
      ? nil : "is \(name), which does not hold \(range)"
  }
}
