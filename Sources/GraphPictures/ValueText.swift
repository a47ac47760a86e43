package import Tensors
import Graphs
import Harness

/// A value in a few words: its first elements, and of more a digest of all.
package struct ValueText: Sendable {
  private let value: Value
  private let most: Int

  /// - Parameter most: elements that are shown.
  package init(_ value: Value, most: Int = 4) {
    self.value = value
    self.most = most
  }

  /// `0.25, -0.5, 1.0, 0.125, … #1a2b3c4d`.
  package var text: String {
    guard let tensor = value.tensor else { return "\(value.kind.name) \(digest)" }
    let shown = (0..<min(most, tensor.count)).map { tensor.text(at: $0) }.joined(separator: ", ")
    return tensor.count <= most ? "[\(shown)]" : "\(shown), … \(digest)"
  }

  /// With the type before it.
  package var described: String { "\(ValueType(of: value).sentence) \(text)" }

  private var digest: String { "#\(BitsDigest.of([value]).prefix(8))" }
}
