import Graphs
import Tensors

/// The GPU work of a recurrent operator: one product for the inputs of all steps, then dispatches step by
/// step over states in scratch memory.
struct RecurrenceLowering {
  let extents: RecurrenceExtents
  let settings: RecurrenceSettings
  let dtype: DType
  let request: LoweringRequest
  let gates: Int
  let hasCell: Bool

  /// Numbers of the scratch tensors.
  enum Scratch {
    static let products = 0
    /// The state that even steps read and odd ones write; the next tensor has the other parity's.
    static let state = 1
    static let cell = 3
    /// GRU: the update gate, and the reset state.
    static let update = 4
    static let reset = 5
    static let count = 6
  }

  /// The type in which states are kept.
  var computed: DType { dtype == .double ? .double : .float }
  var stateCount: Int { extents.directions * extents.batch * extents.hidden }

  func former(_ step: Int) -> Binding.Resource { .scratch(Scratch.state + step % 2) }
  func next(_ step: Int) -> Binding.Resource { .scratch(Scratch.state + (step + 1) % 2) }

  /// A dispatch with an invocation an element of the state.
  func dispatch(
    _ shader: String, step: Int, reads: [Binding], writes: [Binding], products: Int
  ) -> Dispatch {
    var defines: [String: String] = [:]
    var bindings = [
      Binding.read("x", .scratch(Scratch.products), computed),
      .read("r", .input(2), dtype),
    ]
    if request.has(3) {
      defines["HAS_BIAS"] = "1"
      bindings.append(.read("bias", .input(3), dtype))
    }
    if request.has(4) {
      defines["HAS_LENGTHS"] = "1"
      bindings += [.read("lengths", .input(4), .int32), .indexFault(extents.steps + 1)]
    }
    if request.has(7) {
      defines["HAS_PEEPHOLES"] = "1"
      bindings.append(.read("peepholes", .input(7), dtype))
    }
    if settings.batchesFirst { defines["BATCHES_FIRST"] = "1" }
    if settings.clip != nil { defines["HAS_CLIP"] = "1" }
    let functions = settings.activations
    return Dispatch(
      shader, defines: defines, bindings: bindings + reads + writes,
      parameters: [
        .uint("count", stateCount), .uint("now", step), .uint("steps", extents.steps),
        .uint("batch", extents.batch), .uint("hidden", extents.hidden),
        .uint("directions", extents.directions),
        .uint("reverses_first", settings.reverses[0] ? 1 : 0),
        .float("clip", settings.clip ?? 0), .uints("kinds", functions.map(\.kind.rawValue)),
        .floats("alphas", functions.map(\.alpha)), .floats("betas", functions.map(\.beta)),
      ], invocations: (stateCount, 1, 1), tripBound: products * extents.hidden)
  }

  /// Between an input or output and the scratch state; without a source, zeros.
  func transfer(from source: (Binding.Resource, DType)?, to target: (Binding.Resource, DType))
    -> Dispatch
  {
    Dispatch(
      "Recurrent/RecurrentState.comp",
      defines: (source == nil ? [:] : ["HAS_SOURCE": "1"])
        .merging(settings.batchesFirst ? ["BATCHES_FIRST": "1"] : [:]) { $1 },
      bindings: (source.map { [.read("x", $0.0, $0.1)] } ?? [])
        + [.write("y", target.0, target.1)],
      parameters: [
        .uint("count", stateCount), .uint("batch", extents.batch),
        .uint("hidden", extents.hidden), .uint("directions", extents.directions),
        .uint("reads_state", isScratch(source?.0) ? 1 : 0),
      ], invocations: (stateCount, 1, 1))
  }

  private func isScratch(_ resource: Binding.Resource?) -> Bool {
    if case .scratch = resource { true } else { false }
  }
}

extension Recurrence {
  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let (dtype, _) = try request.tensor(0)
    var shapes: [Shape?] = []
    for index in 0..<8 { shapes.append(request.has(index) ? try request.tensor(index).shape : nil) }
    let extents = try RecurrenceExtents(self, shapes)
    let plan = RecurrenceLowering(
      extents: extents, settings: settings, dtype: dtype, request: request, gates: Self.gates,
      hasCell: Self.hasCell)
    guard Self.gates * extents.hidden <= request.device.tripBudget else {
      return .host(.device("loops of \(Self.gates * extents.hidden) iterations"))
    }
    guard extents.steps <= 1 << 18 else {
      return .host(.device("a step's dispatches \(extents.steps) times"))
    }
    typealias Scratch = RecurrenceLowering.Scratch
    let rows = Self.gates * extents.hidden
    let products = ProductLowering.shared(
      batch: extents.directions, rows: extents.steps * extents.batch, columns: rows,
      depth: extents.inputs, dtype, into: .scratch(Scratch.products), plan.computed,
      request.device)
    var dispatches = products
    let initial = request.has(5) ? (Binding.Resource.input(5), dtype) : nil
    dispatches.append(
      plan.transfer(from: initial, to: (.scratch(Scratch.state), plan.computed)))
    if Self.hasCell {
      let cell = request.has(6) ? (Binding.Resource.input(6), dtype) : nil
      dispatches.append(plan.transfer(from: cell, to: (.scratch(Scratch.cell), plan.computed)))
    }
    for step in 0..<extents.steps { dispatches += self.dispatches(plan, step: step) }
    let wanted = request.wanted
    if wanted.count > 1, wanted[1] {
      dispatches.append(
        plan.transfer(
          from: (plan.former(extents.steps), plan.computed), to: (.output(1), dtype)))
    }
    if Self.hasCell, wanted.count > 2, wanted[2] {
      dispatches.append(
        plan.transfer(from: (.scratch(Scratch.cell), plan.computed), to: (.output(2), dtype)))
    }
    let state = TensorType(plan.computed, [max(1, plan.stateCount)])
    let product = TensorType(
      plan.computed, [max(1, extents.directions * extents.steps * extents.batch * rows)])
    return .dispatches(
      dispatches, scratch: [product] + Array(repeating: state, count: Scratch.count - 1))
  }
}

extension ProductLowering {
  /// The products of one A `[rows, depth]` with each transposed B `[batch, columns, depth]`.
  static func shared(
    batch: Int, rows: Int, columns: Int, depth: Int, _ dtype: DType,
    into y: Binding.Resource, _ computed: DType, _ device: DeviceTraits
  ) -> [Dispatch] {
    var product = BatchedProduct(batch: batch, rows: rows, columns: columns, depth: depth)
    product.transposesB = true
    var lowering = ProductLowering(product, dtype, device)
    lowering.y = y
    lowering.outputType = computed
    return lowering.withoutScratch
  }
}
