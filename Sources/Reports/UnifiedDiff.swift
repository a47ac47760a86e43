/// What `patch -p1` and `git apply` need to make one text of another.
package struct UnifiedDiff {
  private static let context = 3
  /// Pairs of lines that a minimal difference may cost; beyond, all between the first and the last
  /// change counts as changed.
  private static let costLimit = 4_000_000

  private let path: String
  private let old: [Substring]
  private let new: [Substring]

  /// - Parameter path: below the root that the patch is applied in.
  package init(path: String, from old: String, to new: String) {
    self.path = path
    self.old = Self.lines(old)
    self.new = Self.lines(new)
  }

  /// The patch; `nil` where the texts are equal.
  package var text: String? {
    let edits = self.edits
    guard edits.contains(where: { !$0.isKept }) else { return nil }
    let isNew = old.isEmpty
    // A space would end the name, were there no tab behind it.
    let end = path.contains(" ") ? "\t\n" : "\n"
    return "diff --git a/\(path) b/\(path)\n" + (isNew ? "new file mode 100644\n" : "")
      + (isNew ? "--- /dev/null\n" : "--- a/\(path)\(end)") + "+++ b/\(path)\(end)"
      + Self.hunks(edits).joined()
  }

  private enum Edit {
    case keep(Substring)
    case remove(Substring)
    case insert(Substring)

    var isKept: Bool { if case .keep = self { true } else { false } }
    var isInOld: Bool { if case .insert = self { false } else { true } }
    var isInNew: Bool { if case .remove = self { false } else { true } }

    var text: String {
      let (sign, line) =
        switch self {
        case .keep(let line): (" ", line)
        case .remove(let line): ("-", line)
        case .insert(let line): ("+", line)
        }
      return sign + line + (line.hasSuffix("\n") ? "" : "\n\\ No newline at end of file\n")
    }
  }

  private var edits: [Edit] {
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed())
      .prefix { $0 == $1 }.count
    let (a, b) = (old[head..<old.count - tail], new[head..<new.count - tail])
    return old[..<head].map { .keep($0) } + Self.edits(Array(a), Array(b))
      + old[(old.count - tail)...].map { .keep($0) }
  }

  private static func edits(_ a: [Substring], _ b: [Substring]) -> [Edit] {
    guard a.count * b.count <= costLimit, !a.isEmpty, !b.isEmpty else {
      return a.map { .remove($0) } + b.map { .insert($0) }
    }
    let difference = b.difference(from: a)
    let removed = Set(difference.removals.map(\.offset))
    let inserted = Set(difference.insertions.map(\.offset))
    var edits: [Edit] = []
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if removed.contains(i) {
        edits.append(.remove(a[i]))
        i += 1
      } else if inserted.contains(j) {
        edits.append(.insert(b[j]))
        j += 1
      } else {
        edits.append(.keep(a[i]))
        (i, j) = (i + 1, j + 1)
      }
    }
    return edits
  }

  private static func hunks(_ edits: [Edit]) -> [String] {
    let changed = edits.indices.filter { !edits[$0].isKept }
    var ranges: [Range<Int>] = []
    for index in changed {
      let range = max(index - context, 0)..<min(index + context + 1, edits.count)
      if let last = ranges.last, last.upperBound >= range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
    var (done, oldLine, newLine) = (0, 0, 0)
    return ranges.map { range in
      let before = edits[done..<range.lowerBound]
      oldLine += before.count(where: \.isInOld)
      newLine += before.count(where: \.isInNew)
      let hunk = edits[range]
      let counts = (hunk.count(where: \.isInOld), hunk.count(where: \.isInNew))
      defer {
        (done, oldLine, newLine) = (range.upperBound, oldLine + counts.0, newLine + counts.1)
      }
      return "@@ -\(place(oldLine, counts.0)) +\(place(newLine, counts.1)) @@\n"
        + hunk.map(\.text).joined()
    }
  }

  /// A hunk without lines of one side names the line before it.
  private static func place(_ before: Int, _ count: Int) -> String {
    "\(count == 0 ? before : before + 1),\(count)"
  }

  /// Lines with their ends.
  private static func lines(_ text: String) -> [Substring] {
    var lines: [Substring] = []
    var rest = Substring(text)
    while let end = rest.unicodeScalars.firstIndex(of: "\n") {
      let next = rest.unicodeScalars.index(after: end)
      lines.append(rest[..<next])
      rest = rest[next...]
    }
    return rest.isEmpty ? lines : lines + [rest]
  }
}

extension CollectionDifference.Change {
  fileprivate var offset: Int {
    switch self {
    case .remove(let offset, _, _), .insert(let offset, _, _): offset
    }
  }
}
