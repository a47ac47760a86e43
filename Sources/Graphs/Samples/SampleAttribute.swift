package import Tensors

/// An attribute of a sample, which the schema's declaration gives its type.
package enum SampleAttribute: Sendable {
  case int(Int64), float(Double), string(String)
  case list([SampleAttribute])
  /// The number of the element type that is drawn for a constraint, as `to` of Cast has it.
  case type(of: String)
  case tensor(Draw)
  case body(SampleBody)
  /// What depends on the types drawn, by the constraint's name.
  case made(@Sendable ([String: ValueKind]) -> AttributeValue)
}

extension SampleAttribute: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  package init(integerLiteral value: Int64) { self = .int(value) }
  package init(floatLiteral value: Double) { self = .float(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: SampleAttribute...) { self = .list(elements) }
}

extension SampleAttribute {
  /// The value in the type that an attribute is declared to have; `nil` where it has no such form.
  package func value(as type: AttributeType, _ kinds: [String: ValueKind]) -> AttributeValue? {
    switch (self, type) {
    case (.int(let x), .int): .int(x)
    case (.int, .float), (.float, .float): number.map { .float(Float($0)) }
    case (.string(let x), .string): .string(x)
    case (.list(let list), .ints): .ints(list.compactMap(\.integer))
    case (.list(let list), .floats): .floats(list.compactMap { $0.number.map { Float($0) } })
    case (.list(let list), .strings): .strings(list.compactMap(\.text))
    case (.type(let constraint), .int):
      kinds[constraint]?.element.map { .int(Int64($0.rawValue)) }
    // Cast-1 has the type's name.
    case (.type(let constraint), .string):
      kinds[constraint]?.element.map { .string($0.name.uppercased()) }
    case (.made(let make), _): make(kinds)
    default: nil
    }
  }

  private var integer: Int64? { if case .int(let x) = self { x } else { nil } }
  private var text: String? { if case .string(let x) = self { x } else { nil } }
  private var number: Double? {
    switch self {
    case .int(let x): Double(x)
    case .float(let x): x
    default: nil
    }
  }
}

extension ValueKind {
  /// The element type inside; `nil` of a map.
  package var element: DType? {
    switch self {
    case .tensor(let dtype), .sparse(let dtype): dtype
    case .sequence(let kind), .optional(let kind): kind.element
    case .map: nil
    }
  }
}
