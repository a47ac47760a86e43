import Graphs
import Tensors

extension Resampling {
  func lower(
    _ dtype: DType, _ axes: [Axis], _ device: DeviceTraits
  ) throws(OperatorError) -> Lowering {
    if let reason = dtype.immovable { return .host(reason) }
    let source = Shape(axes.map(\.extent))
    if axes.allSatisfy(\.isIdentity) { return .views([0]) }
    try check(axes, dtype)
    if mode == .nearest {
      let bits = try nearestFiller(dtype)
      return .dispatches([
        AxisMaps(maps: axes.map(nearest)).dispatch(dtype, source: source, filler: .bits(bits))
      ])
    }
    guard dtype.isFloat || dtype.isInteger else { return .host(.noKernel) }
    let work: DType = dtype.isFloat && dtype != .double ? .float : .double
    if work == .double, !device.hasFloat64 { return .host(.device("64-bit floats")) }
    return passes(dtype, axes, work, device)
  }

  private func nearestFiller(_ dtype: DType) throws(OperatorError) -> ElementBits {
    guard coordinates == .tfCropAndResize, extrapolation != 0 else { return .zero }
    guard dtype.isFloat || dtype.isInteger else { return .zero }
    let filler: WideBuffer =
      dtype.isFloat
      ? .float([extrapolation]) : .int([Int64(exactly: extrapolation.rounded()) ?? 0])
    return ElementBits(
      leading: try tensors { () throws(TensorError) in
        try Tensor(narrowing: filler, to: dtype, shape: [])
      })
  }

  /// One dispatch an axis; what lies between them is in the type of the computation.
  private func passes(
    _ dtype: DType, _ axes: [Axis], _ work: DType, _ device: DeviceTraits
  ) -> Lowering {
    let resized = axes.indices.filter { !axes[$0].isIdentity }
    var dims = axes.map(\.extent)
    var scratch: [TensorType] = []
    var dispatches: [Dispatch] = []
    for (step, k) in resized.enumerated() {
      let filter = filter(axes[k])
      guard filter.tapCount <= device.tripBudget else { return .host(.noKernel) }
      dims[k] = axes[k].count
      let isLast = step == resized.count - 1
      if !isLast { scratch.append(TensorType(work, Shape(dims))) }
      let count = Shape(dims).count
      let (low, high) = Self.range(of: dtype)
      var parameters: [Parameter] = [
        .uint("count", count), .uint("inner", dims[(k + 1)...].reduce(1, *)),
        .uint("extent", axes[k].extent), .uint("positions", axes[k].count),
        .ints("sources", filter.sources), .float("outside", extrapolation),
      ]
      if work == .double {
        parameters += [
          .uints("low_words", filter.weights.map { Int($0.bitPattern & 0xffff_ffff) }),
          .uints("high_words", filter.weights.map { Int($0.bitPattern >> 32) }),
        ]
      } else {
        parameters.append(.floats("weights", filter.weights.map { Float($0) }))
      }
      if isLast, dtype.isInteger {
        parameters += [.double("low", low), .double("high", high)]
      }
      dispatches.append(
        Dispatch(
          "Movement/Resample.comp",
          defines: [
            "TAPS": "\(filter.tapCount)u", "WORK": work == .double ? "double" : "float",
            "WORKS_IN_DOUBLE": work == .double ? "1" : "0",
            "ROUNDS": isLast && dtype.isInteger ? "1" : "0",
          ],
          bindings: [
            step == 0
              ? .read("x", .input(0), dtype) : .read("x", .scratch(step - 1), work),
            isLast ? .write("y", .output(0), dtype) : .write("y", .scratch(step), work),
          ], parameters: parameters, invocations: (count, 1, 1), tripBound: filter.tapCount))
    }
    return .dispatches(dispatches, scratch: scratch)
  }
}
