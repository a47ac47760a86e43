internal import Tensors

/// `tolerances.toml` beside a suite's cases: how they are judged, where not by the official rule.
///
///     [[tolerance]]
///     case = ["seeded/*_fp16", "seeded/*_int8"]
///     operator = ["Conv", "MatMul"]
///     dtype = ["float", "float16"]
///     relative-to-largest = 5e-3
///     atol = 1e-7
///
/// `case` (ids or globs, as in expectations), `operator` (of a case's nodes) and `dtype` (of an output) may
/// be left out for all. Of the tables that speak of a case, the first that speaks of an output's element
/// type decides.
package struct TolerancesFile: Sendable {
  static let name = "tolerances.toml"
  private static let keys = ["case", "operator", "dtype", "rtol", "atol", "relative-to-largest"]

  private let path: String
  private let tables: [Table]

  private struct Table: Sendable {
    let cases: [Glob]?
    let operators: Set<String>?
    let dtypes: [String]?
    let request: ToleranceRequest
  }

  /// `nil` where the folder has none.
  init?(in folder: String) throws(SuiteError) {
    let path = "\(folder)/\(Self.name)"
    guard Standing(path) != .absent else { return nil }
    try self.init(at: path)
  }

  package init(at path: String) throws(SuiteError) {
    let text: String
    do { text = try Files.read(path) } catch {
      throw .unreadable(path: path, reason: "it can't be read: \(error)")
    }
    try self.init(parsing: text, path: path)
  }

  init(parsing text: String, path: String) throws(SuiteError) {
    let written: Written
    do { written = try TOMLText.decode(Written.self, text, keys: Self.keys) } catch {
      throw .unreadable(path: path, reason: error.sentence)
    }
    guard !written.tolerance.isEmpty else {
      throw .unreadable(path: path, reason: "there is no [[tolerance]] in it")
    }
    self.path = path
    var tables: [Table] = []
    for (index, entry) in written.tolerance.enumerated() {
      if let defect = entry.defect {
        throw .unreadable(path: path, reason: "[[tolerance]] \(index + 1) \(defect)")
      }
      tables.append(
        Table(
          cases: entry.cases?.map { Glob($0) }, operators: entry.operators.map { Set($0) },
          dtypes: entry.dtypes?.map(DTypeAlias.name),
          request: entry.request))
    }
    self.tables = tables
  }

  /// Makes sure that each operator that the file speaks of is one of these.
  package func check(operators known: Set<String>) throws(SuiteError) {
    for (index, table) in tables.enumerated() {
      guard let name = table.operators?.subtracting(known).min() else { continue }
      let nearest = NearestNames.of(name, among: known.sorted(), limit: 1).first
      throw .unreadable(
        path: path,
        reason: "[[tolerance]] \(index + 1): there is no operator '\(name)'"
          + (nearest.map { "; the nearest is '\($0)'" } ?? ""))
    }
  }

  /// The cases as the file judges them.
  ///
  /// - Throws: where a pattern stands for none of them.
  func applied(to cases: [SuiteCase]) throws(SuiteError) -> [SuiteCase] {
    let ids = cases.map(\.id.description)
    for (index, table) in tables.enumerated() {
      for glob in table.cases ?? [] where !ids.contains(where: glob.matches) {
        let nearest = NearestNames.of(glob.text, among: ids, limit: 1).first
        throw .unreadable(
          path: path,
          reason: "[[tolerance]] \(index + 1): '\(glob.text)' stands for no case of the suite"
            + (nearest.map { "; the nearest is '\($0)'" } ?? ""))
      }
    }
    return cases.map(judged)
  }

  /// The case as the file judges it.
  package func judged(_ suiteCase: SuiteCase) -> SuiteCase {
    let id = suiteCase.id.description
    let own = suiteCase.official
    let entries = tables.filter { table in
      table.cases?.contains { $0.matches(id) } ?? true
        && !(table.operators?.isDisjoint(with: suiteCase.facets.operators) ?? false)
    }
    .flatMap { $0.request.entries(over: own, dtypes: $0.dtypes) }
    return entries.isEmpty ? suiteCase : suiteCase.judged(by: CaseTolerances(entries, own: own))
  }
}

private struct Written: Decodable {
  let tolerance: [Entry]

  /// A table as it stands in the file.
  struct Entry: Decodable {
    let cases: [String]?
    let operators: [String]?
    let dtypes: [String]?
    let request: ToleranceRequest

    private enum Key: String, CodingKey {
      case cases = "case"
      case operators = "operator"
      case dtypes = "dtype"
      case rtol, atol
      case relativeToLargest = "relative-to-largest"
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      func list(_ key: Key) throws -> [String]? {
        try (try? fields.decodeIfPresent([String].self, forKey: key))
          ?? fields.decodeIfPresent(String.self, forKey: key).map { [$0] }
      }
      cases = try list(.cases)
      operators = try list(.operators)
      dtypes = try list(.dtypes)
      request = ToleranceRequest(
        rtol: try fields.decodeNumber(forKey: .rtol), atol: try fields.decodeNumber(forKey: .atol),
        relativeToLargest: try fields.decodeNumber(forKey: .relativeToLargest))
    }

    var defect: String? {
      if request.isEmpty { return "says no rtol, atol or relative-to-largest" }
      for (name, list) in [("case", cases), ("operator", operators), ("dtype", dtypes)]
      where list?.isEmpty ?? false {
        return "has an empty list of '\(name)'"
      }
      let known = DType.allCases.map(\.name)
      for written in dtypes ?? [] where !known.contains(DTypeAlias.name(written)) {
        let nearest = NearestNames.of(written, among: known, limit: 1).first
        return "has dtype '\(written)', which is no element type"
          + (nearest.map { "; the nearest is '\($0)'" } ?? "")
      }
      return request.objection()
    }
  }
}
