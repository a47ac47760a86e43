import Graphs
import Tensors

/// Draws the values that a sample describes.
struct Drawing {
  let kinds: [String: ValueKind]
  var random: Randomness

  mutating func value(_ draw: Draw, as kind: ValueKind) -> Value {
    if case .computed(let make) = draw.content { return make(.init(kinds: kinds, kind: kind)) }
    switch kind {
    case .tensor(let dtype): return .tensor(tensor(draw, dtype))
    case .sequence(let element):
      guard case .parts(let parts) = draw.content else {
        return .sequence([value(draw, as: element), value(draw, as: element)], of: element)
      }
      return .sequence(parts.map { value($0, as: element) }, of: element)
    case .optional(let element):
      guard case .parts(let parts) = draw.content else {
        return .optional(value(draw, as: element), of: element)
      }
      if case .sequence = element, parts.count > 1 {
        return .optional(value(draw, as: element), of: element)
      }
      return .optional(parts.first.map { value($0, as: element) }, of: element)
    case .map(let key, let inside):
      guard case .entries(let keys, let words, let values) = draw.content else {
        return value(.map([1, 2], words: ["a", "b"], values: [1, 2]), as: kind)
      }
      let names: Draw =
        key == .string ? Draw(.words(words), [words.count]) : .list(keys, [keys.count])
      return .map(
        MapValue(
          keys: tensor(names, key),
          values: .tensor(tensor(.list(values, [values.count]), inside.element ?? .float))))
    case .sparse(let dtype):
      // Every second element is stored.
      let count = Shape(draw.shape).count
      let places = stride(from: 0, to: count, by: 2).map { Double($0) }
      var stored = draw
      stored.shape = [places.count]
      return .sparse(
        SparseTensor(
          shape: Shape(draw.shape), values: tensor(stored, dtype),
          indices: Tensor(.int64, [places.count], repeating: places)))
    }
  }

  mutating func tensor(_ draw: Draw, _ dtype: DType) -> Tensor {
    let shape = Shape(draw.shape)
    let count = shape.count
    switch draw.content {
    case .words(let words): return Tensor(words: words, dtype, shape)
    case .list(let numbers): return Tensor(dtype, shape, repeating: numbers)
    case .normal(let scale):
      return Tensor(dtype, shape, repeating: (0..<count).map { _ in number(dtype, scale) })
    case .uniform(let range):
      return Tensor(dtype, shape, repeating: (0..<count).map { _ in uniform(dtype, range) })
    case .special: return special(dtype, shape)
    case .strewn: return strewn(dtype, shape)
    case .distinct: return distinct(dtype, shape)
    case .parts, .entries, .computed:
      return Tensor(dtype, shape, repeating: [0.0])
    }
  }

  private mutating func number(_ dtype: DType, _ scale: Double) -> Double {
    let normal = random.normal() * scale
    switch dtype.facts {
    case .float, .complex: return normal
    case .bool: return normal > 0 ? 1 : 0
    case .string: return Double(random.below(10))
    case .signed(_, let bits):
      let limit = Double(1 << (min(bits, 8) - 1))
      return min(max((3 * normal).rounded(), -limit), limit - 1)
    case .unsigned(_, let bits):
      return min((3 * normal).magnitude.rounded(), Double(1 << min(bits, 8)) - 1)
    }
  }

  private mutating func uniform(_ dtype: DType, _ range: ClosedRange<Double>) -> Double {
    guard dtype.isFloat || dtype == .complex64 || dtype == .complex128 else {
      let low = range.lowerBound.rounded(.up)
      let count = Int(saturating: max(range.upperBound.rounded(.down) - low, 0)) + 1
      return low + Double(random.below(count))
    }
    return range.lowerBound + (range.upperBound - range.lowerBound) * random.unit()
  }

  private mutating func special(_ dtype: DType, _ shape: Shape) -> Tensor {
    if dtype == .string { return Tensor(words: SpecialNumbers.words, dtype, shape) }
    if dtype.isInteger {
      let ends = dtype.ends
      let integers = (0..<shape.count).map { place in
        place < ends.count ? ends[place] : Int64(number(dtype, 1))
      }
      return Tensor(dtype, shape, repeating: integers)
    }
    let numbers = SpecialNumbers.of(dtype)
    return Tensor(
      dtype, shape,
      repeating: (0..<shape.count).map { place in
        place < numbers.count ? numbers[place] : number(dtype, 1)
      })
  }

  private mutating func strewn(_ dtype: DType, _ shape: Shape) -> Tensor {
    let places = 0..<shape.count
    if dtype == .string {
      return Tensor(words: places.map { _ in random.one(of: SpecialNumbers.words) }, dtype, shape)
    }
    if dtype.isInteger {
      let ends = dtype.ends + dtype.rounded
      let integers = places.map { _ in
        random.happens(25) ? random.one(of: ends) : Int64(number(dtype, 1))
      }
      return Tensor(dtype, shape, repeating: integers)
    }
    let numbers = SpecialNumbers.of(dtype)
    return Tensor(
      dtype, shape,
      repeating: places.map { _ in
        random.happens(25) ? random.one(of: numbers) : number(dtype, 1)
      })
  }

  /// A shuffled row of multiples of one number, which every float type of 16 bits and more holds.
  private mutating func distinct(_ dtype: DType, _ shape: Shape) -> Tensor {
    var order = Array(0..<shape.count)
    order.shuffle(using: &random)
    let middle = dtype.isUnsignedInteger ? 0 : shape.count / 2
    let step = dtype.isFloat ? 0.25 : 1
    return Tensor(dtype, shape, repeating: order.map { Double($0 - middle) * step })
  }
}

/// Numbers at which functions and conversions change their behaviour.
enum SpecialNumbers {
  static let words = ["", "a", "É", "a b", "NaN", "0", "-1", "\u{1F600}", "A"]

  static func of(_ dtype: DType) -> [Double] {
    let plain: [Double] = [
      0, -0.0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 3, -7, 0.1, 100, -1000, 65_504, 1e-3, 7.5,
    ]
    guard let format = dtype.floatFormat else { return plain }
    let least = Double(sign: .plus, exponent: 1 - format.bias, significand: 1)
    let subnormal = least * format.epsilon
    let specials: [Double] = [.nan, .infinity, -.infinity]
    let ends: [Double] = [
      format.greatest, -format.greatest, least, -least, subnormal, -subnormal, least - subnormal,
    ]
    return specials + plain + ends
  }
}

extension DType {
  /// An integer type's least and greatest numbers and those beside them, as bits of 64.
  fileprivate var ends: [Int64] {
    let bits = min(bitWidth, 64)
    if isUnsignedInteger {
      let greatest = bits == 64 ? -1 : Int64(1) << bits - 1
      return [0, 1, greatest, greatest - 1, 2, bits == 64 ? .max : greatest / 2]
    }
    let least = bits == 64 ? Int64.min : -(Int64(1) << (bits - 1))
    return [least, least + 1, -1, 0, 1, -(least + 1), -(least + 2), 2, -2]
  }

  /// An integer type's numbers one past those up to which float32 and float64 hold each.
  fileprivate var rounded: [Int64] {
    let numbers = [24, 53].filter { bitWidth > $0 + 1 }.map { Int64(1) << $0 + 1 }
    return isUnsignedInteger ? numbers : numbers + numbers.map { -$0 }
  }
}
