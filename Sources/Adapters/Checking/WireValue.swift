/// A value as the protocol has it, with its bytes: unlike a value of ours, it may hold strings that are
/// no UTF-8, and shows the bits after a packed tensor's last element.
package indirect enum WireValue: Sendable, Equatable {
  case tensor(type: String, shape: [Int], [UInt8])
  case strings(shape: [Int], [[UInt8]])
  case sequence(element: String, [WireValue])
  case optional(element: String, WireValue?)
  case map(keys: WireValue, values: WireValue)
  case sparse(shape: [Int], indices: WireValue, values: WireValue)
}

extension WireValue {
  /// What one of two values is where the other is something else; `nil` where they are the same.
  func difference(from expected: WireValue) -> String? {
    if self == expected { return nil }
    switch (self, expected) {
    case (.tensor(let type, let shape, let found), .tensor(let right, let extents, let bytes)):
      if type != right { return "its type is \(type), and \(right) is right" }
      if shape != extents { return "its shape is \(shape), and \(extents) is right" }
      return Self.difference(found, bytes, type)
    case (.strings(let shape, let found), .strings(let extents, let strings)):
      if shape != extents { return "its shape is \(shape), and \(extents) is right" }
      let index = zip(found, strings).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      return index.map { index in
        "string \(index) is \(Self.quoted(found[index])), and \(Self.quoted(strings[index])) is right"
      } ?? "it has \(found.count) strings, and \(strings.count) is right"
    case (.sequence(let type, let found), .sequence(let right, let values)):
      if type != right { return "its elements are \(type), and \(right) is right" }
      if found.count != values.count {
        return "it has \(found.count) elements, and \(values.count) is right"
      }
      let differences = zip(found, values).compactMap { $0.difference(from: $1) }
      return differences.first.map { "in an element of it, \($0)" }
    case (.optional(let type, let found), .optional(let right, let value)):
      if type != right { return "its element is \(type), and \(right) is right" }
      guard let found, let value else {
        return found == nil
          ? "it has no value, and one is right" : "it has a value, and none is right"
      }
      return found.difference(from: value)
    case (.map(let keys, let values), .map(let rightKeys, let rightValues)):
      return keys.difference(from: rightKeys) ?? values.difference(from: rightValues)
    case (.sparse(let shape, let indices, let values), .sparse(let extents, let places, let right)):
      if shape != extents { return "its shape is \(shape), and \(extents) is right" }
      return indices.difference(from: places) ?? values.difference(from: right)
    default: return "it is \(kind), and \(expected.kind) is right"
    }
  }

  var kind: String {
    switch self {
    case .tensor(let type, _, _): "a tensor of \(type)"
    case .strings: "a tensor of strings"
    case .sequence: "a sequence"
    case .optional: "an optional"
    case .map: "a map"
    case .sparse: "a sparse tensor"
    }
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    String(validating: bytes, as: UTF8.self).map { "'\($0)'" } ?? "the bytes \(bytes)"
  }

  private static func difference(_ found: [UInt8], _ expected: [UInt8], _ type: String) -> String {
    let at = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
    let bits = ElementBits.of(type)
    guard bits >= 8 else {
      return "its byte \(at) is \(found[at]), and \(expected[at]) is right (elements are packed, "
        + "and the bits after the last one are 0)"
    }
    let width = bits / 8
    let index = at / width
    let range = index * width..<(index + 1) * width
    return "its element \(index) is \(ElementBits.text(found[range], type)), and "
      + "\(ElementBits.text(expected[range], type)) is right"
  }
}
