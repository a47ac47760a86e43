internal import Harness

extension ReportData {
  private static let apartLimit = 40

  /// `pairs`: `[a, b, equal, compared, elements, differing, flushed, verdict, operators, apart]`, with
  /// `operators` as `[name, apart, cases, differing]` and `apart` as `[case, reason]`.
  var bitsOfRuntimes: JSONText {
    guard let bits = report.bits else { return .null }
    let pairs = bits.pairs.map { pair in
      JSONText.array([
        .string(pair.a), .string(pair.b), .int(pair.equal), .int(pair.compared),
        .int(pair.elements), .int(pair.differing), .int(pair.flushed), .string(pair.verdict),
        .array(
          pair.operators.map {
            .array([.string($0.name), .int($0.apart), .int($0.cases), .int($0.differing)])
          }),
        .array(
          pair.apart.prefix(Self.apartLimit).map {
            .strings(["\($0.case)", $0.reason ?? $0.outcome.rawValue])
          }),
      ])
    }
    return .object([
      ("program", .string(bits.program)), ("host", .string(bits.host)),
      ("runAt", .string(bits.runAt)), ("git", git(bits.git)),
      ("runtimes", .array(bits.runtimes.map { .strings([$0.name, $0.identity]) })),
      ("pairs", .array(pairs)),
    ])
  }
}
