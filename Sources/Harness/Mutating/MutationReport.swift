/// How many planted faults a suite's judges notice, and how often they cry without one.
package struct MutationReport: Sendable, Codable {
  package static let schema = 1

  package var schema = MutationReport.schema
  package let program: String
  package let host: String
  package let runAt: String
  /// The sources of the program; `nil` where no checkout tells.
  package let git: GitState?
  package let suite: String
  /// An operator with an emulation that had something to do in some case; sorted.
  package let pairs: [Pair]
  /// Cases in which faults changed outputs and no judge objected to any; sorted.
  package let mistrusted: [CaseID]
  /// What the judges said of legitimate results, by case.
  package let alarms: [Alarm]
  /// Cases that were tried.
  package let caseCount: Int
  /// Cases that were not, by the reason.
  package let untried: [String: Int]
  /// Cases in which a judge objects to the outputs without a fault, and so is not heard; by judge.
  package let silences: [String: [CaseID]]

  /// An operator with an emulation.
  package struct Pair: Sendable, Codable, Hashable {
    package let operation: String
    package let emulation: String
    package let isFault: Bool
    /// Trials in which it had something to do.
    package internal(set) var tried = 0
    /// Those whose outputs were others.
    package internal(set) var changed = 0
    /// Those that a judge objected to, by judge.
    package internal(set) var rejected: [String: Int] = [:]
    /// Those that any judge objected to.
    package internal(set) var caught = 0
    /// The first case whose outputs changed without an objection.
    package internal(set) var missedIn: CaseID?

    package func isCaught(by judge: MutantJudgement.Judge) -> Bool {
      rejected[judge.rawValue, default: 0] > 0
    }
  }

  /// An objection to a legitimate result.
  package struct Alarm: Sendable, Codable, Hashable {
    package let `case`: CaseID
    package let operation: String
    package let emulation: String
    package let judges: [String]
    package let reason: String
  }

  package init(
    program: String, host: String, runAt: String, git: GitState? = nil, suite: String,
    cases: [MutatedCase]
  ) {
    (self.program, self.host, self.runAt, self.suite) = (program, host, runAt, suite)
    self.git = git
    let cases = cases.sorted { $0.id < $1.id }
    let tried = cases.filter { $0.obstacle == nil }
    pairs = Self.pairs(of: tried)
    caseCount = tried.count
    mistrusted = tried.filter { mutated in
      let faults = mutated.trials.filter { $0.isFault && $0.isChanged }
      return !faults.isEmpty && faults.allSatisfy(\.rejections.isEmpty)
    }.map(\.id)
    alarms = tried.flatMap { mutated in
      mutated.trials.compactMap { Alarm($0, in: mutated.id) }
    }
    untried = cases.compactMap(\.obstacle).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    silences = tried.reduce(into: [:]) { silences, mutated in
      for judge in mutated.silent { silences[judge.rawValue, default: []].append(mutated.id) }
    }
  }

  private static func pairs(of cases: [MutatedCase]) -> [Pair] {
    struct Key: Hashable {
      let operation: String
      let emulation: String
    }
    var pairs: [Key: Pair] = [:]
    for mutated in cases {
      for trial in mutated.trials where trial.outcome != .inapplicable {
        let key = Key(operation: trial.operation, emulation: trial.emulation)
        pairs[key, default: Pair(trial)].count(trial, in: mutated.id)
      }
    }
    return pairs.values.sorted { ($0.operation, $0.emulation) < ($1.operation, $1.emulation) }
  }
}

extension MutationReport.Pair {
  fileprivate init(_ trial: MutantTrial) {
    operation = trial.operation
    emulation = trial.emulation
    isFault = trial.isFault
  }

  fileprivate mutating func count(_ trial: MutantTrial, in id: CaseID) {
    tried += 1
    guard trial.isChanged else { return }
    changed += 1
    for judge in trial.rejections { rejected[judge.rawValue, default: 0] += 1 }
    if !trial.rejections.isEmpty { caught += 1 } else { missedIn = missedIn ?? id }
  }
}

extension MutationReport.Alarm {
  /// `nil` where a legitimate result passes.
  fileprivate init?(_ trial: MutantTrial, in id: CaseID) {
    guard !trial.isFault, case .rejected(let judges, let reason) = trial.outcome else { return nil }
    self.init(
      case: id, operation: trial.operation, emulation: trial.emulation,
      judges: judges.map(\.rawValue).sorted(), reason: reason)
  }
}
