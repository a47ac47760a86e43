/// A construct that takes the compiler's word that no data race is possible away. These are names
/// that the audit looks for; nothing here uses one.
enum Escape: String, CaseIterable {
  case unchecked = "@unchecked Sendable"
  case nonisolated = "nonisolated(unsafe)"
  case preconcurrency = "@preconcurrency"
  case detached = "Task.detached"
  case assumed = "assumeIsolated"
  case reinterpreted = "unsafeBitCast"
  case inherited = "@_unsafeInheritExecutor"

  /// The ways to write it, in tokens.
  var spellings: [[String]] {
    switch self {
    case .unchecked: [["@", "unchecked"]]
    case .nonisolated: [["nonisolated", "(", "unsafe", ")"]]
    case .preconcurrency: [["@", "preconcurrency"]]
    // The second is that of `Task<Success, Failure>`.
    case .detached: [["Task", ".", "detached"], [">", ".", "detached"]]
    case .assumed: [["assumeIsolated"]]
    case .reinterpreted: [["unsafeBitCast"]]
    case .inherited: [["@", "_unsafeInheritExecutor"]]
    }
  }
}
