import Harness

extension RunReport {
  /// The results of one runtime in cases of one kind.
  struct Suite {
    let runtime: RunIdentity.Runtime
    let kind: String
    let records: [CaseRecord]

    var name: String { "\(runtime.name).\(kind)" }
  }

  /// Every result in one suite, by runtime and kind.
  var suites: [Suite] {
    let known = identity.runtimes
    let others = Set(records.map(\.runtime)).subtracting(known.map(\.name)).sorted()
      .map { RunIdentity.Runtime(name: $0, identity: $0) }
    let groups = Dictionary(grouping: records) { [$0.runtime, $0.case.kind] }
    return (known + others).flatMap { runtime in
      kinds.compactMap { kind in
        groups[[runtime.name, kind]].map { Suite(runtime: runtime, kind: kind, records: $0) }
      }
    }
  }
}
