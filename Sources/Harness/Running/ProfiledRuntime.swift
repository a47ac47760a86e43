package import Runtimes

/// A runtime that declares what it does: a refusal inside of that is a failure, outside of it the
/// case is unsupported.
package protocol ProfiledRuntime: Runtime {
  /// What of a case lies outside, in words; `nil` for a case inside.
  func outside(_ facets: CaseFacets) -> String?
}

extension CaseFailure {
  /// The failure as the runtime's own declaration has it judged.
  ///
  /// - Parameter isPreparing: whether the runtime was still making the model ready.
  func judged(
    by runtime: any Runtime, _ facets: CaseFacets, isPreparing: Bool
  ) -> CaseFailure {
    guard
      let profiled = (runtime as? any ProfiledRuntime) ?? (runtime.inner as? any ProfiledRuntime)
    else { return self }
    switch (status, profiled.outside(facets)) {
    case (.unsupported, nil):
      return CaseFailure(.error(.plan), "refused inside of what it declares: \(reason)")
    case (.unsupported, let part?): return CaseFailure(.unsupported, "\(reason) (outside: \(part))")
    case (.error, let part?) where isPreparing:
      return CaseFailure(.unsupported, "\(part) is outside of what it declares: \(reason)")
    default: return self
    }
  }
}
