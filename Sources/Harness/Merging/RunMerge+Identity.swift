extension RunMerge {
  /// Throws unless two records can be of one run.
  static func check(_ a: RunIdentity, _ b: RunIdentity) throws(MergeError) {
    let facts: [(String, (RunIdentity) -> String)] = [
      ("the suite", \.suite),
      ("what the command says of tolerances", { $0.tolerance?.description ?? "nothing" }),
      ("the digest of the suite's cases", \.digests.corpus),
      ("the digest of the chosen cases", \.digests.selection),
      ("the digest of the expectations", \.digests.expectations),
      ("the list of runtimes", { $0.runtimes.map(\.name).joined(separator: ",") }),
      ("the program", { "\($0.program.name), \($0.program.build)" }),
      ("the number of parts", { $0.parts.first.map { "\($0.shard.count)" } ?? "1" }),
      ("the digest of the durations", { $0.parts.first?.durations ?? "none" }),
    ]
    for (subject, value) in facts where value(a) != value(b) {
      throw .differ(subject, value(a), value(b))
    }
    // Machines that built the same commit have executables that differ in paths.
    guard a.program.digest != b.program.digest, !a.program.digest.isEmpty,
      !b.program.digest.isEmpty
    else { return }
    guard let one = a.git, let other = b.git, one.isExact, other.isExact, one.commit == other.commit
    else { throw .differ("the executable's digest", a.program.digest, b.program.digest) }
  }

  /// What ran, over two records of one run: the earliest begins, machines and devices are listed.
  static func join(_ a: RunIdentity, _ b: RunIdentity) -> RunIdentity {
    var joined = (a.runAt, a.id) <= (b.runAt, b.id) ? a : b
    joined.parts = Array(Set(a.parts + b.parts)).sorted {
      ($0, "\($0.end?.seconds ?? -1)") < ($1, "\($1.end?.seconds ?? -1)")
    }
    joined.seconds = joined.parts.reduce(0) { $0 + ($1.end?.seconds ?? 0) }
    joined.host = list(a.host, b.host)
    joined.isolation = list(a.isolation, b.isolation)
    joined.runtimes = zip(a.runtimes, b.runtimes).map { one, other in
      var joined = one
      joined.identity = list(one.identity, other.identity)
      joined.device = list(one.device, other.device)
      joined.driver = list(one.driver, other.driver)
      return joined
    }
    if a.program.digest != b.program.digest { joined.program.digest = "" }
    if a.git != b.git { joined.git = nil }
    return joined
  }

  private static let separator = " | "

  /// Both, each once, sorted.
  private static func list(_ a: String, _ b: String) -> String {
    let items = Set([a, b].flatMap { $0.components(separator) })
    return items.sorted().joined(separator: separator)
  }

  private static func list(_ a: String?, _ b: String?) -> String? {
    guard let a, let b else { return a ?? b }
    return list(a, b)
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
