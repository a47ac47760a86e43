import Harness
import Tensors

/// What changed between two runs, for a terminal.
struct DiffText {
  private let diff: RunDiff
  private let terminal: Terminal
  private static let entryLimit = 20

  init(_ diff: RunDiff, _ terminal: Terminal) {
    self.diff = diff
    self.terminal = terminal
  }

  var text: String {
    let status = diff.exitStatus()
    let style: Terminal.Style =
      status == .unexpected ? .red : status == .unexpectedPasses ? .green : .bold
    var lines = [
      terminal.styled(diff.verdict, style),
      terminal.styled("from \(diff.before.description), \(diff.before.runAt)", .dim),
      terminal.styled("to   \(diff.after.description), \(diff.after.runAt)", .dim),
    ]
    lines += diff.notes.map { "  \($0)" }
    for (group, entries) in diff.groups {
      lines += ["", terminal.styled("\(group.title) (\(entries.count))", .bold)]
      lines += entries.prefix(Self.entryLimit).flatMap(lines(of:))
      if entries.count > Self.entryLimit {
        lines.append("  … and \(entries.count - Self.entryLimit) more; --format json has them all")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(of entry: RunDiff.Entry) -> [String] {
    let style: Terminal.Style =
      switch entry.direction {
      case .worse: .red
      case .better: .green
      case .neutral: .yellow
      }
    let place = entry.case.description.printable + (entry.runtime.map { " on \($0)" } ?? "")
    let line = "  \(terminal.styled(entry.change, style))  \(place)"
    return [line]
      + (entry.reason?.split(separator: "\n").prefix(1).map { "      \(String($0).printable)" }
        ?? [])
  }
}
