import Harness
import Interpreter
import Optimizer
import Runtimes
import Tensors

/// A column of a run: a runtime, and how its cases run.
struct Column: Sendable {
  let runtime: any Runtime
  /// What a worker is told to run.
  let request: String
  /// Cases at once, where the command does not say how many.
  let width: Int
  /// Of this column alone, where `runtimes.toml` has one.
  var timeout: Duration?
  /// Says, for a differing element, what another implementation gives.
  let reference: Interpreter
  /// Of somebody else's runtime.
  var foreign: ForeignRequest?

  var name: String { runtime.name }

  /// `cpu, double`.
  var referenceName: String {
    reference.name + (reference.precision == .double ? ", double" : "")
  }

  /// What a foreign runtime declares.
  var profile: RuntimeProfile? {
    ((runtime as? any DeclaringRuntime) ?? (runtime.inner as? any DeclaringRuntime))?.declaration
  }
}

/// Names of runtimes behind the optimizer.
enum OptimizedName {
  static let suffix = OptimizedRuntime.name(of: "")

  /// `cpu` for `cpu+opt`; `nil` for any other name.
  static func base(of name: String) -> String? {
    name.hasSuffix(suffix) && name != suffix ? String(name.dropLast(suffix.count)) : nil
  }
}
