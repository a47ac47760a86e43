internal import FoundationEssentials
import ModelFiles
import Tensors

/// Values as Python writes them.
enum Python {
  static func number(_ x: Float) -> String {
    x.isFinite ? "\(x)" : "float('\(x.isNaN ? "nan" : x < 0 ? "-inf" : "inf")')"
  }

  static func bytes(_ bytes: [UInt8]) -> String {
    literal(String(decoding: bytes, as: UTF8.self))
  }

  static func literals(_ texts: [String]) -> String {
    "[\(texts.map(literal).joined(separator: ", "))]"
  }

  /// A Python string.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count == 1 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  static func list(_ items: [String]) -> String {
    items.isEmpty ? "[]" : "[\n" + items.map { indented($0) + ",\n" }.joined() + "]"
  }

  static func call(_ name: String, _ arguments: [String]) -> String {
    "\(name)(\n" + arguments.map { indented($0) + ",\n" }.joined() + ")"
  }

  static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
      .joined(separator: "\n")
  }

  /// `tensor(name, type, dims, "base64")`, by which the script makes a TensorProto.
  static func tensor(_ tensor: Tensor, _ name: String) -> String {
    let head = "tensor(\(literal(name)), \(tensor.dtype.rawValue), \(tensor.shape.dims), "
    guard case .string(let texts) = tensor.elements else {
      return head + literal(Data(tensor.packedBytes).base64EncodedString()) + ")"
    }
    return head + literals(Array(texts)) + ")"
  }
}
