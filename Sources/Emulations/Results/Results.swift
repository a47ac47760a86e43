import Graphs
import Tensors

/// A kind of fault that changes outputs after the operator has made them, one emulation an output.
///
/// The first output's has no detail, the others' are `output-1`, `output-2` ….
func ofResults(
  _ name: String, is nature: Emulation.Nature = .fault, concernsDraws: Bool = false,
  _ summary: String, _ transform: @escaping @Sendable (Tensor, Evaluation) throws -> Tensor?
) -> EmulationKind {
  EmulationKind(each: name, is: nature, concernsDraws: concernsDraws, summary) { node in
    node.outputs.indices.filter { node.outputs[$0] != nil }.map { index in
      (index == 0 ? nil : "output-\(index)", changing(index) { try transform($0, $1) })
    }
  }
}

/// The operator's outputs, one of them changed.
func changing(
  _ index: Int, _ transform: @escaping @Sendable (Tensor, Evaluation) throws -> Tensor?
) -> Change {
  { operation, inputs in
    var outputs = try operation.evaluate(inputs)
    guard outputs.indices.contains(index),
      let changed = try outputs[index]?.mapTensors({ try transform($0, inputs) })
    else { return nil }
    outputs[index] = changed
    return outputs
  }
}

extension EmulationKind {
  /// Elements that were not written, or not where they belong.
  static let results: [EmulationKind] = [
    ofResults("missed-edge-tile", "The last tile of four, whole or not, stays zero.") {
      tensor, _ in
      guard tensor.count > 0 else { return nil }
      let written = (tensor.count - 1) / 4 * 4
      return try tensor.keeping { $0 < written }
    },
    ofResults(
      "stale-buffer", "The second half has what the buffer held before: the first input's elements."
    ) { tensor, inputs in
      guard tensor.count > 1 else { return nil }
      let written = tensor.count / 2
      guard let old = inputs.tensor(0), old.dtype == tensor.dtype, old.count >= tensor.count else {
        return try tensor.keeping { $0 < written }
      }
      let whole = old.reading(Array(0..<tensor.count), shape: tensor.shape)
      return try tensor.keeping(or: whole) { $0 < written }
    },
    ofResults("one-element-its-neighbours", "One element, in the middle, is the one after it.") {
      tensor, _ in
      guard tensor.count > 1 else { return nil }
      let place = (tensor.count - 1) / 2
      return tensor.reading((0..<tensor.count).map { $0 == place ? $0 + 1 : $0 })
    },
    ofResults("index-off-by-one", "Each element is the one after it, the last stays.") {
      tensor, _ in
      guard tensor.count > 1 else { return nil }
      return tensor.reading((0..<tensor.count).map { min($0 + 1, tensor.count - 1) })
    },
    ofResults("zeros", concernsDraws: true, "Nothing is written: all elements are zero.") {
      tensor, _ in try tensor.keeping { _ in false }
    },
    ofResults("first-element-everywhere", "Every element is the first.") { tensor, _ in
      guard tensor.count > 1 else { return nil }
      return tensor.reading(Array(repeating: 0, count: tensor.count))
    },
    ofResults("first-of-the-batch-everywhere", "Along the first axis every slice is the first.") {
      tensor, _ in
      guard tensor.rank > 1, tensor.shape[0] > 1, tensor.count > 0 else { return nil }
      return tensor.reading(tensor.places(along: 0) { _ in 0 })
    },
    ofResults("relative-1e-4", "Every number is 1e-4 of itself too large.") { tensor, _ in
      guard tensor.dtype == .float || tensor.dtype == .double else { return nil }
      return try tensor.mapFloats { $0 * (1 + 1e-4) }
    },
    ofResults("one-element-2e-10-off", "One element, in the middle, is 2^-10 of itself too large.")
    {
      tensor, _ in
      guard tensor.dtype == .float || tensor.dtype == .double, tensor.count > 0 else { return nil }
      let place = tensor.count / 2
      return try tensor.mapFloats { $0 == place ? $1 * (1 + 0x1p-10) : $1 }
    },
    ofResults("one-integer-off-by-one", "One integer, in the middle, is one too large.") {
      tensor, _ in
      guard tensor.count > 0 else { return nil }
      let place = tensor.count / 2
      return try tensor.mapIntegers { $0 == place ? $1 + 1 : $1 }
    },
    ofResults("truth-inverted", "One truth value, in the middle, is the other one.") { tensor, _ in
      guard case .bool(let x) = tensor.elements, tensor.count > 0 else { return nil }
      let place = tensor.count / 2
      return try Tensor(
        x.enumerated().map { ($0.offset == place) != $0.element }, shape: tensor.shape)
    },
    EmulationKind("swapped-outputs", "The first two outputs change places.") { node in
      guard node.outputs.count > 1, node.outputs[0] != nil, node.outputs[1] != nil else {
        return nil
      }
      return { operation, inputs in
        var outputs = try operation.evaluate(inputs)
        guard outputs.count > 1 else { return nil }
        outputs.swapAt(0, 1)
        return outputs
      }
    },
  ]
}

extension Tensor {
  /// The elements at some places, and others, or zeros, at the rest.
  func keeping(or others: Tensor? = nil, _ isKept: (Int) -> Bool) throws -> Tensor {
    let others = others ?? zeros
    let both = try joined(with: others)
    return both.reading((0..<count).map { isKept($0) ? $0 : count + $0 }, shape: shape)
  }

  /// As many elements of the type's zero: 0, false, the empty string.
  var zeros: Tensor { (try? Tensor(elements.visit(Zeros()), shape: shape)) ?? self }

  /// The elements of two tensors of one type, in a row.
  private func joined(with other: Tensor) throws -> Tensor {
    try Tensor(elements.visit(Joining(other: other.elements)), shape: [count + other.count])
  }
}

private struct Joining: ElementsVisitor {
  let other: Elements
  func visit<T: Element>(_ values: Buffer<T>) -> Elements {
    T.wrap(Buffer(Array(values) + Array(T.unwrap(other) ?? Buffer([]))))
  }
}

private struct Zeros: ElementsVisitor {
  func visit<T: Element>(_ values: Buffer<T>) -> Elements {
    if T.dtype == .string { return .string(Buffer(repeating: "", count: values.count)) }
    return Elements(count: values.count, dtype: T.dtype) { bytes in
      _ = bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }
  }
}
