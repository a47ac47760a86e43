import Graphs
import Harness
import Tensors

/// Words of a text as the elements of a tensor.
enum NumberWords {
  /// A word, and where it stands in a file, from 1; `nil` where it is in none.
  struct Word {
    let text: Substring
    var row: Int?
    var column: Int?

    init(_ text: Substring, row: Int? = nil, column: Int? = nil) {
      self.text = text
      self.row = row
      self.column = column
    }

    var place: String {
      (row.map { " in row \($0)" } ?? "") + (column.map { ", column \($0)" } ?? "")
    }
  }

  /// Numbers of any number type, truth values and strings; floats are rounded once.
  ///
  /// - Throws: for the first word that is no number of the type. Nothing wraps around.
  static func elements(_ words: [Word], as dtype: DType) throws(FormatError) -> Elements {
    switch dtype.facts {
    case .string: return .string(Buffer(words.map { String($0.text) }))
    case .bool: return .bool(Buffer(try truths(words)))
    case .signed:
      let values = try integers(words, dtype).map { Int64(truncatingIfNeeded: $0) }
      return Elements(narrowing: .int(Buffer(values)), to: dtype)
    case .unsigned:
      let values = try integers(words, dtype).map { UInt64(truncatingIfNeeded: $0) }
      return Elements(narrowing: .uint(Buffer(values)), to: dtype)
    case .float:
      if dtype == .float { return .float(Buffer(try floats(words, Float.self, dtype))) }
      return Elements(narrowing: .double(Buffer(try floats(words, Double.self, dtype))), to: dtype)
    case .complex:
      throw FormatError("is text, which has no \(dtype.name); .npy and .pb files hold it")
    }
  }

  private static func truths(_ words: [Word]) throws(FormatError) -> [Bool] {
    var truths: [Bool] = []
    for word in words {
      switch word.text {
      case "true", "True", "TRUE", "1": truths.append(true)
      case "false", "False", "FALSE", "0": truths.append(false)
      default: throw objection(to: word, .bool)
      }
    }
    return truths
  }

  private static func integers(
    _ words: [Word], _ dtype: DType
  ) throws(FormatError) -> [Int128] {
    var numbers: [Int128] = []
    numbers.reserveCapacity(words.count)
    for word in words {
      guard let number = IntegerText.value(word.text, as: dtype) else {
        throw objection(to: word, dtype)
      }
      numbers.append(number)
    }
    return numbers
  }

  private static func floats<T: LosslessStringConvertible & ExpressibleByFloatLiteral>(
    _ words: [Word], _ type: T.Type, _ dtype: DType
  ) throws(FormatError) -> [T] {
    var numbers: [T] = []
    numbers.reserveCapacity(words.count)
    for word in words {
      switch word.text {
      case "true": numbers.append(1.0)
      case "false": numbers.append(0.0)
      default:
        guard let number = T(String(word.text)) else { throw objection(to: word, dtype) }
        numbers.append(number)
      }
    }
    return numbers
  }

  private static func objection(to word: Word, _ dtype: DType) -> FormatError {
    let text = word.text.isEmpty ? "nothing" : "'\(word.text.prefix(40))'"
    return FormatError("has \(text)\(word.place), expected a number of type \(dtype.name)")
  }
}

extension TensorType {
  /// The shape of elements that came without one: the declared one where it has as many, with one
  /// extent left open filled in; a vector fills the last axis where all before it may be 1; else
  /// `natural`.
  func shape(of natural: Shape) -> Shape {
    guard let dims else { return natural }
    if let shape, shape.checkedCount == natural.count { return shape }
    if dims.count == natural.rank { return natural }
    if natural.rank == 1, dims.count > 1, dims.last?.value == nil,
      dims.dropLast().allSatisfy({ $0.value ?? 1 == 1 })
    {
      return Shape(dims.dropLast().map { _ in 1 } + [natural.count])
    }
    let open = dims.indices.filter { dims[$0].value == nil }
    let known = Shape(dims.compactMap(\.value)).checkedCount ?? 0
    guard open.count == 1, known > 0, natural.count.isMultiple(of: known) else { return natural }
    var filled = dims.map { $0.value ?? 0 }
    filled[open[0]] = natural.count / known
    return Shape(filled)
  }
}
