package import Graphs
package import Tensors

/// Turns a case's files into values; the harness knows no file format itself.
package protocol CaseLoader: Sendable {
  /// The model as a graph.
  func graph(_ path: String) throws(LoadError) -> Graph
  /// What the model is about, without instantiating its operators.
  func facets(_ path: String) throws(LoadError) -> CaseFacets
  /// A data file's value, of the type that the graph declares for it.
  func value(_ path: String, as type: ValueType?) throws(LoadError) -> Value
}

/// Why a case's files gave no graph or value.
package struct LoadError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Stage: Sendable, Equatable {
    /// The bytes are not a model or tensor.
    case load
    /// The file names what the standard does not allow.
    case importing
    /// The file names what the standard allows and this program does not know.
    case unsupported
  }
  package let stage: Stage
  /// A sentence: subject, fact, expectation.
  package let description: String

  package init(_ stage: Stage, _ description: String) {
    self.stage = stage
    self.description = description
  }
}
