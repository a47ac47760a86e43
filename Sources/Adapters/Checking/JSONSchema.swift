/// A schema in the keywords of JSON Schema 2020-12 that the protocol's schema uses.
///
/// - Source: https://json-schema.org/draft/2020-12, core and validation vocabularies.
package struct JSONSchema: Sendable {
  private let root: JSONValue

  /// - Throws: where a keyword is not known here: it would be half obeyed.
  package init(_ root: JSONValue) throws(JSONSchemaError) {
    self.root = root
    try Self.check(root, root)
  }

  /// What is wrong with a value by a definition of `$defs`, or by the whole schema.
  package func violations(of value: JSONValue, by definition: String? = nil) -> [Violation] {
    let schema = definition.map { root["$defs"]?[$0] ?? .bool(false) } ?? root
    return violations(of: value, schema, at: [])
  }

  /// A place in a value, and what is wrong there.
  package struct Violation: Sendable, Equatable, CustomStringConvertible {
    package let place: [String]
    package let sentence: String

    package var description: String {
      place.isEmpty ? sentence : "'\(place.joined())' \(sentence)"
    }
  }

  private typealias Place = [String]

  private func violations(
    of value: JSONValue, _ schema: JSONValue, at place: Place
  ) -> [Violation] {
    guard let keywords = schema.object else {
      return schema == .bool(false) ? [Violation(place: place, sentence: "may not be there")] : []
    }
    return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument in
      violations(of: value, keyword, argument, keywords, at: place)
    }
  }

  private func violations(
    of value: JSONValue, _ keyword: String, _ argument: JSONValue,
    _ siblings: [String: JSONValue], at place: Place
  ) -> [Violation] {
    func holds(_ schema: JSONValue) -> Bool { violations(of: value, schema, at: place).isEmpty }
    func unless(_ condition: Bool, _ sentence: @autoclosure () -> String) -> [Violation] {
      condition ? [] : [Violation(place: place, sentence: sentence())]
    }
    switch keyword {
    case "$ref":
      return violations(of: value, Self.target(argument, root) ?? .bool(false), at: place)
    case "type":
      let name = argument.string ?? ""
      return unless(Self.isOfType(value, name), "is not of type \(name)")
    case "const": return unless(Self.same(value, argument), "is not \(Self.text(argument))")
    case "enum":
      let allowed = argument.array ?? []
      return unless(
        allowed.contains { Self.same(value, $0) },
        "is \(Self.text(value)), which is none of \(allowed.map(Self.text).joined(separator: ", "))"
      )
    case "minimum":
      guard let number = value.number, let least = argument.number else { return [] }
      return unless(number >= least, "is \(Self.text(value)), less than \(Self.text(argument))")
    case "minLength":
      guard let text = value.string else { return [] }
      return unless(text.unicodeScalars.count >= argument.integer ?? 0, "is too short a text")
    case "pattern":
      guard let text = value.string, let pattern = argument.string else { return [] }
      return unless(
        Self.matches(text, pattern), "is \(Self.text(value)), which does not match \(pattern)")
    case "not": return unless(!holds(argument), "is what it may not be: \(Self.text(value))")
    case "if":
      guard let then = siblings["then"], holds(argument) else { return [] }
      return violations(of: value, then, at: place)
    case "anyOf", "oneOf":
      let found = (argument.array ?? []).map { violations(of: value, $0, at: place) }
      let count = found.count { $0.isEmpty }
      if count == 0 { return Self.nearest(found) }
      return unless(keyword == "anyOf" || count == 1, "is more than one thing at once")
    case "minItems", "uniqueItems", "prefixItems", "items", "contains":
      guard let items = value.array else { return [] }
      return itemViolations(of: items, keyword, argument, siblings, at: place)
    case "required", "properties", "patternProperties", "additionalProperties":
      guard let members = value.object else { return [] }
      return memberViolations(of: members, keyword, argument, siblings, at: place)
    default: return []
    }
  }

  private func itemViolations(
    of items: [JSONValue], _ keyword: String, _ argument: JSONValue,
    _ siblings: [String: JSONValue], at place: Place
  ) -> [Violation] {
    func here(_ index: Int) -> Place { place + ["[\(index)]"] }
    switch keyword {
    case "minItems":
      return items.count >= argument.integer ?? 0
        ? [] : [Violation(place: place, sentence: "has \(items.count) items, too few")]
    case "uniqueItems":
      let isUnique = items.indices.allSatisfy { index in
        !items[..<index].contains { Self.same($0, items[index]) }
      }
      return isUnique || argument != .bool(true)
        ? [] : [Violation(place: place, sentence: "says something twice")]
    case "prefixItems":
      return zip(items, argument.array ?? []).enumerated().flatMap { index, pair in
        violations(of: pair.0, pair.1, at: here(index))
      }
    case "contains":
      let isThere = items.contains { violations(of: $0, argument, at: place).isEmpty }
      return isThere ? [] : [Violation(place: place, sentence: "lacks an item")]
    default:
      let first = siblings["prefixItems"]?.array?.count ?? 0
      return items.enumerated().dropFirst(first).flatMap { index, item in
        violations(of: item, argument, at: here(index))
      }
    }
  }

  private func memberViolations(
    of members: [String: JSONValue], _ keyword: String, _ argument: JSONValue,
    _ siblings: [String: JSONValue], at place: Place
  ) -> [Violation] {
    func here(_ name: String) -> Place { place + [place.isEmpty ? name : ".\(name)"] }
    let sorted = members.sorted { $0.key < $1.key }
    switch keyword {
    case "required":
      return (argument.array ?? []).compactMap(\.string).filter { members[$0] == nil }
        .map { Violation(place: place, sentence: "lacks '\($0)'") }
    case "properties":
      return sorted.flatMap { name, member in
        argument[name].map { violations(of: member, $0, at: here(name)) } ?? []
      }
    case "patternProperties":
      return sorted.flatMap { name, member in
        (argument.object ?? [:]).filter { Self.matches(name, $0.key) }.flatMap {
          violations(of: member, $0.value, at: here(name))
        }
      }
    default:
      let patterns = siblings["patternProperties"]?.object?.keys.map { String($0) } ?? []
      return sorted.flatMap { name, member -> [Violation] in
        let isNamed = siblings["properties"]?[name] != nil
        guard !isNamed, !patterns.contains(where: { Self.matches(name, $0) }) else { return [] }
        return violations(of: member, argument, at: here(name))
      }
    }
  }

  /// Of alternatives that all fail, the one that the value comes nearest to: a constant that differs
  /// means another kind of thing, and what is wrong deep inside is the fault.
  private static func nearest(_ alternatives: [[Violation]]) -> [Violation] {
    func distance(_ found: [Violation]) -> (Int, Int, Int) {
      let others = found.count { $0.sentence.hasPrefix("is not \"") }
      return (others, found.count, -(found.map(\.place.count).max() ?? 0))
    }
    return alternatives.min { distance($0) < distance($1) } ?? []
  }
}
