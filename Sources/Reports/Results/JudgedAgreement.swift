import Harness

/// An agreement with what is asked of it more than once.
struct JudgedAgreement {
  let agreement: Agreement
  let groups: [[String]]
  let loners: [String]
  let goldenIsInMinority: Bool

  /// - Parameter runtimes: the run's; two columns of the same foreign runtime are not independent.
  init(_ agreement: Agreement, _ runtimes: [RunIdentity.Runtime]) {
    self.agreement = agreement
    groups = agreement.groups
    loners = agreement.loners
    goldenIsInMinority = agreement.goldenIsInMinority { name in
      runtimes.first { $0.name == name }?.profile?.kin ?? name
    }
  }

  /// A value of the suite that may be wrong comes first, then what one runtime does alone.
  var rank: Int { goldenIsInMinority ? 0 : loners.isEmpty ? 2 : 1 }
}

extension RuntimeProfile {
  /// What columns of one runtime share; of a program that says no version, its files.
  fileprivate var kin: String { version == "unknown" ? digest ?? connection : runtime }
}
