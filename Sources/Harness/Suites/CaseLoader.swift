package import Graphs
package import Runtimes
package import Tensors

/// Turns a case's files into values; the harness knows no file format itself.
package protocol CaseLoader: Sendable {
  /// The model: what it declares, and its graph for those who ask for it.
  func source(_ path: String) throws(LoadError) -> ModelSource
  /// What the model is about, without instantiating its operators.
  func facets(_ path: String) throws(LoadError) -> CaseFacets
  /// A data file's value, of the type that the graph declares for it.
  func value(_ path: String, as type: ValueType?) throws(LoadError) -> Value
}
