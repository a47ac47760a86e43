/// What is known of an element type: the Swift type that stores an element, and its numbers.
package enum ElementFacts: Sendable {
  case float(any FloatElement.Type, FloatFormat)
  /// In two's complement.
  case signed(any NumberElement.Type, bits: Int)
  case unsigned(any NumberElement.Type, bits: Int)
  /// Two floats, the real one first.
  case complex(any FixedWidthElement.Type, parts: DType)
  case bool
  case string
}

extension DType {
  /// Bits an element takes in a file; 0 for strings.
  package var bitWidth: Int {
    switch facts {
    case .float(_, let format): format.bitWidth
    case .signed(_, let bits), .unsigned(_, let bits): bits
    case .complex(_, let parts): 2 * parts.bitWidth
    case .bool: 8
    case .string: 0
    }
  }

  /// Bytes an element takes in memory; sub-byte types take one each, strings none of these.
  package var byteWidth: Int { (bitWidth + 7) / 8 }

  /// How a float type is laid out; `nil` for other types.
  package var floatFormat: FloatFormat? {
    if case .float(_, let format) = facts { format } else { nil }
  }

  package var isFloat: Bool { if case .float = facts { true } else { false } }
  package var isSignedInteger: Bool { if case .signed = facts { true } else { false } }
  package var isUnsignedInteger: Bool { if case .unsigned = facts { true } else { false } }
  package var isInteger: Bool { isSignedInteger || isUnsignedInteger }

  /// The Swift type of an element in memory; `nil` for strings, which have no fixed width.
  var storage: (any FixedWidthElement.Type)? {
    switch facts {
    case .float(let type, _): type
    case .signed(let type, _), .unsigned(let type, _): type
    case .complex(let type, _): type
    case .bool: Bool.self
    case .string: nil
    }
  }
}

extension FloatFormat {
  /// - Precondition: `dtype` is a float type.
  init(of dtype: DType) {
    guard let format = dtype.floatFormat else {
      preconditionFailure("\(dtype.name) is no float type")
    }
    self = format
  }
}
