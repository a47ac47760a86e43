import Interpreter
import Runtimes
import Tensors

/// A kind of runtime of this project's own: all that the command line knows of it.
struct RuntimeKind: Sendable {
  let name: String
  /// Makes the runtime under a name, on the device of that number where the name has one.
  let make: @Sendable (RuntimeFactory, String, Int?) throws(Failure) -> any Runtime
  /// What folds constants through such a runtime.
  var folder: @Sendable (any Runtime) -> any Runtime = { $0 }
  /// Cases at once, where nobody says how many.
  let width: Int
  /// How the interpreter computes that says, for a differing element, what another implementation
  /// gives.
  let reference: Precision
  /// How many devices there are to run on; `nil` for a kind that has none.
  var deviceCount: (@Sendable () throws(Failure) -> Int)?

  /// In the order of a run's columns.
  static let all = [cpu, vulkan]

  /// The kind of `name`, `name@1` or `name+opt`.
  static func of(_ name: String) -> RuntimeKind? {
    let base = name.prefix { $0 != "@" && $0 != "+" }
    return all.first { $0.name == base }
  }
}
