/// What a record may hold: numbers that a run can have, and ids that are names of files.
///
/// Records come from other machines and from people's editors; what is made of them converts times to
/// whole numbers, sums counts and names files.
enum Soundness {
  static let seconds = 0.0...1e9
  static let count = 0...1 << 40

  static func isTime(_ value: Double) -> Bool { seconds.contains(value) }
  static func isCount(_ value: Int) -> Bool { count.contains(value) }

  /// Letters, digits, `-`, `_` and `.`, with a letter or digit first.
  static func isID(_ id: String) -> Bool {
    let isPlain = id.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    return isPlain && (1...80).contains(id.utf8.count) && id.first != "." && id.first != "-"
  }

  /// `2026-03-01 09:30:00 UTC`.
  static func isMoment(_ text: String) -> Bool {
    let pattern = Array("0000-00-00 00:00:00 UTC".utf8)
    return text.utf8.count == pattern.count
      && zip(text.utf8, pattern).allSatisfy { byte, expected in
        expected == UInt8(ascii: "0")
          ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == expected
      }
  }
}

extension RunLine {
  /// What a run can't have written; `nil` where there is nothing.
  var defect: String? {
    switch self {
    case .run(let run): run.defect
    case .plan: nil
    case .result(let record): record.defect
    case .agreement(let agreement):
      agreement.apart.contains {
        !agreement.parties.contains($0.a) || !agreement.parties.contains($0.b)
      } ? "the agreement names what is no party to it" : nil
    case .end(let end): end.isSound ? nil : "the end has numbers that no run has"
    }
  }
}

extension RunIdentity {
  fileprivate var defect: String? {
    let ids = [id] + parts.map(\.id)
    if let id = ids.first(where: { !Soundness.isID($0) }) {
      return "'\(id.prefix(80))' is no run's id"
    }
    let moments = [runAt] + parts.map(\.runAt)
    if let moment = moments.first(where: { !Soundness.isMoment($0) }) {
      return "'\(moment.prefix(80))' is no time such as 2026-03-01 09:30:00 UTC"
    }
    guard Soundness.isTime(seconds), [suiteCount, selectedCount].allSatisfy(Soundness.isCount),
      parts.allSatisfy({ $0.end?.isSound ?? true })
    else { return "the run has numbers that no run has" }
    return nil
  }
}

extension RunEnd {
  fileprivate var isSound: Bool {
    Soundness.isTime(seconds) && [rerunCount, rerunsLeft].allSatisfy(Soundness.isCount)
  }
}

extension CaseRecord {
  fileprivate var defect: String? {
    let times =
      [seconds, durations.load, durations.prepare, durations.run, durations.compare]
      + durations.replays.seconds + attempts.map(\.seconds)
    let counts = outputs.flatMap {
      [$0.elements, $0.compared, $0.mismatches, $0.expectedNaN, $0.foundNaN]
    }
    return times.allSatisfy(Soundness.isTime) && counts.allSatisfy(Soundness.isCount)
      ? nil : "the result of \(`case`) has numbers that no run has"
  }
}

extension HistoryLine {
  var isSound: Bool {
    Soundness.isID(id) && Soundness.isMoment(runAt) && Soundness.isTime(seconds)
      && [suiteCount, selectedCount].allSatisfy(Soundness.isCount)
      && runtimes.allSatisfy { column in
        column.counts.values.allSatisfy(Soundness.isCount) && Soundness.isTime(column.seconds)
          && [column.unexpectedCount, column.flakeCount].allSatisfy(Soundness.isCount)
      }
  }
}
