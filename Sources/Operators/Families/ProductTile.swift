import Graphs

/// How workgroups divide a product: a tile of the result each, its terms in steps through shared memory.
struct ProductTile: Sendable, Hashable {
  let rows: Int
  let columns: Int
  /// Terms of a step.
  let depth: Int
  /// Rows and columns of one invocation.
  let rowsEach: Int
  let columnsEach: Int

  init(_ rows: Int, _ columns: Int, _ depth: Int, each: (rows: Int, columns: Int)) {
    self.rows = rows
    self.columns = columns
    self.depth = depth
    (rowsEach, columnsEach) = each
  }

  /// Large to small.
  static let all = [
    Self(128, 128, 8, each: (8, 8)), Self(128, 128, 16, each: (8, 4)),
    Self(64, 128, 16, each: (8, 8)), Self(128, 64, 16, each: (8, 8)),
    Self(64, 64, 16, each: (8, 4)), Self(64, 32, 32, each: (4, 4)),
    Self(32, 64, 32, each: (4, 4)), Self(32, 32, 32, each: (4, 4)),
    Self(16, 64, 16, each: (4, 4)),
  ]
  /// Where each multiply-add is many instructions, an unrolled tile takes minutes to compile.
  static let emulated = Self(16, 16, 16, each: (4, 4))

  var groupSize: Int { rows / rowsEach * (columns / columnsEach) }
  /// Lines have a vector more than the tile.
  var sharedBytes: Int { 4 * depth * (rows + 4 + columns + 4) }

  /// `64×32×32/4×4`.
  var name: String { "\(rows)×\(columns)×\(depth)/\(rowsEach)×\(columnsEach)" }

  /// - Parameter device: what has to hold a workgroup of it.
  func fits(_ device: DeviceTraits) -> Bool {
    groupSize <= device.groupLimit && sharedBytes <= device.sharedBytes
  }

  var defines: [String: String] {
    [
      "ROWS": String(rows), "COLUMNS": String(columns), "DEPTH": String(depth),
      "ROWS_EACH": String(rowsEach), "COLUMNS_EACH": String(columnsEach),
    ]
  }

  /// Workgroups that cover `rows` by `columns`.
  func count(_ rows: Int, _ columns: Int) -> Int {
    ((rows + self.rows - 1) / self.rows) * ((columns + self.columns - 1) / self.columns)
  }
}
