internal import Graphs
internal import Runtimes
internal import Tensors

/// Holds an optimised graph's outputs, bit by bit, against those of the graph as it was; where an edit
/// declares a bound, by what the operators of the graph as it was state of their errors: both results
/// have to lie within twice that of each other.
struct IdentityCheck {
  private let baseline: (any Runtime)?
  private let source: ModelSource
  private let isExact: Bool
  /// Whether the case is a whole network, of which no bound is asked.
  private let isModel: Bool
  private var prepared: (any PreparedGraph)?
  /// Whether all outputs so far had the same bits; `nil` where nothing was compared.
  private(set) var isIdentical: Bool?
  /// Whether all results that differ are as near as the operators' bounds allow; `nil` where none
  /// differs or none is stated.
  private(set) var isInside: Bool?

  init(
    _ runtime: any Runtime, _ source: ModelSource, _ optimization: Optimization?, isModel: Bool
  ) {
    self.isModel = isModel
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
      guard isExact else { return distance(outputs, plain, feeds) }
      return Mismatch(
        cause: .bits,
        reason:
          "output '\(source.interface.outputName(index))' has other bits than the unoptimised graph "
          + "gives, though every edit says that it keeps them")
    }
    isIdentical = isIdentical ?? true
    return nil
  }

  /// An output that is further from the unoptimised graph's than both may be off.
  private mutating func distance(
    _ outputs: [Value], _ plain: [Value], _ feeds: Feeds
  ) -> Mismatch? {
    guard !isModel, let graph = try? source.graph(), BoundCheck.objection(to: graph) == nil,
      let estimates = try? EstimateRun(graph).outputs(feeds.inputs)
    else { return nil }
    for (index, ((found, expected), estimate)) in zip(zip(outputs, plain), estimates).enumerated() {
      guard let around = estimate?.around(expected),
        let verdict = BoundRule().judge(found, against: around)
      else { continue }
      isInside = (isInside ?? true) && verdict.outside == 0
      guard verdict.outside > 0 else { continue }
      return Mismatch(
        cause: .bits,
        reason: "output '\(source.interface.outputName(index))' is further from the unoptimised "
          + "graph's than both may be off, in \(verdict.outside) of \(verdict.bounded) elements")
    }
    return nil
  }
}

extension Estimate {
  /// A run's result, and how far another's may be from it: as far as both may be from the exact one.
  fileprivate func around(_ value: Value) -> Estimate? {
    guard let found = value.tensor, let errors, let dtype, let numbers = found.numbers,
      let exact = tensor?.numbers, exact.count == numbers.count
    else { return nil }
    let format = dtype.floatFormat
    let reach = numbers.indices.map { place in
      let half = format?.halfUnit(at: exact[place].magnitude + errors[place]) ?? 0
      return 2 * errors[place] + half
    }
    return Estimate(found.inDoubles, dtype: dtype, errors: Buffer(reach))
  }
}

extension Optimization {
  init(_ changes: GraphChanges) {
    self.init(
      nodesBefore: changes.nodeCountBefore, nodesAfter: changes.nodeCountAfter,
      edits: changes.edits, isExact: changes.isExact, isIdentical: nil)
  }
}
