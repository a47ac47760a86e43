import Harness
import Tensors

/// The chosen cases as text: ids alone for a pipe, a table for people.
struct CaseList {
  let cases: [SuiteCase]
  let isTable: Bool

  var text: String {
    guard isTable else { return cases.map { "\($0.id.description.printable)\n" }.joined() }
    let width = cases.map { $0.id.description.count }.max() ?? 0
    let lines = cases.map { suiteCase in
      let id = suiteCase.id.description.printable
      let facets = suiteCase.facets
      let operators =
        facets.operators.prefix(4).joined(separator: ",")
        + (facets.operators.count > 4 ? ",…" : "")
      return id + String(repeating: " ", count: width - id.count + 2)
        + "\(facets.opset.map { "opset \($0)" } ?? "no opset")  "
        + "\(facets.elementTypes.joined(separator: ","))  \(operators)\n"
    }
    return lines.joined() + "\(cases.count) cases\n"
  }
}
