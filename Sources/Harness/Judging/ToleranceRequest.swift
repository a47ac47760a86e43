/// What one run, or one table of a suite's file, says of tolerances; the rest stays as it is.
package struct ToleranceRequest: Sendable, Hashable, Codable, CustomStringConvertible {
  package var rtol: Double?
  package var atol: Double?
  package var relativeToLargest: Double?

  package init(rtol: Double? = nil, atol: Double? = nil, relativeToLargest: Double? = nil) {
    self.rtol = rtol
    self.atol = atol
    self.relativeToLargest = relativeToLargest
  }

  package var isEmpty: Bool { self == ToleranceRequest() }

  /// Why the numbers can't judge, after the name of who says them; `nil` when they can.
  ///
  /// - Parameter prefix: of the numbers' names: `--` on the command line.
  package func objection(prefix: String = "") -> String? {
    if rtol != nil && relativeToLargest != nil {
      return "says both \(prefix)rtol and \(prefix)relative-to-largest, expected one of them"
    }
    for (name, share) in [("rtol", rtol), ("relative-to-largest", relativeToLargest)] {
      // With a share of 1 an output of zeros would do for any.
      guard let share, !(0..<1).contains(share) else { continue }
      return "says \(prefix)\(name) \(share), expected 0 or more and less than 1"
    }
    if let atol, !(atol >= 0 && atol.isFinite) {
      return "says \(prefix)atol \(atol), expected 0 or more"
    }
    return nil
  }

  package func applied(to tolerance: OutputTolerance) -> OutputTolerance {
    var result = tolerance
    if let relativeToLargest {
      result.rtol = 0
      result.relativeToLargest = relativeToLargest
    } else if let rtol {
      result.rtol = rtol
      result.relativeToLargest = nil
    }
    if let atol { result.atol = atol }
    return result
  }

  /// The options that say the same: `--rtol 0.01 --atol 1e-05`.
  package var description: String {
    [("--rtol", rtol), ("--atol", atol), ("--relative-to-largest", relativeToLargest)]
      .compactMap { name, value in value.map { "\(name) \($0)" } }.joined(separator: " ")
  }

  /// The case, judged by this for every element type.
  package func applied(to suiteCase: SuiteCase) -> SuiteCase {
    if isEmpty { return suiteCase }
    let own = suiteCase.tolerances ?? suiteCase.official
    return suiteCase.judged(by: CaseTolerances(entries(over: own), own: own))
  }

  /// What this makes of tolerances, for some element types, or all.
  func entries(over own: CaseTolerances, dtypes: [String]? = nil) -> [CaseTolerances.Entry] {
    own.entries.compactMap { entry in
      let spoken = dtypes.map { asked in
        entry.dtypes.map { known in asked.filter(known.contains) } ?? asked
      }
      if spoken?.isEmpty ?? false { return nil }
      return .init(dtypes: spoken ?? entry.dtypes, applied(to: entry.tolerance))
    }
  }
}
