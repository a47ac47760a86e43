/// What the history says of a run: what changed since the one before, and what is still worse than
/// the last accepted one.
package struct NightContext: Sendable {
  /// What could not be found or read, a sentence each.
  package let notes: [String]
  private let sinceLast: RunDiff?
  private let sinceBaseline: RunDiff?
  private let trail: Trail

  /// - Parameters:
  ///   - baseline: the run to look back to, as people name it; the last accepted one of the same
  ///     cases where nobody does.
  ///   - known: the record of the run before, where somebody has read it already.
  package init(
    _ history: History, _ record: RunRecord, baseline: String? = nil, known: RunRecord? = nil
  ) {
    let line = HistoryLine(record)
    var notes = history.lines().damaged.map {
      "\(history.linesPath), line \($0): it can't be read, and is passed over."
    }
    let last = history.last(before: line)
    sinceLast = last.flatMap { last in
      known?.identity.id == last.id
        ? known.map { RunDiff(from: $0, to: record) }
        : Self.diff(history, last.id, record, &notes)
    }
    let accepted: String?
    if let baseline {
      do throws(LocatorError) { accepted = try RunLocator(history).id(of: baseline) } catch {
        notes.append(error.description)
        accepted = nil
      }
    } else {
      accepted = history.last(before: line, accepted: true)?.id
    }
    sinceBaseline =
      accepted == nil || accepted == last?.id
      ? nil : accepted.flatMap { Self.diff(history, $0, record, &notes) }
    trail = Trail(history, endingIn: record)
    self.notes = notes
  }

  private static func diff(
    _ history: History, _ id: String, _ record: RunRecord, _ notes: inout [String]
  ) -> RunDiff? {
    do throws(RecordError) { return RunDiff(from: try history.record(id), to: record) } catch {
      notes.append("Nothing can be compared with run \(id): \(error)")
      return nil
    }
  }

  package func complete(_ context: inout RunContext) {
    context.sinceLast = sinceLast
    context.sinceBaseline = sinceBaseline
    context.trail = trail
  }
}
