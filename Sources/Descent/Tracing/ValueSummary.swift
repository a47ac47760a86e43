import Graphs
internal import Harness
package import Tensors

/// What a value is, in a few numbers.
package struct ValueSummary: Sendable, Hashable, Codable {
  /// `float[1, 3, 224, 224]`, or a sentence on a value that is no tensor.
  package var type: String
  package var elements: Int
  package var byteCount: Int
  /// Of the numbers that are finite; `nil` where there are none.
  package var minimum: Double?
  package var maximum: Double?
  package var mean: Double?
  package var zeros = 0
  package var nans = 0
  package var infinities = 0
  /// The first elements, in row-major order, as text.
  package var first: [String] = []

  package static let firstCount = 6

  package init(_ value: Value) {
    type = ValueType(of: value).sentence
    guard let tensor = value.tensor else {
      let parts = value.tensors
      elements = parts.reduce(0) { $0 + $1.count }
      byteCount = parts.reduce(0) { $0 + $1.byteCount }
      return
    }
    elements = tensor.count
    byteCount = tensor.byteCount
    first = (0..<min(tensor.count, Self.firstCount)).map { tensor.text(at: $0) }
    guard let statistics = NumberStatistics(tensor) else { return }
    (minimum, maximum, mean) = (statistics.minimum, statistics.maximum, statistics.mean)
    (zeros, nans, infinities) = (statistics.zeros, statistics.nans, statistics.infinities)
  }

  /// `float[2], -1 … 3, mean 0.5, 1 zero, 2 NaN: -1, 3`.
  package var text: String {
    var parts = [type]
    if let minimum, let maximum {
      parts.append("\(Printed.number(minimum)) … \(Printed.number(maximum))")
    }
    if let mean { parts.append("mean \(Printed.number(mean))") }
    if zeros > 0 { parts.append("\(zeros) \(zeros == 1 ? "zero" : "zeros")") }
    if nans > 0 { parts.append("\(nans) NaN") }
    if infinities > 0 { parts.append("\(infinities) infinite") }
    let text = parts.joined(separator: ", ")
    guard !first.isEmpty else { return text }
    return text + ": " + first.joined(separator: ", ") + (elements > first.count ? ", …" : "")
  }
}

extension Value {
  /// The tensors inside.
  fileprivate var tensors: [Tensor] {
    switch self {
    case .tensor(let tensor): [tensor]
    case .sequence(let values, _): values.flatMap(\.tensors)
    case .optional(let value, _): value?.tensors ?? []
    case .map(let map): [map.keys] + map.values.tensors
    case .sparse(let sparse): [sparse.values, sparse.indices]
    }
  }
}
