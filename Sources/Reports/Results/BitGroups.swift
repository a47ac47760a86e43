import Harness

/// Which runtimes gave the same bits, case by case.
struct BitGroups {
  private let patterns: [CaseID: String]

  init(_ report: RunReport) {
    let names = report.identity.runtimes.map(\.name)
    patterns = Dictionary(grouping: report.records.filter { $0.bits != nil }, by: \.case)
      .mapValues { records in
        let bits = Dictionary(
          records.map { ($0.runtime, $0.bits) }, uniquingKeysWith: { $1 })
        return Self.pattern(names.map { bits[$0] ?? nil })
      }
  }

  /// A letter a runtime, in their order, equal where the bits are; `.` where there are none. `nil`
  /// where no runtime has any.
  func pattern(_ id: CaseID) -> String? { patterns[id] }

  private static func pattern(_ bits: [String?]) -> String {
    var letters: [String: Character] = [:]
    return String(
      bits.map { bits -> Character in
        guard let bits else { return "." }
        if let known = letters[bits] { return known }
        let letter = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(min(letters.count, 25))))
        letters[bits] = letter
        return letter
      })
  }
}
