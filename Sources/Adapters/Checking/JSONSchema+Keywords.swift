internal import Harness

/// Why a schema can't be used.
package enum JSONSchemaError: Error, Sendable, Equatable, CustomStringConvertible {
  case keyword(String)
  case reference(String)
  case pattern(String)
  case noSchema

  package var description: String {
    switch self {
    case .keyword(let name): "The schema has the keyword '\(name)', which is not known here."
    case .reference(let target): "The schema refers to '\(target)', which it does not hold."
    case .pattern(let text): "The schema has the pattern '\(text)', which is no regular expression."
    case .noSchema: "A part of the schema is neither an object nor true or false."
    }
  }
}

extension JSONSchema {
  /// Holds a schema's keywords, and those of the schemas in it, against what is known here.
  static func check(_ schema: JSONValue, _ root: JSONValue) throws(JSONSchemaError) {
    if case .bool = schema { return }
    guard let keywords = schema.object else { throw .noSchema }
    for (keyword, argument) in keywords.sorted(by: { $0.key < $1.key }) {
      switch keyword {
      case "$schema", "title", "description", "type", "const", "enum", "minimum", "minLength",
        "minItems", "uniqueItems", "required":
        break
      case "$ref":
        guard target(argument, root) != nil else { throw .reference(text(argument)) }
      case "pattern": try checkPattern(argument.string ?? "")
      case "not", "if", "then", "items", "contains", "additionalProperties":
        try check(argument, root)
      case "oneOf", "anyOf", "prefixItems":
        for part in argument.array ?? [] { try check(part, root) }
      case "properties", "patternProperties", "$defs":
        for (name, part) in argument.object ?? [:] {
          if keyword == "patternProperties" { try checkPattern(name) }
          try check(part, root)
        }
      default: throw .keyword(keyword)
      }
    }
  }

  private static func checkPattern(_ pattern: String) throws(JSONSchemaError) {
    if (try? Regex(pattern)) == nil { throw .pattern(pattern) }
  }

  /// The definition that a reference names.
  static func target(_ reference: JSONValue, _ root: JSONValue) -> JSONValue? {
    let prefix = "#/$defs/"
    guard let text = reference.string, text.hasPrefix(prefix) else { return nil }
    return root["$defs"]?[String(text.dropFirst(prefix.count))]
  }

  static func isOfType(_ value: JSONValue, _ name: String) -> Bool {
    switch name {
    case "null": value == .null
    case "boolean": if case .bool = value { true } else { false }
    case "integer": value.integer != nil
    case "number": value.number != nil
    case "string": value.string != nil
    case "array": value.array != nil
    case "object": value.object != nil
    default: false
    }
  }

  /// Numbers are the same where their values are.
  static func same(_ one: JSONValue, _ other: JSONValue) -> Bool {
    if let a = one.number, let b = other.number { return a == b }
    return one == other
  }

  /// Found anywhere, as JSON Schema has it.
  static func matches(_ text: String, _ pattern: String) -> Bool {
    guard let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { return false }
    return text.firstMatch(of: regex) != nil
  }

  static func text(_ value: JSONValue) -> String {
    let text = (try? JSONLine.encode(value)) ?? "?"
    return text.count > 80 ? "\(text.prefix(80))…" : text
  }
}
