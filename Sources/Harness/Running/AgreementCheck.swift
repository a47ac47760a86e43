internal import Runtimes
internal import Tensors

/// Holds the values that several runtimes gave in one case against one another, by the case's rule.
package struct AgreementCheck: Sendable {
  private let folder: KeptOutputs
  private let loader: any CaseLoader

  package init(_ folder: KeptOutputs, loader: any CaseLoader) {
    self.folder = folder
    self.loader = loader
  }

  /// Who agrees with whom; `nil` where all do, or no runtime gave values.
  package func agreement(of suiteCase: SuiteCase, among runtimes: [String]) -> Agreement? {
    guard let model = try? loader.source(suiteCase.modelPath).interface else { return nil }
    var sets: [Feeds] = []
    for set in 0..<suiteCase.dataSetCount {
      guard let feeds = try? suiteCase.feeds(set: set, of: model, loader: loader) else {
        return nil
      }
      sets.append(feeds)
    }
    var parties = [Party(name: Agreement.expected, sets: sets.map { $0.expected })]
    for runtime in runtimes {
      let found = sets.indices.map {
        folder.outputs(of: suiteCase.id, runtime, set: $0, model, loader)
      }
      // A case ends at its first data set that differs.
      let given = found.prefix { $0 != nil }.compactMap { $0 }
      if !given.isEmpty { parties.append(Party(name: runtime, sets: given)) }
    }
    let rule = JudgingRules.rule(for: suiteCase).init(suiteCase)
    var apart: [Agreement.Pair] = []
    for (place, b) in parties.enumerated() {
      for a in parties[..<place] {
        let reason = difference(b, from: a, sets, model, rule)
        if let reason { apart.append(.init(a: a.name, b: b.name, reason: reason)) }
      }
    }
    let order = parties.map(\.name)
    apart.sort { one, other in
      (place(of: one.a, order), place(of: one.b, order))
        < (place(of: other.a, order), place(of: other.b, order))
    }
    return apart.isEmpty ? nil : Agreement(case: suiteCase.id, parties: order, apart: apart)
  }

  private struct Party {
    let name: String
    let sets: [[Value]]
  }

  private func place(of name: String, _ order: [String]) -> Int {
    order.firstIndex(of: name) ?? order.count
  }

  /// What tells two parties apart. The rule takes one of them as expected; of two runtimes neither is
  /// more so than the other, and they agree where one of the two ways says so.
  private func difference(
    _ b: Party, from a: Party, _ sets: [Feeds], _ model: ModelInterface, _ rule: any JudgingRule
  ) -> String? {
    for (set, (found, expected)) in zip(b.sets, a.sets).enumerated() {
      guard found.count == expected.count else {
        return "\(b.name) gave \(found.count) outputs, and \(a.name) \(expected.count)"
      }
      for index in found.indices {
        let name = model.outputName(index)
        func judged(_ found: Value, _ expected: Value) -> Mismatch? {
          rule.judge(
            JudgedOutput(name: name, found: found, expected: expected, inputs: sets[set].inputs)
          ).mismatch
        }
        guard let mismatch = judged(found[index], expected[index]) else { continue }
        if a.name != Agreement.expected, judged(expected[index], found[index]) == nil { continue }
        return mismatch.reason
      }
    }
    return nil
  }
}
