import Graphs
import Tensors

extension DynamicQuantizeLSTM {
  /// Numbers of the scratch tensors, behind those of ``RecurrenceLowering``.
  private enum Scratch {
    static let codes = RecurrenceLowering.Scratch.count
    static let scale = codes + 1
    static let zero = codes + 2
    /// The state's bytes less their zero point, and each direction's scale.
    static let centered = codes + 3
    static let stateScale = codes + 4
    static let count = codes + 5
  }

  private static let groupSize = 256

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    let extents = try extents(request.inference)
    let lengths = try lengths(try request.integers(4), extents)
    let (longest, columns) = (lengths.max() ?? 0, Self.gates * extents.hidden)
    let rows = longest * extents.batch
    let stateTrips = 2 * (extents.batch * extents.hidden / Self.groupSize + 1)
    guard max(columns, extents.inputs, stateTrips) <= request.device.tripBudget,
      request.device.groupLimit >= Self.groupSize
    else {
      return .host(.device("loops of \(max(columns, extents.inputs, stateTrips)) iterations"))
    }
    guard extents.steps <= 1 << 17 else {
      return .host(.device("a step's dispatches \(extents.steps) times"))
    }
    let plan = RecurrenceLowering(
      extents: extents, settings: settings, dtype: .float, request: request, gates: Self.gates,
      hasCell: true)
    let (quantizing, ranges) = DynamicQuantizeLinear.dispatches(
      (.input(0), .float), count: rows * extents.inputs,
      into: (.scratch(Scratch.codes), .scratch(Scratch.scale), .scratch(Scratch.zero)),
      scratchFrom: Scratch.count)
    var work = quantizing
    if rows > 0 { work.append(try inputProducts(request, extents, rows: rows)) }
    for (input, target) in [
      (5, RecurrenceLowering.Scratch.state), (6, RecurrenceLowering.Scratch.cell),
    ] {
      let given = request.has(input) && extents.steps > 0
      let initial = given ? (Binding.Resource.input(input), DType.float) : nil
      work.append(plan.transfer(from: initial, to: (.scratch(target), .float)))
    }
    for step in 0..<extents.steps {
      if step < longest { work.append(quantizedState(request, plan, step: step)) }
      work += dispatches(plan, step: step)
    }
    let results = [plan.former(extents.steps), .scratch(RecurrenceLowering.Scratch.cell)]
    for (number, source) in results.enumerated()
    where request.wanted.count > number + 1 && request.wanted[number + 1] {
      work.append(plan.transfer(from: (source, .float), to: (.output(number + 1), .float)))
    }
    let state = TensorType(.float, [max(1, plan.stateCount)])
    let products = max(1, extents.directions * extents.steps * extents.batch * columns)
    let own = [
      TensorType(.uint8, [max(1, rows * extents.inputs)]), TensorType(.float, []),
      TensorType(.uint8, []), TensorType(.int32, [max(1, plan.stateCount)]),
      TensorType(.float, [extents.directions]),
    ]
    let states = Array(repeating: state, count: RecurrenceLowering.Scratch.count - 1)
    return .dispatches(work, scratch: [TensorType(.float, [products])] + states + own + ranges)
  }

  /// A matrix of weights with its scales and zero points.
  private func weights(
    _ request: LoweringRequest, _ input: Int, _ extents: RecurrenceExtents
  ) throws(OperatorError) -> (defines: [String: String], bindings: [Binding]) {
    let (scales, zeros) = (try request.tensor(6 + 2 * input), try request.tensor(7 + 2 * input))
    var defines: [String: String] = [:]
    if scales.shape.count != extents.directions { defines["SCALES_VARY"] = "1" }
    if zeros.shape.count != extents.directions { defines["ZEROS_VARY"] = "1" }
    return (
      defines,
      [
        .read("weights", .input(input), try request.tensor(input).dtype),
        .read("scales", .input(6 + 2 * input), .float),
        .read("zeros", .input(7 + 2 * input), zeros.dtype),
      ]
    )
  }

  /// X's products with W of the first rows.
  private func inputProducts(
    _ request: LoweringRequest, _ extents: RecurrenceExtents, rows: Int
  ) throws(OperatorError) -> Dispatch {
    let columns = Self.gates * extents.hidden
    let count = extents.directions * rows * columns
    let weights = try weights(request, 1, extents)
    return Dispatch(
      "Microsoft/DynamicQuantizeLSTM.Inputs.comp", defines: weights.defines,
      bindings: weights.bindings + [
        .read("codes", .scratch(Scratch.codes), .uint8),
        .read("scale", .scratch(Scratch.scale), .float),
        .read("zero", .scratch(Scratch.zero), .uint8),
        .write("y", .scratch(RecurrenceLowering.Scratch.products), .float),
      ],
      parameters: [
        .uint("count", count), .uint("rows", rows), .uint("columns", columns),
        .uint("depth", extents.inputs), .uint("pitch", extents.steps * extents.batch * columns),
      ], invocations: (count, 1, 1), tripBound: extents.inputs)
  }

  /// The state's bytes before a step, a direction a workgroup.
  private func quantizedState(
    _ request: LoweringRequest, _ plan: RecurrenceLowering, step: Int
  ) -> Dispatch {
    let extents = plan.extents
    var defines: [String: String] = [:]
    var bindings: [Binding] = [
      .read("state", plan.former(step), .float),
      .write("centered", .scratch(Scratch.centered), .int32),
      .write("scale", .scratch(Scratch.stateScale), .float),
    ]
    if request.has(4) {
      defines["HAS_LENGTHS"] = "1"
      bindings.append(.read("lengths", .input(4), .int32))
    }
    let count = extents.batch * extents.hidden
    return Dispatch(
      "Microsoft/DynamicQuantizeLSTM.State.comp", defines: defines, bindings: bindings,
      parameters: [
        .uint("directions", extents.directions), .uint("size", count),
        .uint("hidden", extents.hidden), .uint("now", step),
      ], invocations: (extents.directions * Self.groupSize, 1, 1),
      localSize: [Self.groupSize, 1, 1], tripBound: 2 * (count / Self.groupSize + 1))
  }

  func dispatches(_ plan: RecurrenceLowering, step: Int) -> [Dispatch] {
    typealias States = RecurrenceLowering.Scratch
    var dispatch = plan.dispatch(
      "Microsoft/DynamicQuantizeLSTM.comp", step: step,
      reads: [
        .read("former", plan.former(step), .float),
        .read("centered", .scratch(Scratch.centered), .int32),
        .read("scale", .scratch(Scratch.stateScale), .float),
      ],
      writes: [
        .readWrite("cell", .scratch(States.cell), .float),
        .write("next", plan.next(step), .float),
      ] + plan.sequence, products: 1)
    guard let weights = try? weights(plan.request, 2, plan.extents) else { return [] }
    dispatch.bindings = dispatch.bindings.filter { $0.name != "r" } + weights.bindings
    dispatch.defines.merge(weights.defines) { $1 }
    if couples { dispatch.defines["COUPLES"] = "1" }
    if plan.writesSequence { dispatch.defines["HAS_Y"] = "1" }
    return [dispatch]
  }
}
