/// What a page leaves out so that it stays small; `results.jsonl` has everything.
struct Thrift {
  /// Differing elements kept of each kind, an output.
  var elementLimit = 8
  var keepsHistories = true
  /// Outputs, placement, attempts and logs of what did not pass.
  var keepsDetails = true
  /// Characters that a reason may have.
  var reasonLimit = 600
  /// Cases whose values differ that are listed; they are counted all the same.
  var agreementLimit = 2_500
  /// Pairs of parties whose difference is told, a case.
  var pairLimit = 36

  /// From the fullest page to the barest.
  static let steps: [Thrift] =
    [8, 4, 2, 1, 0].map { Thrift(elementLimit: $0, pairLimit: 4 * $0 + 4) } + [
      Thrift(elementLimit: 0, keepsHistories: false, agreementLimit: 1_000, pairLimit: 2),
      Thrift(
        elementLimit: 0, keepsHistories: false, keepsDetails: false, reasonLimit: 60,
        agreementLimit: 300, pairLimit: 1),
    ]
}
