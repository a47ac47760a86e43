package import Tensors

/// A value under its name.
package struct NamedValue: Sendable {
  package let name: String
  package let value: Value

  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}
