import Graphs
import Harness
import Tensors
package import TensorFiles

/// An output in a few lines for people: name, type, shape, range, and its first elements, or all where
/// they are few.
package struct OutputSummary: Sendable {
  private let output: NamedValue

  /// As many elements as are shown whole.
  private static let whole = 24
  /// Elements that are shown of more, parts that are shown of a sequence.
  private static let first = 8

  package init(_ output: NamedValue) { self.output = output }

  package var text: String {
    Self.lines(output.name.onOneLine, output.value).joined(separator: "\n") + "\n"
  }

  private static func lines(_ name: String, _ value: Value) -> [String] {
    switch value {
    case .tensor(let tensor): return lines(name, tensor)
    case .optional(nil, let kind): return ["\(name)  optional(\(kind.name)), empty"]
    case .optional(let held?, _): return lines(name, held)
    case .sequence(let parts, let kind):
      let shown = parts.prefix(first).enumerated().flatMap { place, part in
        lines("\(name)[\(place)]", part).map { "  \($0)" }
      }
      let rest = parts.count > first ? ["  … \(parts.count - first) more"] : []
      return ["\(name)  a sequence of \(parts.count) \(kind.name)"] + shown + rest
    case .map(let map):
      return ["\(name)  \(value.kind.name)"] + lines("  keys", map.keys)
        + lines("  values", map.values)
    case .sparse(let sparse):
      return ["\(name)  \(value.kind.name) \(sparse.shape)"]
        + lines("  values", sparse.values) + lines("  indices", sparse.indices)
    }
  }

  private static func lines(_ name: String, _ tensor: Tensor) -> [String] {
    let head = "\(name)  \(TensorType(tensor))" + (range(of: tensor).map { "  \($0)" } ?? "")
    guard tensor.count > 0 else { return [head] }
    let isWhole = tensor.count <= whole
    let columns = isWhole ? max(tensor.shape.dims.last ?? 1, 1) : first
    let shown = isWhole ? tensor.count : first
    var rows = stride(from: 0, to: shown, by: columns).map { start in
      "  "
        + (start..<min(start + columns, shown)).map { tensor.text(at: $0) }.joined(separator: " ")
    }
    if !isWhole { rows[rows.count - 1] += " …" }
    return [head] + rows
  }

  /// `-1.5 … 3, mean 0.2, 4 NaN`, of the finite numbers.
  private static func range(of tensor: Tensor) -> String? {
    guard tensor.count > 1, tensor.dtype != .bool, let statistics = NumberStatistics(tensor) else {
      return nil
    }
    var parts: [String] = []
    if let least = statistics.least, let most = statistics.greatest, let mean = statistics.mean {
      parts = [
        "\(tensor.text(at: least)) … \(tensor.text(at: most))", "mean \(Float(mean))",
      ]
    }
    if statistics.nans > 0 { parts.append("\(statistics.nans) NaN") }
    if statistics.infinities > 0 { parts.append("\(statistics.infinities) infinite") }
    return parts.joined(separator: ", ")
  }
}
