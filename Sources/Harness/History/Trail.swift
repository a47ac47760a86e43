/// What became of each result over the newest runs.
package struct Trail: Sendable {
  /// Runs that a trail holds, at most.
  package static let nightLimit = 30

  /// Oldest first; the last is the run that is being reported.
  package var runs: [HistoryLine]
  /// For each result of the last run, one step a run; `nil` where the run had no such result.
  package var steps: [ResultKey: [Step?]]

  package init(runs: [HistoryLine] = [], steps: [ResultKey: [Step?]] = [:]) {
    self.runs = runs
    self.steps = steps
  }

  /// One result in one run.
  package struct Step: Sendable, Hashable {
    package var status: String
    package var isFlake: Bool
    package var budget: Double?
    package var milliseconds: Double
  }

  /// Every result of one run, as a compressed table keeps it: case, runtime, status, marks, share of
  /// the bound and milliseconds, with tabs between.
  struct Night {
    var steps: [ResultKey: Step]

    init(_ record: RunRecord) {
      steps = Dictionary(
        record.results.map { (ResultKey($0), Step($0)) }, uniquingKeysWith: { $1 })
    }

    init?(parsing text: String) {
      steps = [:]
      for (_, line) in text.lines where !line.hasPrefix("#") {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count >= 6, let id = CaseID(Self.unescaped(fields[0])),
          let milliseconds = Double(fields[5])
        else { return nil }
        steps[ResultKey(id, Self.unescaped(fields[1]))] = Step(
          status: String(fields[2]), isFlake: fields[3].split(separator: ",").contains("flake"),
          budget: Double(fields[4]), milliseconds: milliseconds)
      }
    }

    private static let escapes = [("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")]

    private static func escaped(_ text: String) -> String {
      escapes.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    private static func unescaped(_ text: Substring) -> String {
      guard text.contains("\\") else { return String(text) }
      var result = ""
      var rest = text.unicodeScalars
      while let scalar = rest.popFirst() {
        guard scalar == "\\", let next = rest.popFirst() else {
          result.unicodeScalars.append(scalar)
          continue
        }
        result.unicodeScalars.append(
          next == "t" ? "\t" : next == "n" ? "\n" : next == "r" ? "\r" : next)
      }
      return result
    }

    var text: String {
      let rows = steps.sorted {
        ($0.key.case, $0.key.runtime) < ($1.key.case, $1.key.runtime)
      }.map { key, step in
        "\(Self.escaped(key.case.description))\t\(Self.escaped(key.runtime))\t\(step.status)\t\(step.isFlake ? "flake" : "")\t"
          + "\(step.budget.map { "\($0)" } ?? "")\t\(step.milliseconds)\n"
      }
      return "# case\truntime\tstatus\tmarks\tshare of the bound\tmilliseconds\n" + rows.joined()
    }
  }
}

extension Trail.Step {
  init(_ record: CaseRecord) {
    self.init(
      status: record.status.description, isFlake: record.isFlake, budget: record.budget,
      milliseconds: (record.seconds * 10_000).rounded() / 10)
  }
}

extension Trail {
  /// The trail that ends in a run.
  ///
  /// - Parameter history: the runs before it; of these only complete ones of the same cases count.
  package init(_ history: History, endingIn record: RunRecord) {
    let line = HistoryLine(record)
    let earlier = history.lines().runs.filter {
      $0.isComplete && $0.suite == line.suite && $0.id != line.id
        && $0.digests.selection == line.digests.selection
    }
    let nights = earlier.suffix(Self.nightLimit - 1).map { ($0, history.night($0.id)) }
    runs = nights.map(\.0) + [line]
    let last = Night(record)
    steps = last.steps.reduce(into: [:]) { steps, entry in
      steps[entry.key] = nights.map { $0.1?.steps[entry.key] } + [entry.value]
    }
  }

  /// Runs in a row, this one included, in which a result has been no pass.
  package func nights(failing key: ResultKey) -> Int {
    (steps[key] ?? []).reversed().prefix { $0.map { $0.status != "pass" } ?? false }.count
  }

  /// Runs in which a result was a flake.
  package func flakes(of key: ResultKey) -> Int {
    (steps[key] ?? []).count { $0?.isFlake ?? false }
  }
}
