import Tensors

/// Why inputs can't be fed, or outputs not written, as options say: a sentence.
package struct FeedError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  /// - Parameter description: a sentence, of which one mark at the end stays.
  package init(_ description: String) { self.description = description.endedOnce }
}
