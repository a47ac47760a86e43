/// What to run, and under which limits.
package struct RunPlan: Sendable {
  package var cases: [SuiteCase]
  package var jobs: [RuntimeJob]
  package var limits: Limits
  package var stopsAtFirstUnexpected: Bool
  package var expectations: Expectations
  /// How often each case runs: more than once where somebody hunts for flakes.
  package var repeatCount = 1
  /// Puts the cases in another order, the same for the same number.
  package var shuffleSeed: UInt64?

  package init(
    cases: [SuiteCase], jobs: [RuntimeJob], limits: Limits = Limits(),
    stopsAtFirstUnexpected: Bool = false, expectations: Expectations = .none
  ) {
    self.cases = cases
    self.jobs = jobs
    self.limits = limits
    self.stopsAtFirstUnexpected = stopsAtFirstUnexpected
    self.expectations = expectations
  }

  package var total: Int { cases.count * jobs.count * repeatCount }

  func limits(of job: RuntimeJob) -> Limits {
    Limits(timeout: job.timeout ?? limits.timeout, memory: limits.memory)
  }

  /// The cases in the order of a round, counted from 0: whole networks first, since they take
  /// longest, unless the order is shuffled.
  func order(round: Int) -> [SuiteCase] {
    guard let shuffleSeed else {
      return cases.filter(\.isModel) + cases.filter { !$0.isModel }
    }
    var generator = SplitMix64(state: shuffleSeed &+ UInt64(round))
    return cases.shuffled(using: &generator)
  }
}

/// Steele, Lea and Flood's generator: equal numbers from equal seeds on every machine.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// One runtime's part of a run.
package struct RuntimeJob: Sendable {
  package let name: String
  /// What runs: version, device, driver, precision.
  package let identity: String
  /// Cases in flight at once.
  package let width: Int
  /// That a case may take; `nil` for the run's.
  package let timeout: Duration?

  package init(name: String, identity: String, width: Int, timeout: Duration? = nil) {
    self.timeout = timeout
    self.name = name
    self.identity = identity
    self.width = max(1, width)
  }
}

/// What a case may use.
package struct Limits: Sendable, Hashable {
  /// For an operator's case; whole networks take ``modelFactor`` times as much.
  package var timeout: Duration
  /// Resident bytes of a worker.
  package var memory: Int

  package init(timeout: Duration = .seconds(60), memory: Int = 8 << 30) {
    self.timeout = timeout
    self.memory = memory
  }

  static let modelFactor = 10

  package func timeout(for suiteCase: SuiteCase) -> Duration {
    suiteCase.isModel ? timeout * Self.modelFactor : timeout
  }
}
