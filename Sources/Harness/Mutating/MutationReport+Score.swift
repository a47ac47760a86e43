extension MutationReport {
  /// How many of some pairs of operator and fault are caught in at least one case.
  package struct Score: Sendable, Codable, Hashable {
    package let caught: Int
    package let exercised: Int

    /// The share that is caught; 1 where there is nothing to catch.
    package var share: Double { exercised == 0 ? 1 : Double(caught) / Double(exercised) }
  }

  /// Faults that changed outputs of some case.
  package var faults: [Pair] { pairs.filter { $0.isFault && $0.changed > 0 } }

  /// Faults that no judge objects to in any case whose outputs they changed.
  package var missed: [Pair] { faults.filter { $0.caught == 0 } }

  /// Faults that had something to do, and changed no output of any case.
  package var unexercised: [Pair] { pairs.filter { $0.isFault && $0.changed == 0 } }

  /// Legitimate results that were other than the graph's own.
  package var legitimateCount: Int {
    pairs.filter { !$0.isFault }.reduce(0) { $0 + $1.changed }
  }

  package var score: Score { Self.score(faults) { $0.caught > 0 } }

  /// The score if a judge were the only one.
  package func score(of judge: MutantJudgement.Judge) -> Score {
    Self.score(faults) { $0.isCaught(by: judge) }
  }

  /// The scores of kinds of fault, or of operators.
  package func scores(by key: (Pair) -> String) -> [(name: String, score: Score)] {
    Dictionary(grouping: faults, by: key).map { ($0, Self.score($1) { $0.caught > 0 }) }
      .sorted { $0.0 < $1.0 }
  }

  private static func score(_ pairs: [Pair], _ isCaught: (Pair) -> Bool) -> Score {
    Score(caught: pairs.count(where: isCaught), exercised: pairs.count)
  }

  /// 1 where the score is below the least, or a legitimate result met an objection.
  package func exitStatus(least: Double) -> ExitStatus {
    score.share >= least && alarms.isEmpty ? .asExpected : .unexpected
  }
}

extension MutationReport.Pair {
  /// The kind of fault, without what of the node it is about.
  package var kind: String {
    emulation.split(separator: ":").first.map { String($0) } ?? emulation
  }
}
