internal import Glibc
internal import Harness

/// Makes the checks of an adapter, one after another.
package final class AdapterChecker {
  let bench: CheckBench
  private let only: Set<String>
  private let note: (AdapterCheck) -> Void
  /// One a transport that the adapter has.
  private(set) var dialogues: [Dialogue] = []
  private var checks: [AdapterCheck] = []
  private var slowCount = 0

  /// What the others need.
  private static let first = ["start", "transports"]

  /// Once so many checks have taken all their time, the others are not tried.
  private static let slowLimit = 3

  /// - Parameters:
  ///   - only: names of checks, besides those of the start; none for all.
  ///   - note: is told of each check when it has been made.
  package init(
    _ bench: CheckBench, only: Set<String> = [], note: @escaping (AdapterCheck) -> Void
  ) {
    self.bench = bench
    self.only = only
    self.note = note
    // What an adapter that is gone does not read is a finding, and not the end of this process.
    signal(SIGPIPE, SIG_IGN)
  }

  /// What an adapter says of itself, and what the checks found.
  package struct Outcome: Sendable {
    /// `nil` where it did not start.
    package let profile: AdapterProfile?
    package let checks: [AdapterCheck]
  }

  package func run() -> Outcome {
    guard let profile = start() else { return Outcome(profile: nil, checks: checks) }
    checkTransports()
    checkValues(profile)
    checkConversation(profile)
    checkEnds(profile)
    dialogues.forEach { $0.end() }
    return Outcome(profile: profile, checks: checks)
  }

  /// Ends the processes of every check, before this one ends early.
  package static func abandon() { Probe.killAll() }

  enum Finding {
    case holds(String), skipped(String)
  }

  /// Makes a check; what it throws is its fault.
  func check(_ name: String, _ body: () throws(CheckFailure) -> Finding) {
    guard only.isEmpty || only.contains(name) || Self.first.contains(name) else { return }
    guard slowCount < Self.slowLimit else {
      return add(name, .skipped, "Not tried: \(slowCount) checks have taken all their time.")
    }
    do throws(CheckFailure) {
      switch try body() {
      case .holds(let sentence): add(name, .holds, sentence)
      case .skipped(let sentence): add(name, .skipped, sentence)
      }
    } catch {
      if error.isSlow { slowCount += 1 }
      dialogues.forEach { $0.end() }
      add(name, .fails, Self.capitalized(error.sentence) + ".")
    }
  }

  private func add(_ name: String, _ verdict: AdapterCheck.Verdict, _ sentence: String) {
    let line = sentence.split(separator: "\n").joined(separator: " ")
    let check = AdapterCheck(name: name, verdict: verdict, sentence: line)
    checks.append(check)
    note(check)
  }

  private static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  private func start() -> AdapterProfile? {
    var profile: AdapterProfile?
    check("start") { () throws(CheckFailure) in
      let dialogue = Dialogue(bench, transports: ["file", "inline"])
      guard let reply = try dialogue.begin() else { throw CheckFailure("it gives no reply") }
      dialogues = [dialogue]
      let text = (try? JSONLine.encode(reply)) ?? ""
      guard let found = try? JSONLine.decode(AdapterProfile.self, text) else {
        throw CheckFailure("its profile can't be read: \(text)")
      }
      if let fault = found.fault { throw CheckFailure(fault) }
      profile = found
      return .holds("It is \(found.identity): \(found.extent).")
    }
    return profile
  }

  /// Which transports there are, each by itself.
  private func checkTransports() {
    let picked = dialogues
    dialogues = []
    picked.forEach { $0.end() }
    check("transports") { () throws(CheckFailure) in
      for transport in ["file", "inline"] {
        let dialogue = Dialogue(bench, transports: [transport])
        try dialogue.spawn()
        let reply = try dialogue.start(version: 1, within: bench.timeout * 10)
        if reply["error"] == nil { dialogues.append(dialogue) }
      }
      guard !dialogues.isEmpty else { throw CheckFailure("it has none when each is offered alone") }
      let names = dialogues.flatMap(\.transports).joined(separator: " and ")
      return .holds("It has \(names).")
    }
    if dialogues.isEmpty { dialogues = [Dialogue(bench, transports: ["file", "inline"])] }
  }
}

extension AdapterProfile {
  /// What is wrong with a profile that the schema takes; `nil` where nothing is.
  fileprivate var fault: String? {
    if let (domain, range) = domains.sorted(by: { $0.key < $1.key }).first(where: {
      $0.value.first ?? 0 > $0.value.last ?? 0
    }) {
      return "its profile has opsets \(range) of \(domain), and the least comes first"
    }
    if domains.isEmpty { return "its profile has no domain, so that no case is inside of it" }
    if types.isEmpty { return "its profile has no element type, so that no case is inside of it" }
    if types.contains("string") != features.contains("strings") {
      return "its profile has the type string without the feature strings, or the other way round"
    }
    return nil
  }

  /// How much is declared, in words.
  fileprivate var extent: String {
    let ranges = domains.sorted { $0.key < $1.key }.map { domain, range in
      "\(domain) \(range.first ?? 0) to \(range.last ?? 0)"
    }
    let count = operators.map { $0.values.reduce(0) { $0 + $1.count } }
    let words = count.map { $0 == 1 ? "1 operator" : "\($0) operators" } ?? "all operators"
    return "\(ranges.joined(separator: ", ")), \(words), \(types.count) element types"
  }
}
