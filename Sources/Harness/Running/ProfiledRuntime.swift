package import Runtimes

/// Somebody else's runtime.
package protocol DeclaringRuntime: Runtime {
  /// What it declares, and how it was reached.
  var declaration: RuntimeProfile { get }
}

/// A runtime that declares what it does: a refusal inside of that is a failure, outside of it the
/// case is unsupported.
package protocol ProfiledRuntime: DeclaringRuntime {
  /// What of a case lies outside, in words; `nil` for a case inside.
  func outside(_ facets: CaseFacets) -> String?
}

extension CaseFailure {
  /// The failure as the runtime's own declaration has it judged. A runtime may refuse a model as
  /// late as at its first run: it is the phase that tells a refusal.
  func judged(by runtime: any Runtime, _ facets: CaseFacets) -> CaseFailure {
    guard
      let profiled = (runtime as? any ProfiledRuntime) ?? (runtime.inner as? any ProfiledRuntime)
    else { return self }
    switch (status, profiled.outside(facets)) {
    case (.unsupported, nil):
      return CaseFailure(.error(.plan), "refused inside of what it declares: \(reason)")
    case (.unsupported, let part?): return CaseFailure(.unsupported, "\(reason) (outside: \(part))")
    case (.error(.load), let part?), (.error(.import), let part?), (.error(.infer), let part?),
      (.error(.plan), let part?), (.error(.compile), let part?):
      return CaseFailure(.unsupported, "\(part) is outside of what it declares: \(reason)")
    default: return self
    }
  }
}
