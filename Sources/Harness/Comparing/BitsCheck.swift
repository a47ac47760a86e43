internal import Runtimes
internal import Tensors

/// Counts the elements that differ in the values that two runtimes left.
package struct BitsCheck: Sendable {
  private let folder: KeptOutputs
  private let flushed: KeptOutputs?
  private let loader: any CaseLoader

  /// - Parameter flushed: the values of runtimes when they take subnormal numbers for zero.
  package init(
    _ folder: KeptOutputs, flushed: KeptOutputs? = nil, loader: any CaseLoader
  ) {
    self.folder = folder
    self.flushed = flushed
    self.loader = loader
  }

  /// The comparison with its elements counted, and its first difference named.
  package func counted(_ comparison: BitsComparison, of suiteCase: SuiteCase) -> BitsComparison {
    var result = comparison
    guard let model = try? loader.source(suiteCase.modelPath).interface else { return result }
    var count = Count()
    for set in 0..<suiteCase.dataSetCount {
      let outputs = [comparison.a, comparison.b].map {
        folder.outputs(of: suiteCase.id, $0, set: set, model, loader)
      }
      guard let a = outputs[0], let b = outputs[1] else { continue }
      guard a.count == b.count else {
        count.note("\(comparison.a) gave \(a.count) outputs, and \(comparison.b) \(b.count)")
        continue
      }
      let zeroed = flushed?.outputs(of: suiteCase.id, comparison.a, set: set, model, loader)
      for index in a.indices {
        let excuse = zeroed.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        count.add(a[index], b[index], model.outputName(index), excuse: excuse)
      }
    }
    (result.elements, result.differing) = (count.elements, count.differing)
    result.flushed = count.flushed
    if count.reason == nil, count.flushed > 0 {
      result.outcome = .flushed
      result.reason = nil
      return result
    }
    result.reason = count.reason ?? "the values differed in one run and not in the next"
    return result
  }
}

private struct Count {
  private(set) var elements = 0
  private(set) var differing = 0
  private(set) var flushed = 0
  private(set) var reason: String?

  mutating func note(_ reason: String) { self.reason = self.reason ?? reason }

  /// - Parameter excuse: `a` where subnormal numbers are zero. Only tensors are excused.
  mutating func add(_ a: Value, _ b: Value, _ name: String, excuse: Value? = nil) {
    switch (a, b) {
    case (.tensor(let a), .tensor(let b)): add(a, b, name, excuse: excuse?.tensor)
    case (.sequence(let a, _), .sequence(let b, _)) where a.count == b.count:
      for index in a.indices { add(a[index], b[index], "\(name)[\(index)]") }
    case (.optional(let a?, _), .optional(let b?, _)): add(a, b, name)
    case (.map(let a), .map(let b)):
      add(a.keys, b.keys, "\(name), its keys")
      add(a.values, b.values, name)
    case (.sparse(let a), .sparse(let b)):
      add(a.indices, b.indices, "\(name), its indices")
      add(a.values, b.values, name)
    default:
      if BitsDigest.of([a]) != BitsDigest.of([b]) { note("output '\(name)' is of another kind") }
    }
  }

  private mutating func add(
    _ a: Tensor, _ b: Tensor, _ name: String, excuse: Tensor? = nil
  ) {
    guard a.dtype == b.dtype, a.shape == b.shape else {
      return note(
        "output '\(name)' is \(a.dtype.name) \(a.shape) and \(b.dtype.name) \(b.shape)")
    }
    elements += a.shape.count
    let inexcusable = excuse.map { excuse in
      excuse.dtype == b.dtype && excuse.shape == b.shape ? Set(excuse.differences(from: b)) : nil
    }
    for offset in a.differences(from: b) {
      if let inexcusable = inexcusable ?? nil, !inexcusable.contains(offset) {
        flushed += 1
        continue
      }
      differing += 1
      note(
        "output '\(name)' at \(a.shape.index(of: offset)) is \(a.text(at: offset)) and "
          + "\(b.text(at: offset))")
    }
  }
}

extension Tensor {
  /// The offsets of elements that differ in some bit from those of a tensor of the same type and shape.
  fileprivate func differences(from other: Tensor) -> [Int] {
    if case .string(let a) = elements, case .string(let b) = other.elements {
      return a.indices.filter { a[$0] != b[$0] }
    }
    let (a, b) = (unifiedBytes, other.unifiedBytes)
    let width = dtype.byteWidth
    guard a != b, width > 0 else { return [] }
    return (0..<a.count / width).filter { index in
      let range = index * width..<(index + 1) * width
      return a[range] != b[range]
    }
  }
}
