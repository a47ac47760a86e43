import Harness

/// An agreement with what is asked of it more than once.
struct JudgedAgreement {
  let agreement: Agreement
  let groups: [[String]]
  let loners: [String]
  let goldenIsInMinority: Bool

  init(_ agreement: Agreement) {
    self.agreement = agreement
    groups = agreement.groups
    loners = agreement.loners
    goldenIsInMinority = agreement.goldenIsInMinority
  }

  /// A value of the suite that may be wrong comes first, then what one runtime does alone.
  var rank: Int { goldenIsInMinority ? 0 : loners.isEmpty ? 2 : 1 }
}
