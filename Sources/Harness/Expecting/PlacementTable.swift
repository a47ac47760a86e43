/// Where every operator ran, over many cases: what a later run must not fall behind.
///
/// As a file, a line a kind: operator, opset, element type and place, with tabs between.
package struct PlacementTable: Sendable, Equatable {
  /// Sorted; an operator may have several places, such as the device and, in shape arithmetic, the
  /// host.
  package let kinds: [PlacementKind]

  package init(_ records: [CaseRecord]) {
    self.init(records.flatMap { $0.placement?.kinds ?? [] })
  }

  init(_ kinds: [PlacementKind]) { self.kinds = Set(kinds).sorted() }

  /// - Throws: `.line` for what is not a comment nor four columns.
  package init(parsing text: String, path: String) throws(PlacementTableError) {
    var kinds: [PlacementKind] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count == 4, let opset = Int(columns[1]) else {
        throw .line(path: path, number: index + 1)
      }
      kinds.append(
        PlacementKind(
          operation: String(columns[0]), opset: opset, dtype: String(columns[2]),
          place: String(columns[3])))
    }
    self.kinds = kinds.sorted()
  }

  /// - Parameter origin: what wrote the file, for its first line.
  package func text(origin: String) -> String {
    let lines = kinds.map { "\($0.operation)\t\($0.opset)\t\($0.dtype)\t\($0.place)\n" }
    return "# \(origin)\n# operator\topset\telement type\tplace\n" + lines.joined()
  }

  /// What ran elsewhere than this table says.
  package func changes(in found: PlacementTable) -> Changes {
    let known = Set(kinds)
    let places = Dictionary(grouping: kinds, by: Subject.init)
    var changes = Changes()
    for kind in found.kinds where !known.contains(kind) {
      guard let expected = places[Subject(kind)] else {
        changes.new.append(kind)
        continue
      }
      if kind.place == PlacementKind.device {
        changes.gained.append(kind)
      } else if expected.contains(where: { $0.place == PlacementKind.device }) {
        changes.lost.append(kind)
      } else {
        changes.new.append(kind)
      }
    }
    return changes
  }

  package struct Changes: Sendable, Equatable {
    /// On the host now, where the table knows the device.
    package var lost: [PlacementKind] = []
    /// On the device now, where the table knows only the host.
    package var gained: [PlacementKind] = []
    /// Not in the table, or on the host for another reason.
    package var new: [PlacementKind] = []

    package init() {}
  }

  private struct Subject: Hashable {
    let operation: String
    let opset: Int
    let dtype: String
    init(_ kind: PlacementKind) {
      (operation, opset, dtype) = (kind.operation, kind.opset, kind.dtype)
    }
  }
}

/// Why a placement file could not be read.
package enum PlacementTableError: Error, Sendable, Equatable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  case line(path: String, number: Int)

  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): the file can't be read: \(reason)."
    case .line(let path, let number):
      "\(path), line \(number): expected operator, opset, element type and place, with tabs between."
    }
  }
}
