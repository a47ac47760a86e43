import Harness
package import Tensors

extension Tensor {
  /// An element as text that reads back as the same: a string without quotes.
  package func word(at offset: Int) -> String {
    if case .string(let texts) = elements { return texts[offset] }
    return text(at: offset)
  }
}
