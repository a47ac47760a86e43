package import Archives
package import Harness
internal import Synchronization
internal import Tensors

/// The values of a run's cases as an HDF5 file.
///
/// ```
/// <kind>/<case>                                  rule, rtol, atol, operators
/// <kind>/<case>/test_data_set_N/input_K          what the graph's input K took
/// <kind>/<case>/test_data_set_N/expected_K       what the suite expects of output K
/// <kind>/<case>/<runtime>                        status, reason, identity
/// <kind>/<case>/<runtime>/test_data_set_N/output_K
/// <kind>/<case>/<runtime>/test_data_set_N/difference_K
/// ```
/// A sequence is a group with its elements as `0`, `1`, …; a map has `keys` and `values`, a sparse
/// tensor `indices` and `values`; an empty optional is a group without members. Each says with the
/// attributes `role`, `name` and `onnx_type` what it is.
package final class CaseArchive: Sendable {
  private let state: Mutex<State>
  private let identities: [String: String]

  private struct State: ~Copyable {
    var archive: Archive?
    var cases: Set<CaseID> = []
    var error: ArchiveError?
  }

  /// Creates the file, replacing one that is there.
  package init(
    creating path: String, program: String, runtimes: [RunIdentity.Runtime]
  ) throws(ArchiveError) {
    let archive = try Archive(creating: path)
    try archive.annotate(
      "/",
      texts: [
        "program": program,
        "layout": "<kind>/<case>/test_data_set_N/{input,expected}_K, "
          + "<kind>/<case>/<runtime>/test_data_set_N/{output,difference}_K",
      ])
    state = Mutex(State(archive: archive))
    identities = Dictionary(
      runtimes.map { ($0.name, $0.identity) }, uniquingKeysWith: { first, _ in first })
  }

  /// ``add(_:_:)`` as a case runner takes it.
  package var observer: @Sendable (CaseRecord, CaseValues) -> Void { { self.add($0, $1) } }

  /// Writes what one case gave on one runtime; an error is kept for ``finish()``.
  package func add(_ record: CaseRecord, _ values: CaseValues) {
    state.withLock { state in
      guard state.error == nil, state.archive != nil else { return }
      let isNew = state.cases.insert(record.case).inserted
      do throws(ArchiveError) {
        if isNew { try state.archive?.add(values) }
        try state.archive?.add(record, values, identity: identities[record.runtime] ?? "")
      } catch { state.error = error }
    }
  }

  /// Ends the file.
  ///
  /// - Throws: what went wrong first, then or before.
  package func finish() throws(ArchiveError) {
    let error = state.withLock { state -> ArchiveError? in
      guard let archive = state.archive.take(), state.error == nil else { return state.error }
      do throws(ArchiveError) { try archive.finish() } catch { return error }
      return nil
    }
    if let error { throw error }
  }
}

extension Archive {
  /// What every runtime shares: the case, its inputs and what is expected of it.
  fileprivate func add(_ values: CaseValues) throws(ArchiveError) {
    let suiteCase = values.suiteCase
    let rule = JudgingRules.rule(for: suiteCase)
    try makeGroup(
      suiteCase.id.description,
      texts: [
        "rule": "\(rule.name): judged "
          + (suiteCase.tolerances.map(ToleranceRule.summary) ?? rule.summary),
        "operators": suiteCase.facets.operators.joined(separator: ","),
      ], numbers: ["rtol": suiteCase.rtol, "atol": suiteCase.atol])
    for (set, data) in values.sets.enumerated() {
      let folder = "\(suiteCase.id)/test_data_set_\(set)"
      try makeGroup(folder)
      for (index, input) in data.inputs.enumerated() {
        guard let value = input.value else { continue }
        try write(
          value, as: "\(folder)/input_\(index)", texts: ["role": "input", "name": input.name])
      }
      for (index, expected) in data.expected.enumerated() {
        guard let value = expected.value else { continue }
        try write(
          value, as: "\(folder)/expected_\(index)",
          texts: ["role": "expected", "name": expected.name])
      }
    }
  }

  /// What one runtime gave, and how far it is from what was expected.
  fileprivate func add(
    _ record: CaseRecord, _ values: CaseValues, identity: String
  ) throws(ArchiveError) {
    let group = "\(record.case)/\(record.runtime)"
    var texts = ["status": record.status.description, "identity": identity]
    texts["reason"] = record.reason
    try makeGroup(group, texts: texts)
    for (set, data) in values.sets.enumerated() where !data.outputs.isEmpty {
      let folder = "\(group)/test_data_set_\(set)"
      try makeGroup(folder)
      for (index, output) in data.outputs.enumerated() {
        guard let value = output.value else { continue }
        try write(
          value, as: "\(folder)/output_\(index)", texts: ["role": "output", "name": output.name])
        guard index < data.expected.count, let expected = data.expected[index].value?.tensor,
          let difference = value.tensor?.difference(from: expected)
        else { continue }
        let comparison = data.comparisons.first { $0.output == output.name }
        try write(
          difference, as: "\(folder)/difference_\(index)",
          texts: [
            "role": "difference", "name": output.name,
            "rule": "found - expected; 0 for equal infinities and NaN; 1 for other strings",
          ], numbers: comparison?.measures ?? [:])
      }
    }
  }

  private func write(
    _ value: Value, as name: String, texts: [String: String]
  ) throws(ArchiveError) {
    let typed = texts.merging(["onnx_type": value.kind.name]) { $1 }
    switch value {
    case .tensor(let tensor): try write(tensor, as: name, texts: texts, numbers: [:])
    case .sequence(let elements, _):
      try makeGroup(name, texts: typed, numbers: ["count": Double(elements.count)])
      for (index, element) in elements.enumerated() {
        try write(element, as: "\(name)/\(index)", texts: texts)
      }
    case .optional(let element, _):
      guard let element else { return try makeGroup(name, texts: typed) }
      try write(element, as: name, texts: texts)
    case .map(let map):
      try makeGroup(name, texts: typed)
      try write(map.keys, as: "\(name)/keys", texts: texts)
      try write(map.values, as: "\(name)/values", texts: texts)
    case .sparse(let sparse):
      try makeGroup(
        name,
        texts: typed.merging(["shape": sparse.shape.dims.map(String.init).joined(separator: ",")]) {
          $1
        })
      try write(sparse.indices, as: "\(name)/indices", texts: texts)
      try write(sparse.values, as: "\(name)/values", texts: texts)
    }
  }
}

extension Comparison {
  fileprivate var measures: [String: Double] {
    var measures = [
      "max_abs": maxAbs, "max_rel": maxRel, "mismatches": Double(mismatches),
      "compared": Double(compared),
    ]
    measures["max_ulp"] = maxULP.map { Double($0) }
    measures["budget"] = budget
    return measures
  }
}
