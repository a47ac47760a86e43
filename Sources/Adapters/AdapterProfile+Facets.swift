package import Harness

extension AdapterProfile {
  /// What of a case lies outside of the profile, in words; `nil` for a case inside of it.
  package func outside(_ facets: CaseFacets) -> String? {
    for domain in facets.domains {
      guard let range = domains[domain], range.count == 2 else { return "the domain \(domain)" }
      guard let opset = facets.opsets[domain] else { continue }
      if opset < range[0] || opset > range[1] { return "opset \(opset) of \(domain)" }
      if let known = operators?[domain],
        let missing = facets.operators.first(where: { !known.contains($0) }),
        facets.domains.count == 1
      {
        return "the operator \(missing)"
      }
    }
    if let lack = lacks?.first(where: { lack in
      facets.operators.contains { lack.operator.hasSuffix(":\($0)") || lack.operator == $0 }
    }) {
      return "the operator \(lack.operator), which it says that it lacks: \(lack.reason)"
    }
    if let type = facets.elementTypes.first(where: { !types.contains($0) }) {
      return "the element type \(type)"
    }
    return nil
  }
}
