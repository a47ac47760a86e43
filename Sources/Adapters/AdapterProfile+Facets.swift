package import Harness

extension AdapterProfile {
  /// What of a case lies outside of the profile, in words; `nil` for a case inside of it.
  package func outside(_ facets: CaseFacets) -> String? {
    domain(facets) ?? type(facets) ?? feature(facets) ?? missingOperator(facets)
  }

  private func domain(_ facets: CaseFacets) -> String? {
    for domain in facets.domains {
      guard let range = domains[domain], range.count == 2 else { return "the domain \(domain)" }
      guard let opset = facets.opsets[domain] else { continue }
      if opset < range[0] || opset > range[1] { return "opset \(opset) of \(domain)" }
    }
    return nil
  }

  private func type(_ facets: CaseFacets) -> String? {
    (facets.elementTypes + (facets.innerTypes ?? [])).first { !types.contains($0) }
      .map { "the element type \($0)" }
  }

  private func feature(_ facets: CaseFacets) -> String? {
    let declared = (facets.inputTypes + facets.outputTypes).joined(separator: " ")
    let marks = [
      ("sequences", "seq("), ("optionals", "optional("), ("maps", "map("),
      ("sparse", "sparse_tensor("), ("strings", "string"),
    ]
    if let (name, _) = marks.first(where: { declared.contains($1) && !features.contains($0) }) {
      return "the feature \(name)"
    }
    let hasBodies = facets.operators.contains { ["If", "Loop", "Scan"].contains($0) }
    return hasBodies && !features.contains("control-flow") ? "the feature control-flow" : nil
  }

  private func missingOperator(_ facets: CaseFacets) -> String? {
    if let operators, !operators.isEmpty {
      let known = Set(operators.values.flatMap { $0 })
      if let name = facets.operators.first(where: { !known.contains($0) }) {
        return "the operator \(name)"
      }
    }
    let lack = (lacks ?? []).first { lack in
      let name = lack.operator.split(separator: ":").last.map { String($0) } ?? lack.operator
      return facets.operators.contains(name)
    }
    return lack.map { "the operator \($0.operator), which it says that it lacks: \($0.reason)" }
  }
}
