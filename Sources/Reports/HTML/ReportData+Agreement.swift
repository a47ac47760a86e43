internal import Harness

extension ReportData {
  /// Who agrees with whom, as the run's record has it; null where the record says nothing of it.
  ///
  /// A party is 0 for the suite's value, else a runtime's place and 1.
  /// - `count`: cases in which some values differ; `cases`: those in which anybody has values.
  /// - `minority`: cases in which the suite's own value is in the minority; `alone`: by party, those
  ///   in which it agrees with nobody, though others do; `values`: by party, those in which it has any.
  /// - `rows`: ``row(of:_:_:)``, what a person should look at first; fewer than `count` on a page
  ///   that has to stay small.
  /// - `pairs`: `[a, b, cases in which both have values, of these those that agree, those with the
  ///   same bits]`.
  func agreement(_ interner: inout Interner) -> JSONText {
    let counts = AgreementCounts(report)
    guard counts.isKnown else { return .null }
    let found = report.agreements.map { JudgedAgreement($0, report.identity.runtimes) }
    let shown = found.enumerated().sorted {
      ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
    }.prefix(thrift.agreementLimit).map(\.element)
    var alone = Array(repeating: 0, count: counts.values.count)
    for judged in found {
      for name in judged.loners { alone[party(name)] += 1 }
    }
    let minority = found.count(where: \.goldenIsInMinority)
    return .object([
      ("count", .int(found.count)), ("cases", .int(counts.caseCount)), ("minority", .int(minority)),
      ("alone", .ints(alone)), ("values", .ints(counts.values)),
      (
        "rows",
        .array(shown.map { row(of: $0, counts.operators[$0.agreement.case], &interner) })
      ),
      (
        "pairs",
        .array(counts.pairs.map { .ints([$0.a, $0.b, $0.both, $0.agreeing, $0.same]) })
      ),
    ])
  }

  /// `[case, operator, groups of parties, pairs that are apart as [a, b, the first difference],
  /// whether the suite's value is in the minority, parties that are alone]`.
  private func row(
    of judged: JudgedAgreement, _ operation: String?, _ interner: inout Interner
  ) -> JSONText {
    let pairs = judged.agreement.apart.enumerated().map { index, pair in
      let isTold = index < thrift.pairLimit
      return JSONText.array([
        .int(party(pair.a)), .int(party(pair.b)),
        isTold ? .string(String(pair.reason.prefix(thrift.reasonLimit))) : .null,
      ])
    }
    return .array([
      .string(judged.agreement.case.description), interner.json(operation),
      .array(judged.groups.map { .ints($0.map(party)) }), .array(pairs),
      .int(judged.goldenIsInMinority ? 1 : 0), .ints(judged.loners.map(party)),
    ])
  }

  private func party(_ name: String) -> Int {
    name == Agreement.expected ? 0 : runtimeNumber(name) + 1
  }
}
