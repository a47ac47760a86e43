import Harness

/// Over a run's cases, how often the values of each two parties agree, and how often two runtimes'
/// have the same bits.
///
/// A case without an agreement of its own is one in which all values agree. Cases that are judged by
/// their distribution have no say: their values are random.
struct AgreementCounts {
  /// Two parties: 0 is the suite's value, else a runtime's place and 1; `a` comes first.
  struct Pair: Equatable {
    let a: Int
    let b: Int
    /// Cases in which both have values.
    var both = 0
    var agreeing = 0
    /// The record has no bits of the suite's values, so this is 0 of pairs with them.
    var same = 0
  }

  /// By `a`, then by `b`.
  private(set) var pairs: [Pair] = []
  /// By party, the cases in which it has values.
  private(set) var values: [Int]
  /// Cases in which a runtime has values.
  private(set) var caseCount = 0
  /// What each case tests; models have no operator.
  private(set) var operators: [CaseID: String] = [:]
  /// Whether the record says anything of agreement: those of older programs do not.
  let isKnown: Bool

  init(_ report: RunReport) {
    let names = report.identity.runtimes.map(\.name)
    let places = Dictionary(
      names.enumerated().map { ($0.element, $0.offset + 1) }, uniquingKeysWith: { a, _ in a })
    let partyCount = names.count + 1
    values = Array(repeating: 0, count: partyCount)
    isKnown = !report.agreements.isEmpty || report.records.contains { $0.bits != nil }
    for a in 0..<partyCount {
      for b in a + 1..<partyCount { pairs.append(Pair(a: a, b: b)) }
    }
    guard isKnown else { return }
    let agreements = Dictionary(
      report.agreements.map { ($0.case, $0) }, uniquingKeysWith: { $1 })
    for (id, records) in Dictionary(grouping: report.records, by: \.case) {
      if let name = records.first?.facets.matrixOperator { operators[id] = name }
      guard !records.contains(where: { $0.rule == StatisticalRule.name }) else { continue }
      add(Standing(records, agreements[id], places, partyCount))
    }
  }

  private mutating func add(_ standing: Standing) {
    guard standing.hasValues.dropFirst().contains(true) else { return }
    caseCount += 1
    for (party, has) in standing.hasValues.enumerated() where has { values[party] += 1 }
    for place in pairs.indices {
      let (a, b) = (pairs[place].a, pairs[place].b)
      guard standing.hasValues[a], standing.hasValues[b] else { continue }
      pairs[place].both += 1
      if !standing.apart.contains([a, b]) { pairs[place].agreeing += 1 }
      if let bits = standing.bits[a], bits == standing.bits[b] { pairs[place].same += 1 }
    }
  }
}

/// How one case's values stand to one another.
private struct Standing {
  private(set) var hasValues: [Bool]
  private(set) var bits: [String?]
  private(set) var apart: Set<[Int]> = []

  init(
    _ records: [CaseRecord], _ agreement: Agreement?, _ places: [String: Int], _ partyCount: Int
  ) {
    hasValues = Array(repeating: false, count: partyCount)
    bits = Array(repeating: nil, count: partyCount)
    hasValues[0] = true
    for record in records {
      guard let place = places[record.runtime] else { continue }
      bits[place] = record.bits
      hasValues[place] = record.bits != nil
    }
    guard let agreement else { return }
    func place(_ name: String) -> Int? { name == Agreement.expected ? 0 : places[name] }
    hasValues = Array(repeating: false, count: partyCount)
    for party in agreement.parties.compactMap(place) { hasValues[party] = true }
    apart = Set(
      agreement.apart.compactMap { pair in
        guard let a = place(pair.a), let b = place(pair.b) else { return nil }
        return [min(a, b), max(a, b)]
      })
  }
}
