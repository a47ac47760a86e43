internal import Harness

/// A run as the page's script reads it: rows of numbers, with every repeated text in one table.
///
/// - `cases`: `[kind/name, operators, opset, element types, matrix operator, matrix types, nodes,
///   domains and opsets, input types, output types, rtol, atol]`.
/// - `results`: `[case, runtime, status, outcome, milliseconds, reason, signature, expected, rule,
///   max ULP, budget, what the optimizer did]`; texts are places in `strings`.
/// - `details`: for a result that did not pass, by its place in `results`, ``detail(_:)``.
struct ReportData {
  private let report: RunReport
  /// Differing elements kept of each kind, an output.
  private let elementLimit: Int

  init(_ report: RunReport, elementLimit: Int) {
    self.report = report
    self.elementLimit = elementLimit
  }

  var text: String {
    var interner = Interner()
    var caseRows: [JSONText] = []
    var caseNumbers: [CaseID: Int] = [:]
    var results: [JSONText] = []
    var details: [(String, JSONText)] = []
    let runtimes = report.identity.runtimes.map(\.name)
    for (index, record) in report.records.enumerated() {
      if caseNumbers[record.case] == nil {
        caseNumbers[record.case] = caseRows.count
        caseRows.append(row(ofCase: record, &interner))
      }
      results.append(
        row(
          ofResult: record, caseNumber: caseNumbers[record.case] ?? 0,
          runtime: runtimes.firstIndex(of: record.runtime) ?? 0, &interner))
      if record.status != .pass { details.append((String(index), detail(record))) }
    }
    let json = JSONText.object([
      ("verdict", .string(report.verdict)), ("exit", .int(Int(report.exitStatus.rawValue))),
      ("elements", .array([.int(report.elements.compared), .int(report.elements.expected)])),
      ("identity", identity), ("families", .strings(Status.families)),
      ("concurrency", concurrency), ("elementLimit", .int(elementLimit)),
      ("strings", .strings(interner.strings)),
      ("cases", .array(caseRows)), ("results", .array(results)), ("details", .object(details)),
    ])
    var text = ""
    json.write(to: &text)
    return text
  }

  /// `rows`: `[name, claim, outcome, summary, seconds, details]`.
  private var concurrency: JSONText {
    guard let checks = report.concurrency else { return .null }
    let rows = checks.records.map { record in
      JSONText.array([
        .string(record.name), .string(record.claim), .string(record.outcome.rawValue),
        .string(record.summary), .number(record.seconds.rounded(digits: 1)),
        .strings(Array(record.details.prefix(40))),
      ])
    }
    return .object([
      ("verdict", .string(checks.verdict)), ("program", .string(checks.program)),
      ("host", .string(checks.host)), ("runAt", .string(checks.runAt)), ("rows", .array(rows)),
    ])
  }

  private var identity: JSONText {
    let identity = report.identity
    return .object([
      ("program", .string(identity.program.name)), ("suite", .string(identity.suite)),
      ("stamp", identity.stamp.map { .string($0) } ?? .null),
      ("suiteCount", .int(identity.suiteCount)), ("selectedCount", .int(identity.selectedCount)),
      (
        "runtimes",
        .array(identity.runtimes.map { .array([.string($0.name), .string($0.identity)]) })
      ),
      ("host", .string(identity.host)), ("isolation", .string(identity.isolation)),
      ("command", .string(identity.command)), ("runAt", .string(identity.runAt)),
      ("seconds", .number(identity.seconds.rounded(digits: 1))),
    ])
  }

  private func row(ofCase record: CaseRecord, _ interner: inout Interner) -> JSONText {
    let facets = record.facets
    let imports = facets.opsets.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return .array([
      .string(record.case.description), interner.json(facets.operators), .optional(facets.opset),
      interner.json(facets.elementTypes), interner.json(facets.matrixOperator),
      interner.json(facets.matrixTypes), .int(facets.nodeCount), interner.json(imports),
      interner.json(facets.inputTypes), interner.json(facets.outputTypes), .number(record.rtol),
      .number(record.atol),
    ])
  }

