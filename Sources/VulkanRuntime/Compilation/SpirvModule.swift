/// A SPIR-V module's words, and the passes that the runtime makes over them.
struct SpirvModule {
  var words: [UInt32]

  private enum Code {
    static let `extension`: UInt32 = 10
    static let importSet: UInt32 = 11
    static let memoryModel: UInt32 = 14
    static let entryPoint: UInt32 = 15
    static let executionMode: UInt32 = 16
    static let capability: UInt32 = 17
    static let decorate: UInt32 = 71
    static let moduleProcessed: UInt32 = 330
    static let executionModeID: UInt32 = 331
  }

  /// Instructions whose result a driver may contract: FNegate, FAdd, FSub, FMul, FDiv, FRem, FMod,
  /// vector and matrix products and Dot.
  private static let arithmetic: Set<UInt32> = [
    127, 129, 131, 133, 136, 140, 141, 142, 143, 144, 145, 146, 147, 148,
  ]
  static let noContraction: UInt32 = 42
  static let typeFloat: UInt32 = 22

  init(_ words: [UInt32]) { self.words = words }

  /// Each instruction's code and the range of its words.
  var instructions: [(code: UInt32, range: Range<Int>)] {
    var result: [(code: UInt32, range: Range<Int>)] = []
    var position = 5
    while position < words.count {
      let length = Int(words[position] >> 16)
      guard length > 0, position + length <= words.count else { break }
      result.append((words[position] & 0xffff, position..<position + length))
      position += length
    }
    return result
  }

  /// An identity that the module does not have yet.
  mutating func nextID() -> UInt32 {
    words[3] += 1
    return words[3] - 1
  }

  /// The module's capabilities, by number.
  var capabilities: Set<UInt32> {
    Set(instructions.filter { $0.code == Code.capability }.map { words[$0.range.lowerBound + 1] })
  }

  /// Whether invocations of a subgroup work together: it has a GroupNonUniform capability.
  var countsOnSubgroups: Bool { !capabilities.isDisjoint(with: 61...68) }

  /// Forbids contraction of every float operation, and asks for rounding to nearest even and for
  /// signed zeros, infinities and NaN wherever `profile` has the modes.
  mutating func makeStrict(_ profile: DeviceProfile) {
    let instructions = instructions
    let widths = Set(
      instructions.filter { $0.code == Self.typeFloat }.map { words[$0.range.lowerBound + 2] })
    var modes: [(capability: UInt32, mode: UInt32, width: UInt32)] = []
    for width in widths.sorted() {
      let bit = DeviceProfile.Widths(rawValue: Int(width))
      if profile.preservesSpecials.contains(bit) { modes.append((4466, 4461, width)) }
      if profile.roundsToEven.contains(bit) { modes.append((4467, 4462, width)) }
    }
    let entryPoint = instructions.first { $0.code == Code.entryPoint }
      .map { words[$0.range.lowerBound + 2] }
    let decorated = Set(
      instructions.filter {
        $0.code == Code.decorate && words[$0.range.lowerBound + 2] == Self.noContraction
      }.map { words[$0.range.lowerBound + 1] })
    var result = Array(words.prefix(5))
    result.reserveCapacity(words.count + 1024)
    for capability in Set(modes.map(\.capability)).sorted() {
      result += [2 << 16 | Code.capability, capability]
    }
    var hasModes = false
    var hasDecorations = false
    for (code, range) in instructions {
      if !hasModes, Self.followsEntryPoints(code) {
        hasModes = true
        if let entryPoint {
          for mode in modes {
            result += [4 << 16 | Code.executionMode, entryPoint, mode.mode, mode.width]
          }
        }
      }
      if !hasDecorations, Self.followsNames(code) {
        hasDecorations = true
        for (code, range) in instructions where Self.arithmetic.contains(code) {
          let id = words[range.lowerBound + 2]
          if !decorated.contains(id) {
            result += [3 << 16 | Code.decorate, id, Self.noContraction]
          }
        }
      }
      result += words[range]
    }
    words = result
  }

  private static func followsEntryPoints(_ code: UInt32) -> Bool {
    switch code {
    case Code.capability, Code.extension, Code.importSet, Code.memoryModel, Code.entryPoint: false
    default: true
    }
  }

  /// Whether an instruction comes after the debug section: OpString, OpSource, OpName and their kin.
  private static func followsNames(_ code: UInt32) -> Bool {
    guard followsEntryPoints(code) else { return false }
    return switch code {
    case Code.executionMode, Code.executionModeID, Code.moduleProcessed, 2...7: false
    default: true
    }
  }
}
