/// Which runtimes gave the same bits, as `wonnx-conform bits` writes it.
package struct BitsReport: Sendable, Codable, Equatable {
  package struct Runtime: Sendable, Codable, Equatable {
    package var name: String
    package var identity: String

    package init(name: String, identity: String) {
      self.name = name
      self.identity = identity
    }
  }

  package var program: String
  package var host: String
  /// When the runs began, in UTC.
  package var runAt: String
  /// The sources of the program; `nil` where no checkout tells.
  package var git: GitState?
  package var suite: String
  package var runtimes: [Runtime]
  /// In the order of the pairs, then of the cases.
  package var comparisons: [BitsComparison]

  package init(
    program: String, host: String, runAt: String, git: GitState? = nil, suite: String,
    runtimes: [Runtime], comparisons: [BitsComparison]
  ) {
    self.program = program
    self.host = host
    self.runAt = runAt
    self.git = git
    self.suite = suite
    self.runtimes = runtimes
    self.comparisons = comparisons
  }

  package var isFine: Bool { comparisons.allSatisfy(\.isFine) }

  /// The pairs of runtimes, in the order in which they were compared.
  package var pairs: [Pair] {
    var pairs: [Pair] = []
    for comparison in comparisons {
      let index = pairs.firstIndex { ($0.a, $0.b) == (comparison.a, comparison.b) }
      if index == nil { pairs.append(Pair(a: comparison.a, b: comparison.b)) }
      pairs[index ?? pairs.count - 1].add(comparison)
    }
    return pairs
  }

  /// What came of one runtime beside another.
  package struct Pair: Sendable {
    package let a: String
    package let b: String
    /// Cases in which one of the two has values.
    package private(set) var compared = 0
    package private(set) var equal = 0
    /// Cases that differ in nothing but subnormal numbers that one takes for zero.
    package private(set) var flushedCases = 0
    /// Cases in which neither has values.
    package private(set) var none = 0
    package private(set) var elements = 0
    package private(set) var differing = 0
    package private(set) var flushed = 0
    /// What is not as it has to be.
    package private(set) var apart: [BitsComparison] = []
    private var casesByOperator: [String: Int] = [:]

    fileprivate init(a: String, b: String) {
      self.a = a
      self.b = b
    }

    fileprivate mutating func add(_ comparison: BitsComparison) {
      switch comparison.outcome {
      case .none:
        none += 1
        return
      case .equal: equal += 1
      case .flushed: flushedCases += 1
      case .different, .oneSided: apart.append(comparison)
      }
      compared += 1
      elements += comparison.elements
      differing += comparison.differing
      flushed += comparison.flushed
      for name in comparison.operators { casesByOperator[name, default: 0] += 1 }
    }

    /// Operators with cases apart, sorted: how many these are, of how many, and their elements that
    /// differ. A model counts for each of its operators.
    package var operators: [(name: String, apart: Int, cases: Int, differing: Int)] {
      Set(apart.flatMap(\.operators)).sorted().map { name in
        let own = apart.filter { $0.operators.contains(name) }
        return (
          name, own.count, casesByOperator[name] ?? 0, own.reduce(0) { $0 + $1.differing }
        )
      }
    }

    package var verdict: String {
      "\(a) and \(b): \(equal) of \(compared) cases are equal in every bit; "
        + "\(differing) of \(elements) elements differ."
        + (flushed > 0
          ? " \(flushed) more, of \(flushedCases) other cases, are zero in \(b) because they are "
            + "subnormal: \(a) has the same bits where it takes such numbers for zero." : "")
        + (none > 0 ? " Neither has values in \(none) more." : "")
    }
  }
}
