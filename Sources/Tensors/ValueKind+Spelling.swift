extension ValueKind {
  /// The kind that ONNX's schemas write so: `optional(seq(tensor(float)))`; `nil` for anything else.
  ///
  /// They write a map's tensors by their element type alone, too: `map(int64, float)`.
  package init?(spelled text: String) {
    guard let open = text.firstIndex(of: "("), text.last == ")" else { return nil }
    let inner = String(text[text.index(after: open)...].dropLast())
    switch text[..<open] {
    case "tensor", "sparse_tensor":
      guard let dtype = DType(name: inner) else { return nil }
      self = text.hasPrefix("tensor") ? .tensor(dtype) : .sparse(dtype)
    case "seq", "optional":
      guard let element = ValueKind(spelled: inner) else { return nil }
      self = text.hasPrefix("seq") ? .sequence(element) : .optional(element)
    case "map":
      guard let comma = inner.firstIndex(of: ","),
        let key = DType(name: String(inner[..<comma]))
      else { return nil }
      let rest = String(inner[inner.index(after: comma)...].drop { $0 == " " })
      guard let value = ValueKind(spelled: rest) ?? DType(name: rest).map(ValueKind.tensor)
      else { return nil }
      self = .map(key: key, value: value)
    default: return nil
    }
  }
}
