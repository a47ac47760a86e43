import Adapters

/// What a check of an adapter comes to.
struct AdapterCheckReport: Encodable {
  let connect: String
  /// `nil` where it did not start.
  let runtime: String?
  let checks: [AdapterCheck]
  let holding: Int
  let failed: Int
  let skipped: Int

  init(_ connect: String, _ outcome: AdapterChecker.Outcome) {
    self.connect = connect
    runtime = outcome.profile?.identity
    checks = outcome.checks
    holding = checks.count { $0.verdict == .holds }
    failed = checks.count { $0.verdict == .fails }
    skipped = checks.count { $0.verdict == .skipped }
  }

  /// The counts, and what to do next.
  var summary: String {
    let counts =
      "\(holding) of \(holding + failed) checks hold"
      + (skipped > 0 ? "; \(skipped) have nothing to judge." : ".")
    return "\(counts)\n\(next)\n"
  }

  private var next: String {
    guard failed == 0 else {
      return runtime == nil
        ? "It has to start before anything else can be seen: PROTOCOL.md, 'start'."
        : "Each ✗ says what is wrong; PROTOCOL.md says what is right. Then check it again."
    }
    return "Next: wonnx-conform --runtime 'mine=\(connect)'"
  }
}
