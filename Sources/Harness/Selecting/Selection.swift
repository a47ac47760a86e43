internal import Tensors

/// Which cases of a suite to run: those that meet every condition.
package struct Selection: Sendable {
  /// A case is chosen when it tests or contains one of these.
  package var operators: [String] = []
  /// A case is chosen when one of these stands for its id.
  package var filters: [String] = []
  package var kinds: [String] = []
  /// A case is chosen when an input or output has one of these element types.
  package var dtypes: [String] = []
  package var opset: OpsetRange?
  /// Of the cases of each operator, the first and each one that follows this many later.
  package var step = 1

  package init() {}

  /// The chosen cases, sorted by id.
  ///
  /// - Throws: a name that the suite does not have, with the nearest that it has; a filter, or all
  ///   conditions together, that choose nothing.
  package func choose(from suite: Suite) throws(SelectionError) -> [SuiteCase] {
    var chosen = suite.cases
    if !operators.isEmpty {
      let names = try Self.resolve(
        operators, "operator",
        in: Set(suite.cases.flatMap { $0.facets.operators + subject(of: $0) }))
      chosen.removeAll {
        $0.facets.operators.allSatisfy { !names.contains($0) }
          && $0.facets.subject.map { !names.contains($0) } ?? true
      }
    }
    if !kinds.isEmpty {
      let names = try Self.resolve(kinds, "kind", in: Set(suite.cases.map(\.id.kind)))
      chosen.removeAll { !names.contains($0.id.kind) }
    }
    if !dtypes.isEmpty {
      let names = try Self.resolve(
        dtypes.map { DTypeAlias.name($0) }, "element type",
        in: Set(suite.cases.flatMap(\.facets.elementTypes)))
      chosen.removeAll { $0.facets.elementTypes.allSatisfy { !names.contains($0) } }
    }
    if let opset {
      chosen.removeAll { $0.facets.opset.map { !opset.contains($0) } ?? true }
    }
    if !filters.isEmpty { chosen = try filtered(chosen, suite) }
    guard !chosen.isEmpty else { throw .nothing(suite.cases.count) }
    return step > 1 ? thinned(chosen) : chosen
  }

  private func thinned(_ cases: [SuiteCase]) -> [SuiteCase] {
    var counts: [String: Int] = [:]
    return cases.filter { suiteCase in
      let subject = "\(suiteCase.id.kind) \(suiteCase.facets.matrixOperator ?? "")"
      let place = counts[subject, default: 0]
      counts[subject] = place + 1
      return place % step == 0
    }
  }

  private func subject(of suiteCase: SuiteCase) -> [String] {
    suiteCase.facets.subject.map { [$0] } ?? []
  }

  private func filtered(_ cases: [SuiteCase], _ suite: Suite) throws(SelectionError) -> [SuiteCase]
  {
    var ids: Set<CaseID> = []
    for filter in filters {
      let matches = try NamePattern(filter).matches(in: suite.cases)
      if matches.isEmpty {
        throw .filter(
          filter,
          nearest: NearestNames.of(
            filter,
            among: suite.cases.map { filter.contains("/") ? $0.id.description : $0.id.name }))
      }
      ids.formUnion(matches.map(\.id))
    }
    return cases.filter { ids.contains($0.id) }
  }

  private static func resolve(
    _ asked: [String], _ subject: String, in names: Set<String>
  ) throws(SelectionError) -> Set<String> {
    for name in asked where !names.contains(name) {
      throw .unknown(
        subject, name, nearest: NearestNames.of(name, among: names), count: names.count)
    }
    return Set(asked)
  }
}

/// The short names of element types that people write.
package enum DTypeAlias {
  private static let names: [String: String] = {
    var names = [
      "half": "float16", "fp16": "float16", "f32": "float", "float32": "float", "fp32": "float",
      "f64": "double", "float64": "double", "str": "string",
    ]
    let words = ["bfloat": "bf", "float": "f", "uint": "u", "int": "i", "complex": "c"]
    for name in DType.allCases.map(\.name) {
      guard let digits = name.firstIndex(where: \.isNumber) else { continue }
      guard let short = words[String(name[..<digits])] else { continue }
      names[short + name[digits...]] = name
    }
    return names
  }()

  /// ONNX's name.
  package static func name(_ written: String) -> String { names[written.lowercased()] ?? written }

  /// The shortest name, for narrow columns.
  package static func short(_ name: String) -> String {
    names.filter { $0.value == name }.map(\.key).min { ($0.count, $0) < ($1.count, $1) } ?? name
  }
}

/// Why a selection chooses nothing.
package enum SelectionError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknown(String, String, nearest: [String], count: Int)
  case filter(String, nearest: [String])
  case pattern(String, reason: String)
  case nothing(Int)

  package var description: String {
    switch self {
    case .unknown(let subject, let name, let nearest, let count):
      "No case of this suite has the \(subject) '\(name)' (it has \(count))"
        + Self.suggestion(nearest)
    case .filter(let filter, let nearest):
      "The filter '\(filter)' stands for no case of this suite" + Self.suggestion(nearest)
    case .pattern(let text, let reason): "'\(text)' is not a regular expression: \(reason)."
    case .nothing(let count):
      "Together, the options choose none of the suite's \(count) cases; each alone chooses some."
    }
  }

  private static func suggestion(_ nearest: [String]) -> String {
    nearest.isEmpty
      ? "." : ": did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
  }
}
