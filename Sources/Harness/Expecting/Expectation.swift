/// What a run expects of some cases other than that they pass.
package struct Expectation: Sendable, Hashable {
  /// Ids or globs over ids; an id with wildcards of its own names itself.
  package let cases: [Glob]
  /// Runtimes' names; empty for every runtime. What is said of a runtime is said of it with
  /// optimised graphs too, and on each of several devices.
  package let runtimes: [String]
  /// A status, a family such as `fail`, or `bound`: a pass that is outside of its operators' bound.
  package let statuses: [String]
  package let reason: String
  package let issue: String?
  /// The release of the suite that corrected the case's expected value; `nil` where none has.
  package let superseded: String?
  /// The line of the file it stands in, for messages.
  package let line: Int

  package init(
    cases: [Glob], runtimes: [String], statuses: [String], reason: String, issue: String? = nil,
    superseded: String? = nil, line: Int = 0
  ) {
    self.cases = cases
    self.runtimes = runtimes
    self.statuses = statuses
    self.reason = reason
    self.issue = issue
    self.superseded = superseded
    self.line = line
  }

  /// The same, said of runtimes by other names.
  func renamed(_ name: (String) -> String) -> Expectation {
    Expectation(
      cases: cases, runtimes: runtimes.map(name), statuses: statuses, reason: reason, issue: issue,
      superseded: superseded, line: line)
  }

  func speaks(of runtime: String) -> Bool {
    let base =
      runtime.split(whereSeparator: { "+@".contains($0) }).first.map { String($0) } ?? runtime
    return runtimes.isEmpty || runtimes.contains(runtime) || runtimes.contains(base)
  }

  func allows(_ record: CaseRecord) -> Bool { record.isAmong(statuses) }

  var allowsPass: Bool { statuses.contains("pass") }
}

/// The expectations of a suite: strict both ways, each with a reason.
package struct Expectations: Sendable {
  package let all: [Expectation]
  /// The ids that an entry may name, for speed and precedence.
  private let exact: [String: [Int]]
  private let patterns: [(glob: Glob, entry: Int)]
  /// Of runtimes that have a file of their own: nothing else speaks of them.
  private var own: [String: Expectations] = [:]

  package static let none = Expectations([])

  package init(_ all: [Expectation]) {
    self.all = all
    var exact: [String: [Int]] = [:]
    var patterns: [(Glob, Int)] = []
    for (index, expectation) in all.enumerated() {
      for glob in expectation.cases {
        exact[glob.text, default: []].append(index)
        if let literal = glob.literal {
          if literal != glob.text { exact[literal, default: []].append(index) }
        } else {
          patterns.append((glob, index))
        }
      }
    }
    self.exact = exact
    self.patterns = patterns
  }

  /// The same, with files of their own for some runtimes.
  package func with(own: [String: Expectations]) -> Expectations {
    var joined = self
    joined.own = own
    return joined
  }

  /// What is expected of a case on a runtime: an entry that names the case, else the first whose
  /// glob does; `nil` expects a pass.
  package func entry(for id: CaseID, runtime: String) -> Expectation? {
    if let own = own[Runtimes.base(of: runtime)] { return own.entry(for: id, runtime: runtime) }
    let text = id.description
    let named = exact[text]?.first { all[$0].speaks(of: runtime) }
    let entry =
      named ?? patterns.first { all[$0.entry].speaks(of: runtime) && $0.glob.matches(text) }?.entry
    return entry.map { all[$0] }
  }

  /// The record with what was expected and how the result stands to it.
  package func applied(to record: CaseRecord) -> CaseRecord {
    var record = record
    let entry = entry(for: record.case, runtime: record.runtime)
    record.expected = entry?.statuses.joined(separator: " or ") ?? Status.pass.description
    let isPass = record.status == .pass && !record.isOutside
    let isExpected = entry?.allows(record) ?? isPass
    if isExpected, entry?.superseded != nil, record.status != .pass { record.mark(.superseded) }
    record.outcome =
      if isExpected { .asExpected } else if isPass {
        .improvement
      } else if entry
        .map(\.allowsPass) ?? true
      { .regression } else { .changed }
    return record
  }

  /// Throws unless every pattern stands for a case of the suite.
  package func check(against suite: Suite, path: String) throws(ExpectationError) {
    let ids = suite.cases.map(\.id.description)
    let known = Set(ids)
    for expectation in all {
      for glob in expectation.cases
      where !known.contains(glob.literal ?? glob.text) && !ids.contains(where: glob.matches) {
        throw .unmatched(
          path: path, line: expectation.line, pattern: glob.text,
          nearest: NearestNames.of(glob.text, among: ids, limit: 1))
      }
    }
  }
}

/// Why an expectations file can't be used.
package enum ExpectationError: Error, Sendable, Equatable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case syntax(path: String, line: Int, String)
  case unmatched(path: String, line: Int, pattern: String, nearest: [String])

  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "The expectations '\(path)' can't be read: \(reason)."
    case .syntax(let path, let line, let sentence): "\(path):\(line): \(sentence)."
    case .unmatched(let path, let line, let pattern, let nearest):
      "\(path):\(line): '\(pattern)' stands for no case of the suite"
        + (nearest.first.map { "; the nearest is '\($0)'." } ?? ".")
    }
  }
}
