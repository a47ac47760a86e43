import Graphs
import Tensors

/// What a case is called.
package struct CaseName: Sendable, Hashable {
  /// Says the parameters: `Conv-22 f16 X=[2,3,9,7] W=[4,3,3,3] pads=[1,0,1,2]`.
  package let title: String
  /// The same where files have names: `Conv-22_f16_1f0c2ab4`.
  package let id: String

  init(_ recipe: CaseRecipe) {
    let revision = recipe.revision
    let types = revision.types.keys.sorted().compactMap { name in
      recipe.kinds[name].map { (name, $0.short) }
    }
    let words =
      types.count == 1
      ? types.map(\.1) : types.map { "\($0)=\($1)" }
    let inputs = recipe.sample.inputs.enumerated().map { place, draw in
      "\(revision.input(place)?.name ?? "input\(place)")=\(draw?.text ?? "none")"
    }
    let attributes = recipe.sample.attributes.sorted { $0.key < $1.key }.map { name, value in
      "\(name)=\(value.text(recipe.kinds))"
    }
    let around = recipe.sample.surroundings.enumerated().map { "around\($0)=\($1.text)" }
    let outputs = recipe.sample.outputs.map { wanted in
      ["outputs=" + wanted.map { $0 ? "1" : "0" }.joined()]
    }
    let head = "\(recipe.type.schema.qualifiedName)-\(revision.since)"
    title =
      ([head] + words + inputs + around + attributes + (outputs ?? [])).joined(separator: " ")
    let kinds = types.map(\.1).joined(separator: "_").filter {
      $0.isLetter || $0.isNumber || $0 == "_"
    }
    // What titles leave out, such as values' ranges, tells cases apart by the sample's number.
    let number = Randomness.hash("\(title) \(recipe.number)") & 0xffff_ffff
    let digits = String(number, radix: 16)
    id =
      ([head] + (kinds.isEmpty ? [] : [String(kinds.prefix(48))])
      + [String(repeating: "0", count: 8 - digits.count) + digits]).joined(separator: "_")
  }
}

extension OperatorSchema {
  /// The operator's name with its domain, unless that is `ai.onnx`.
  package var qualifiedName: String { domain.isEmpty ? name : "\(domain).\(name)" }
}

extension ValueKind {
  /// `f16`, `seq(i64)` …
  package var short: String {
    switch self {
    case .tensor(let dtype): dtype.short
    case .sequence(let kind): "seq(\(kind.short))"
    case .optional(let kind): "optional(\(kind.short))"
    case .map(let key, let value): "map(\(key.short),\(value.short))"
    case .sparse(let dtype): "sparse(\(dtype.short))"
    }
  }
}

extension DType {
  /// `f16`, `bf16`, `i64`, `u8`, `c64`; the type's own name where that is as short.
  package var short: String {
    switch self {
    case .float: "f32"
    case .double: "f64"
    case .float16: "f16"
    case .bfloat16: "bf16"
    case .complex64: "c64"
    case .complex128: "c128"
    case .bool, .string: name
    default:
      isSignedInteger
        ? "i\(bitWidth)"
        : isUnsignedInteger
          ? "u\(bitWidth)"
          : name.replacing("float", with: "f")
    }
  }
}

extension Draw {
  var text: String {
    let extents = "[\(shape.map(String.init).joined(separator: ","))]"
    let own: String =
      switch content {
      case .normal, .uniform: extents
      case .list(let numbers):
        numbers.count == shape.reduce(1, *) && numbers.count <= 8
          ? "{\(numbers.map(\.short).joined(separator: ","))}" : extents
      case .words(let words):
        words.count <= 4 ? "{\(words.joined(separator: ","))}" : extents
      case .special: "special\(extents)"
      case .strewn: "strewn\(extents)"
      case .distinct: "distinct\(extents)"
      case .parts(let parts): "(\(parts.map(\.text).joined(separator: ",")))"
      case .entries(_, _, let values): "map[\(values.count)]"
      case .computed: "made"
      }
    return own + (isConstant ? "!" : "")
  }
}

extension SampleAttribute {
  func text(_ kinds: [String: ValueKind]) -> String {
    switch self {
    case .int(let x): "\(x)"
    case .float(let x): x.short
    case .string(let x): x
    case .list(let list):
      list.count <= 12
        ? "[\(list.map { $0.text(kinds) }.joined(separator: ","))]" : "[\(list.count)]"
    case .type(let constraint): kinds[constraint]?.short ?? "?"
    case .tensor(let draw): draw.text
    case .body(let body): "{\(body.steps.map(\.operation).joined(separator: ","))}"
    case .made: "made"
    }
  }
}

extension Double {
  /// Whole numbers without a fraction.
  fileprivate var short: String { Int64(exactly: self).map(String.init) ?? "\(self)" }
}
