/// GPU work that finds its outputs' extents itself, in two segments.
///
/// The first leaves its results in scratch tensors of the greatest extent that they may have, and
/// says how far they go in one of them, the counts. The host reads nothing but those counts; the
/// second segment then writes outputs of their true extents. What was counted holds for one run
/// alone, so a run with such work is recorded anew each time, and not replayed.
package struct CountedWork: Sendable {
  package typealias Rest = (outputs: [TensorType], dispatches: [Dispatch])

  /// Dispatches that find the counts. They bind no outputs.
  package let dispatches: [Dispatch]
  /// Tensors that both segments see.
  package let scratch: [TensorType]
  /// The scratch tensor of type uint32 that holds the counts.
  package let counts: Int
  /// The outputs' types, every extent known, and the dispatches that write them.
  package let rest: @Sendable (_ counts: [Int]) throws(OperatorError) -> Rest

  package init(
    dispatches: [Dispatch], scratch: [TensorType], counts: Int,
    rest: @escaping @Sendable (_ counts: [Int]) throws(OperatorError) -> Rest
  ) {
    self.dispatches = dispatches
    self.scratch = scratch
    self.counts = counts
    self.rest = rest
  }

  /// The same work in one segment, where the host knows the counts beforehand.
  package func known(_ counts: [Int]) throws(OperatorError) -> Lowering {
    .dispatches(dispatches + (try rest(counts).dispatches), scratch: scratch)
  }
}
