/// A file of expectations changed to fit a run, with every byte kept that need not change.
package struct ExpectationEdit {
  static let heading =
    "# Written by wonnx-conform --update-expectations; reasons may be edited and are kept."

  private let layout: ExpectationLayout
  private let own: [Expectation]
  private let update: ExpectationUpdate
  /// New texts of lines; an empty list takes the line out.
  private var lines: [Int: [String]] = [:]
  private var added: [ExpectationTable]
  /// Entries that stay, with the added tables before the first of them.
  private let held: Set<Int>

  /// - Parameters:
  ///   - ids: every id of the suite; `nil` where the run knows only some.
  package init(
    _ records: [CaseRecord], of source: ExpectationsSource, ids: Set<String>?
  ) throws(ExpectationError) {
    layout = ExpectationLayout(source.text)
    let own = try ExpectationParser.parse(source.text, path: source.path)
    self.own = own
    let all = source.expectations.all
    // A folder's expectations come from several files; only this one changes.
    let count = own.count
    let first =
      (0...max(all.count - count, 0)).first { all.dropFirst($0).prefix(count).elementsEqual(own) }
    update = ExpectationUpdate(
      records, earlier: source.expectations, current: all,
      editable: first.map { $0..<$0 + count } ?? 0..<0, universe: ids.map { IdUniverse($0) })
    added = update.tables
    held = update.held
    for index in own.indices { edit(index) }
  }

  /// The file's new text.
  package var text: String {
    let place = held.map { layout.tables[$0 - update.editable.lowerBound].lines.lowerBound }.min()
    let tables = added.map { String($0.text.dropLast()) }
    var result = layout.lines.indices.flatMap { index in
      (index == place ? tables.flatMap { [$0, ""] } : [])
        + (lines[index] ?? [layout.lines[index].text])
    }
    while result.last == "" { result.removeLast() }
    if layout.lines.count == 1, result.isEmpty { result.append(Self.heading) }
    if place == nil { result += tables.flatMap { result.isEmpty ? [$0] : ["", $0] } }
    return result.isEmpty ? "" : result.joined(separator: "\n") + "\n"
  }

  /// Whether nothing has to change.
  package var isEmpty: Bool { lines.isEmpty && added.isEmpty }

  private mutating func edit(_ index: Int) {
    let entry = index + update.editable.lowerBound
    guard update.editable.contains(entry), layout.tables.indices.contains(index) else { return }
    let items = own[index].cases
    var named = Set(items.compactMap(\.literal))
    let changed = items.map { item in
      replacement(of: item, entry: entry)?.filter { named.insert($0).inserted }
    }
    guard changed.contains(where: { $0 != nil }) else { return }
    let table = layout.tables[index]
    guard changed.allSatisfy({ $0?.isEmpty ?? false }) else {
      return replaceItems(Dictionary(zip(items.map(\.text), changed)) { a, _ in a }, in: table)
    }
    if let successor = successor(of: items) {
      rewrite(table, own[index], as: added.remove(at: successor).key)
    } else {
      remove(table)
    }
  }

  /// What stands for an item from now on; `nil` where the item stays.
  private func replacement(of item: Glob, entry: Int) -> [String]? {
    if let id = item.literal {
      return !held.contains(entry) && update.taken[entry]?.contains(id) ?? false ? [] : nil
    }
    guard update.isAlive(item, of: entry) else { return [] }
    guard let universe = update.universe, let cut = update.cut[entry] else { return nil }
    let ids = universe.matching(item)
    let rest = ids.filter { !cut.contains($0) }
    return rest.count == ids.count ? nil : universe.covering(rest)
  }

  /// A new table about the very cases of a table that goes, which then can stand in its place.
  private func successor(of items: [Glob]) -> Int? {
    let ids = Set(
      items.flatMap { item in
        item.literal.map { [$0] } ?? update.universe?.matching(item) ?? []
      })
    return added.firstIndex { table in
      Set(table.ids) == ids
        && table.ids.allSatisfy { id in
          update.isAlone(id) && (update.rules[id]?.count ?? 0) == table.key.runtimes.count
        } && (items.allSatisfy { $0.literal != nil } || !ids.contains(where: isUnderLivingGlob))
    }
  }

  private func isUnderLivingGlob(_ id: String) -> Bool {
    update.current.enumerated().contains { index, entry in
      entry.cases.contains { glob in
        glob.literal == nil && glob.matches(id) && update.isAlive(glob, of: index)
      }
    }
  }

  private mutating func rewrite(
    _ table: ExpectationLayout.Table, _ entry: Expectation, as key: ExpectationTable.Key
  ) {
    let pairs: [(String, [String], [String])] = [
      ("runtime", entry.runtimes, key.runtimes), ("status", entry.statuses, key.claim.statuses),
      ("reason", [entry.reason], [key.claim.reason]),
      ("issue", [entry.issue].compactMap { $0 }, [key.claim.issue].compactMap { $0 }),
      (
        "superseded", [entry.superseded].compactMap { $0 },
        [key.claim.superseded].compactMap { $0 }
      ),
    ]
    for (name, old, new) in pairs where old != new {
      guard let statement = table.statements[name] ?? table.statements["case"] else { continue }
      let first = layout.lines[statement.lowerBound]
      let line = "\(name) = \(ExpectationTable.inline(new))"
      if table.statements[name] == nil {
        let last = statement.upperBound - 1
        lines[last] = (lines[last] ?? [layout.lines[last].text]) + [line]
      } else {
        let comment = statement.count == 1 && !first.comment.isEmpty ? "  \(first.comment)" : ""
        for index in statement { lines[index] = [] }
        lines[statement.lowerBound] = new.isEmpty ? [] : [line + comment]
      }
    }
  }

  /// Takes the table out, and one of the empty lines around it.
  private mutating func remove(_ table: ExpectationLayout.Table) {
    for index in table.lines { lines[index] = [] }
    let around = [table.lines.lowerBound - 1, table.lines.upperBound]
    let empty = around.first { index in
      layout.lines.indices.contains(index) && layout.lines[index].text.trimmed.isEmpty
        && lines[index] == nil
    }
    if let empty { lines[empty] = [] }
  }

  private mutating func replaceItems(
    _ changed: [String: [String]?], in table: ExpectationLayout.Table
  ) {
    guard let statement = table.statements["case"] else { return }
    let isList = layout.lines[statement.lowerBound].statement.contains("= [")
    for index in statement {
      let line = ExpectationItemLine(layout.lines[index], isList: isList)
      if let texts = line.replacing({ changed[$0] ?? nil }) { lines[index] = texts }
    }
  }
}
