import Tensors

extension OperatorSchema.Revision {
  /// What is wrong with inputs of these types; `nil` when nothing is, as far as they are known.
  ///
  /// An input's type has to be in its constraint's set, and inputs under one constraint have one
  /// type, but for variadic ones that may differ.
  package func objection(to inputs: [ValueType?]) -> OperatorError? {
    var bound: [String: (index: Int, kind: ValueKind)] = [:]
    for (index, type) in inputs.enumerated() {
      guard let kind = type?.kind, let formal = input(index) else { continue }
      guard let allowed = types[formal.type] else {
        if formal.type.hasPrefix("tensor("), formal.type != kind.name {
          return .wrongType(input: index, found: kind.name, expected: formal.type)
        }
        continue
      }
      // An optional value that is there may have its element's type: OptionalHasElement, opset 15.
      guard allowed.contains(kind) || allowed.contains(.optional(kind)) else {
        return .wrongType(
          input: index, found: kind.name,
          expected: allowed.names.sorted().joined(separator: ", "))
      }
      if case .variadic(_, isHomogeneous: false) = formal.arity { continue }
      if let first = bound[formal.type] {
        guard first.kind == kind else {
          return .wrongType(
            input: index, found: kind.name,
            expected: "\(first.kind.name) as input \(first.index)")
        }
      } else {
        bound[formal.type] = (index, kind)
      }
    }
    return nil
  }
}
