/// What ought to be said of one case.
struct CaseWish {
  let id: String
  /// The most general first.
  let names: [String]
  /// By runtime; a pass has none.
  private(set) var claims: [String: Claim] = [:]
  /// What came where something else was expected.
  private var surprises: [String: CaseRecord] = [:]

  init(_ id: CaseID, _ records: [CaseRecord], names: [String], earlier: Expectations) {
    self.id = id.description
    self.names = names
    for name in names { claims[name] = earlier.entry(for: id, runtime: name).map(Claim.init) }
    for record in records where record.outcome != .notRun && record.status != .missing {
      let old = claims[record.runtime]
      claims[record.runtime] = Claim(record, earlier: old)
      if !(old?.allows(record) ?? (record.result == Status.pass.description)) {
        surprises[record.runtime] = record
      }
    }
  }

  func isMet(by claim: Claim?, on runtime: String) -> Bool {
    if claim == claims[runtime] { return true }
    guard let claim, let record = surprises[runtime] else { return false }
    return claim.allows(record)
  }
}
