package import Runtimes

/// A value of a run: its name, and the runs of bodies that it belongs to.
package struct StepKey: Sendable, Hashable {
  package let path: BodyPath
  package let value: String

  package init(_ path: BodyPath, _ value: String) {
    self.path = path
    self.value = value
  }
}
