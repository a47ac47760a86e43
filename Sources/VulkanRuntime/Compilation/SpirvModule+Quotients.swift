import Runtimes

/// How quotients and roots of float32 come to be rounded to nearest.
package enum QuotientRounding: Int, Sendable {
  /// The device rounds so.
  case device = 0
  /// By those of doubles.
  case doubles
  /// By those of integers, where the device has no doubles.
  case integers
}

extension SpirvModule {
  private enum Code {
    static let name: UInt32 = 5
    static let extendedInstruction: UInt32 = 12
    static let typeVector: UInt32 = 23
    static let functionCall: UInt32 = 57
    static let decorate: UInt32 = 71
    static let construct: UInt32 = 80
    static let extract: UInt32 = 81
    static let divide: UInt32 = 136
    static let remainders: Set<UInt32> = [140, 141]
    /// Of GLSL.std.450.
    static let root: UInt32 = 31
    /// InverseSqrt, Length, Distance and Normalize, whose roots are the driver's.
    static let hiddenRoots: Set<UInt32> = [32, 66, 67, 69]
  }

  private struct Vector {
    let component: UInt32
    let count: Int
  }

  /// Calls the functions of `Prelude/Quotients.glsl` wherever float32 is divided or a root of it taken.
  ///
  /// - Throws: what else in the module no device promises to round: float16's quotients and roots,
  ///   remainders, and built-in functions that take a root.
  mutating func callQuotients() throws(RuntimeError) {
    let instructions = instructions
    var widths: [UInt32: UInt32] = [:]
    var vectors: [UInt32: Vector] = [:]
    var functions: [String: UInt32] = [:]
    for (code, range) in instructions where range.count > 2 {
      let first = words[range.lowerBound + 1]
      switch code {
      case Self.typeFloat: widths[first] = words[range.lowerBound + 2]
      case Code.typeVector:
        vectors[first] = Vector(
          component: words[range.lowerBound + 2], count: Int(words[range.lowerBound + 3]))
      case Code.name: functions[name(range)] = first
      default: break
      }
    }
    var result = Array(words.prefix(5))
    var isCall: Set<UInt32> = []
    for (code, range) in instructions {
      guard let kind = kind(code, range) else {
        result += words[range]
        continue
      }
      let (type, id) = (words[range.lowerBound + 1], words[range.lowerBound + 2])
      let width = widths[vectors[type]?.component ?? type]
      if width == 64 {
        result += words[range]
        continue
      }
      guard width == 32, let function = kind.function.flatMap({ functions[$0] }) else {
        throw .compile("\(kind.description) is left to the driver's rounding")
      }
      isCall.insert(id)
      let operands = Array(words[range.dropFirst(kind.firstOperand)])
      result += call(function, operands, type: type, id: id, vectors[type])
    }
    words = Array(words.prefix(5) + result.dropFirst(5))
    remove(decorationsOf: isCall)
  }

  /// An instruction that a driver may round as it likes.
  private enum Kind {
    case quotient, root, remainder, hiddenRoot

    /// What is called in its place.
    var function: String? {
      switch self {
      case .quotient: "wonnx_quotient(f1;f1;"
      case .root: "wonnx_root(f1;"
      case .remainder, .hiddenRoot: nil
      }
    }

    var description: String {
      switch self {
      case .quotient: "a quotient of float16"
      case .root: "a root of float16"
      case .remainder: "a remainder"
      case .hiddenRoot: "an inverse root or a length"
      }
    }

    var firstOperand: Int { self == .root ? 5 : 3 }
  }

  private func kind(_ code: UInt32, _ range: Range<Int>) -> Kind? {
    if code == Code.divide { return .quotient }
    if Code.remainders.contains(code) { return .remainder }
    guard code == Code.extendedInstruction, range.count > 5 else { return nil }
    let function = words[range.lowerBound + 4]
    return function == Code.root ? .root : Code.hiddenRoots.contains(function) ? .hiddenRoot : nil
  }

  /// The call for each component of a vector, or the one of a scalar.
  private mutating func call(
    _ function: UInt32, _ operands: [UInt32], type: UInt32, id: UInt32, _ vector: Vector?
  ) -> [UInt32] {
    guard let vector else {
      return [UInt32(4 + operands.count) << 16 | Code.functionCall, type, id, function] + operands
    }
    var result: [UInt32] = []
    var components: [UInt32] = []
    for index in 0..<UInt32(vector.count) {
      let scalars = operands.map { operand in
        let scalar = nextID()
        result += [5 << 16 | Code.extract, vector.component, scalar, operand, index]
        return scalar
      }
      components.append(nextID())
      result += call(
        function, scalars, type: vector.component, id: components[components.count - 1], nil)
    }
    return result + [UInt32(3 + vector.count) << 16 | Code.construct, type, id] + components
  }

  /// NoContraction may decorate arithmetic alone.
  private mutating func remove(decorationsOf ids: Set<UInt32>) {
    var result = Array(words.prefix(5))
    for (code, range) in instructions {
      let isObsolete =
        code == Code.decorate && ids.contains(words[range.lowerBound + 1])
        && words[range.lowerBound + 2] == Self.noContraction
      if !isObsolete { result += words[range] }
    }
    words = result
  }

  /// An instruction's string, from its third word on.
  private func name(_ range: Range<Int>) -> String {
    let bytes = words[range.dropFirst(2)].flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
