extension RunDiff.Entry {
  /// `pass → fail:compare`, or by how much it is slower.
  package var change: String {
    if let ratio, let deviations {
      return "\(ratio) × the time, \(deviations) × the noise"
    }
    switch (before, after) {
    case (let before?, let after?): return before == after ? after : "\(before) → \(after)"
    case (let before?, nil): return before
    case (nil, let after?): return after
    case (nil, nil): return group.rawValue
    }
  }
}

extension RunDiff {
  private static let entryLimit = 50

  /// The comparison for a pull request: a heading and a table a group.
  package var markdown: String {
    var lines = [
      "**\(verdict)**", "",
      "From \(before.description), \(before.runAt), "
        + "to \(after.description), \(after.runAt).",
    ]
    if !notes.isEmpty { lines += [""] + notes.map { "- \(Self.cell($0))" } }
    for (group, entries) in groups {
      lines += [
        "", "### \(group.title) (\(entries.count))", "", "| case | runtime | change | reason |",
        "|---|---|---|---|",
      ]
      lines += entries.prefix(Self.entryLimit).map { entry in
        "| `\(Self.cell(entry.case.description))` | \(Self.cell(entry.runtime ?? "")) | \(Self.cell(entry.change)) | "
          + "\(Self.cell(String((entry.reason ?? "").prefix(300)))) |"
      }
      if entries.count > Self.entryLimit {
        lines += ["", "… and \(entries.count - Self.entryLimit) more."]
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Text that stays one cell of a table, and text.
  private static func cell(_ text: String) -> String {
    text.map { character in
      switch character {
      case "|": "\\|"
      case "\n", "\r\n": " "
      case "<": "&lt;"
      case "`": "'"
      default: String(character)
      }
    }.joined()
  }
}
