internal import Harness

extension ReportData {
  /// `[kind/name, operators, opset, element types, matrix operator, matrix types, nodes, domains and
  /// opsets, input types, output types, rtol, atol, first digits of the digest, which runtimes gave
  /// the same bits]`, the last as ``BitGroups`` writes it.
  func row(
    ofCase record: CaseRecord, bits: String?, _ interner: inout Interner
  ) -> JSONText {
    let facets = record.facets
    let imports = facets.opsets.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    var row: [JSONText] = [
      .string(record.case.description), interner.json(facets.operators), .optional(facets.opset),
      interner.json(facets.elementTypes), interner.json(facets.matrixOperator),
      interner.json(facets.matrixTypes), .int(facets.nodeCount), interner.json(imports),
      interner.json(facets.inputTypes), interner.json(facets.outputTypes), .number(record.rtol),
      .number(record.atol), record.digest.map { .string(String($0.prefix(16))) } ?? .null,
    ]
    if let bits { row.append(interner.json(bits)) }
    return .array(row)
  }

  /// `[case, runtime, milliseconds, max ULP, share of the bound, status, outcome, rule, what the
  /// optimizer did, expected, reason, signature, marks, repetitions in ms]`, without the nulls and
  /// zeros at its end.
  ///
  /// Status and expectation are 0 for a pass, the rule is 0 for the official one; tolerances that the
  /// suite or the run says are the rule in words.
  func row(ofResult record: CaseRecord, caseNumber: Int, _ interner: inout Interner) -> JSONText {
    let outcome = CaseRecord.Outcome.allCases.firstIndex(of: record.outcome) ?? 0
    let isOfficial = record.rule == OfficialRule.name
    let reason = record.reason.map { String($0.prefix(thrift.reasonLimit)) }
    let replays = record.durations.replays.seconds.map {
      JSONText.number(($0 * 1000).rounded(significant: 3))
    }
    var row: [JSONText] = [
      .int(caseNumber), .int(runtimeNumber(record.runtime)),
      .number((record.seconds * 1000).rounded(significant: 3)),
      .optional(record.outputs.compactMap(\.maxULP).max()),
      .optional(record.budget.map { $0.rounded(digits: 3) }),
      interner.json(record.status.description), .int(outcome),
      isOfficial
        ? .int(0) : interner.json(record.tolerances.map(ToleranceRule.summary) ?? record.rule),
      interner.json(record.optimization?.sentence), interner.json(record.expected),
      interner.json(reason), interner.json(record.signature),
      record.marks.isEmpty ? .null : interner.json(record.marks.map(\.rawValue)),
      replays.isEmpty ? .null : .array(replays),
    ]
    while row.last?.isNothing ?? false { row.removeLast() }
    return .array(row)
  }
}

extension JSONText {
  fileprivate var isNothing: Bool {
    switch self {
    case .null: true
    case .number(let value): value == 0
    case .string, .array, .object: false
    }
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
