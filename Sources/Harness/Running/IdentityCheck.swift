internal import Graphs
internal import Runtimes
internal import Tensors

/// Holds an optimised graph's outputs, bit by bit, against those of the graph as it was.
struct IdentityCheck {
  private let baseline: (any Runtime)?
  private let source: ModelSource
  private let isExact: Bool
  private var prepared: (any PreparedGraph)?
  /// Whether all outputs so far had the same bits; `nil` where nothing was compared.
  private(set) var isIdentical: Bool?

  init(_ runtime: any Runtime, _ source: ModelSource, _ optimization: Optimization?) {
    baseline = optimization == nil ? nil : runtime.baseline
    self.source = source
    isExact = optimization?.isExact ?? false
  }

  /// What is wrong with the outputs; `nil` where nothing is, or the optimizer declares a bound.
  mutating func difference(of outputs: [Value], _ feeds: Feeds) async -> Mismatch? {
    guard let baseline else { return nil }
    if prepared == nil { prepared = try? await baseline.prepare(source) }
    guard let plain = try? await prepared?.run(feeds.inputs).outputs else {
      isIdentical = false
      return Mismatch(
        cause: .bits, reason: "the optimised graph gives results, but the unoptimised one fails")
    }
    for (index, (found, expected)) in zip(outputs, plain).enumerated()
    where !found.hasBits(of: expected) {
      isIdentical = false
      guard isExact else { return nil }
      return Mismatch(
        cause: .bits,
        reason:
          "output '\(source.interface.outputName(index))' has other bits than the unoptimised graph "
          + "gives, though every edit says that it keeps them")
    }
    isIdentical = isIdentical ?? true
    return nil
  }
}

extension Optimization {
  init(_ changes: GraphChanges) {
    self.init(
      nodesBefore: changes.nodeCountBefore, nodesAfter: changes.nodeCountAfter,
      edits: changes.edits, isExact: changes.isExact, isIdentical: nil)
  }
}