  private func row(
    ofResult record: CaseRecord, caseNumber: Int, runtime: Int, _ interner: inout Interner
  ) -> JSONText {
    let outcome = CaseRecord.Outcome.allCases.firstIndex(of: record.outcome) ?? 0
    return .array([
      .int(caseNumber), .int(runtime), interner.json(record.status.description), .int(outcome),
      .number((record.seconds * 1000).rounded(digits: 1)), interner.json(record.reason),
      interner.json(record.signature), interner.json(record.expected), interner.json(record.rule),
      .optional(record.outputs.compactMap(\.maxULP).max()),
      .optional(record.outputs.compactMap(\.budget).max().map { $0.rounded(digits: 3) }),
      interner.json(record.optimization?.sentence),
    ])
  }

  /// `{d: [load, prepare, run, compare in ms], p: placement, l: log, o: outputs}`.
  private func detail(_ record: CaseRecord) -> JSONText {
    let durations = record.durations
    var members: [(String, JSONText)] = [
      (
        "d",
        .array(
          [durations.load, durations.prepare, durations.run, durations.compare].map {
            .number(($0 * 1000).rounded(digits: 1))
          })
      )
    ]
    if let placement = record.placement {
      members.append(
        (
          "p",
          .array([
            .int(placement.device), .int(placement.hostValue),
            .strings(Array(placement.host.prefix(20))), .int(placement.host.count),
          ])
        ))
    }
    if let log = record.log { members.append(("l", .string(String(log.suffix(1500))))) }
    let outputs = record.outputs.filter { $0.mismatches > 0 || $0.compared != $0.elements }
    if !outputs.isEmpty { members.append(("o", .array(outputs.prefix(8).map(output)))) }
    return .object(members)
  }

  /// `[name, type, shape, elements, compared, mismatches, max abs, max rel, max ULP, expected NaN,
  /// found NaN, first, worst]`.
  private func output(_ output: Comparison) -> JSONText {
    .array([
      .string(output.output), .string(output.dtype), .array(output.shape.map { .int($0) }),
      .int(output.elements), .int(output.compared), .int(output.mismatches),
      .number(output.maxAbs.rounded(significant: 4)),
      .number(output.maxRel.rounded(significant: 4)), .optional(output.maxULP),
      .int(output.expectedNaN), .int(output.foundNaN),
      .array(output.first.prefix(elementLimit).map(element)),
      .array(output.worst.prefix(elementLimit).map(element)),
    ])
  }

  /// `[index, expected, found, reference, abs, rel, ULP]`.
  private func element(_ difference: Difference) -> JSONText {
    .array([
      .string("[\(difference.index.map(String.init).joined(separator: ", "))]"),
      .string(String(difference.expected.prefix(120))),
      .string(String(difference.found.prefix(120))),
      difference.reference.map { .string(String($0.prefix(120))) } ?? .null,
      .optional(difference.abs?.rounded(significant: 4)),
      .optional(difference.rel?.rounded(significant: 4)), .optional(difference.ulp),
    ])
  }
}

extension Optimization {
  /// `12 nodes became 7 (constant-folding 3, dead-nodes 2); the results have the same bits`.
  fileprivate var sentence: String {
    let passes = edits.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let nodes =
      passes.isEmpty
      ? "nothing to change in \(nodesBefore) nodes"
      : "\(nodesBefore) nodes became \(nodesAfter) (\(passes.joined(separator: ", ")))"
    return switch (isIdentical, isExact) {
    case (true?, _): nodes + "; the results have the unoptimised graph's bits"
    case (false?, true): nodes + "; the results have other bits than the unoptimised graph's"
    case (false?, false): nodes + "; the results differ within the passes' bounds"
    case (nil, _): nodes
    }
  }
}

extension Double {
  fileprivate func rounded(digits: Int) -> Double {
    guard isFinite else { return self }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return (self * scale).rounded() / scale
  }

  /// This many significant digits: for reading, not for computing.
  fileprivate func rounded(significant digits: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    var exponent = 0
    var leading = magnitude
    while leading >= 10 {
      leading /= 10
      exponent += 1
    }
    while leading < 1 {
      leading *= 10
      exponent -= 1
    }
    var unit = 1.0
    for _ in 1..<digits { unit *= 10 }
    let mantissa = (leading * unit).rounded() / unit
    return Double("\(self < 0 ? "-" : "")\(mantissa)e\(exponent)") ?? self
  }
}
