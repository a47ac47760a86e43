internal import Harness
internal import Tensors

extension ReportData {
  /// Where a pass says less than it seems to.
  ///
  /// - `statistical`: ids of the cases that are judged by their distribution.
  /// - `tolerances`: `[rtol, ids]` above the suite's usual one, the largest first.
  /// - `own`: `[tolerance, ids]` that the suite or the run says.
  /// - `types`: `[element type, cases that put it out]` of the types narrower than float.
  /// - `unbounded`: `[operator, outputs]` of passes that no bound of their operator judges, the most
  ///   first; `outputs` counts all that have ULPs.
  var loose: JSONText {
    var seen: Set<CaseID> = []
    var statistical: [String] = []
    var tolerances: [Double: [String]] = [:]
    var own: [String: [String]] = [:]
    var types: [String: Int] = [:]
    var unbounded: [String: Int] = [:]
    var outputs = (all: 0, unbounded: 0)
    for record in report.records {
      if seen.insert(record.case).inserted {
        if record.rule == StatisticalRule.name { statistical.append(record.case.description) }
        if let tolerances = record.tolerances {
          own["\(tolerances)", default: []].append(record.case.description)
        } else if record.rtol > Self.usualRtol {
          tolerances[record.rtol, default: []].append(record.case.description)
        }
        for type in Set(record.facets.outputTypes.map(CaseFacets.elementType))
        where (DType(name: type)?.floatFormat?.bitWidth ?? 32) < 32 {
          types[type, default: 0] += 1
        }
      }
      for output in record.outputs where record.status == .pass && output.maxULP != nil {
        outputs.all += 1
        guard output.budget == nil else { continue }
        outputs.unbounded += 1
        unbounded[record.facets.matrixOperator ?? "", default: 0] += 1
      }
    }
    return .object([
      ("statistical", .strings(statistical)),
      (
        "tolerances",
        .array(
          tolerances.sorted { $0.key > $1.key }.map {
            .array([.number($0.key), .strings($0.value)])
          })
      ),
      (
        "own",
        .array(
          own.sorted { $0.key < $1.key }.map { .array([.string($0.key), .strings($0.value)]) })
      ),
      ("types", .array(types.sorted { $0.key < $1.key }.map(Self.counted))),
      ("outputs", .int(outputs.all)), ("unboundedCount", .int(outputs.unbounded)),
      (
        "unbounded",
        .array(
          unbounded.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(Self.counted))
      ),
    ])
  }

  private static let usualRtol = 1e-3

  private static func counted(_ name: String, _ count: Int) -> JSONText {
    .array([.string(name), .int(count)])
  }
}
