import Graphs
import Tensors

extension Recurrence {
  static var tolerance: Tolerance { .accumulated }
  var gatesAtOnce: Int { Self.gates }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let (x, r) = (try inputs.tensor(0), try inputs.tensor(2))
    for (index, type) in [x, try inputs.tensor(1), r].enumerated() {
      if let rank = type.rank, rank != 3 { throw .rank(input: index, found: rank, expected: "3") }
    }
    var shapes: [Shape?] = []
    for index in 0..<8 where inputs.has(index) {
      guard let shape = try inputs.tensor(index).shape else { break }
      shapes += Array(repeating: nil, count: index - shapes.count) + [shape]
    }
    if (0..<8).allSatisfy({ !inputs.has($0) || $0 < shapes.count }) {
      _ = try RecurrenceExtents(self, shapes)
    }
    let isFirst = settings.batchesFirst
    let directions = Dimension.known(settings.reverses.count)
    let steps = x.dims?[isFirst ? 1 : 0] ?? .unknown
    let batch = x.dims?[isFirst ? 0 : 1] ?? .unknown
    let hidden = settings.hidden.map { Dimension.known($0) } ?? r.dims?[2] ?? .unknown
    let state = isFirst ? [batch, directions, hidden] : [directions, batch, hidden]
    let y = isFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden]
    let types = [y, state, state].map { ValueType.tensor(TensorType(x.dtype, $0)) }
    return Array(types.prefix(max(1, min(inputs.outputCount, Self.hasCell ? 3 : 2))))
  }

  /// Products of every step with the weights and of one with the state, gates, R as panels, and outputs
  /// as lists.
  func scratch(_ request: ScratchRequest) throws(OperatorError) -> ByteCount {
    var shapes: [Shape?] = []
    for index in 0..<8 {
      shapes.append(request.inputs.has(index) ? try request.inputs.tensor(index).shape : nil)
    }
    let extents = try RecurrenceExtents(self, shapes)
    let weights =
      ByteCount(request.width(0)) * extents.hidden
      * (Self.gates * extents.hidden + 2 * Self.panelColumns)
    let rows = ByteCount(request.width(0)) * extents.batch * (Self.gates * extents.hidden)
    let outputs = request.outputs.reduce(.zero) { $0 + request.wide($1) }
    return request.wideCopies + outputs * 2 + rows * (extents.steps + 4) + weights + request.list(4)
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    var tensors: [Tensor?] = []
    for index in 0..<8 { tensors.append(try inputs.optionalTensor(index)) }
    let extents = try RecurrenceExtents(self, tensors.map { $0?.shape })
    let lengths = try lengths(try inputs.integers(4), extents)
    let x = try inputs.tensor(0)
    func results<F: WideFloat & ProductNumber>(
      _ packed: Buffer<F>?, _ read: (Tensor?, Int) throws(OperatorError) -> Buffer<F>?
    ) throws(OperatorError) -> [WideBuffer] {
      var operands: [Buffer<F>?] = []
      for (i, tensor) in tensors.enumerated() {
        operands.append(i == 4 || (i == 1 && packed != nil) ? nil : try read(tensor, i))
      }
      return run(extents, lengths, operands, packed).map { F.wrap(wide: $0) }
    }
    let outputs: [WideBuffer]
    switch (try inputs.wide(0), settings.packedW) {
    case (.float, .float(let w)?): outputs = try results(w, floats)
    case (.float, _): outputs = try results(nil, floats)
    case (.double, .double(let w)?): outputs = try results(w, doubles)
    case (.double, _): outputs = try results(nil, doubles)
    case (.int, _), (.uint, _):
      throw .wrongType(input: 0, found: x.dtype.name, expected: "a float type")
    }
    let shapes = [extents.outputShape, extents.stateShape, extents.stateShape]
    var values: [Value?] = []
    for (output, shape) in zip(outputs, shapes) {
      values.append(try .narrowing(output, to: x.dtype, shape))
    }
    return values
  }

  func packing(_ constants: [Int: Tensor], _ precision: Precision) -> Packing? {
    guard let w = PackedOperand(directions: constants[1], precision) else { return nil }
    var packed = self
    packed.settings.packedW = w.panels
    return Packing(packed, inputs: [1: w.held])
  }

  /// The most columns of a panel of a right operand.
  private static var panelColumns: Int { 16 }

  func lengths(
    _ given: [Int]?, _ extents: RecurrenceExtents
  ) throws(OperatorError) -> [Int] {
    guard let given else { return Array(repeating: extents.steps, count: extents.batch) }
    if let wrong = given.first(where: { !(0...extents.steps).contains($0) }) {
      throw .index(wrong, extent: extents.steps + 1)
    }
    return given
  }

  /// Y, Y_h and, where there are cells, Y_c.
  ///
  /// - Parameter packed: W in panels; else it is an operand.
  private func run<F: WideFloat & ProductNumber>(
    _ extents: RecurrenceExtents, _ lengths: [Int], _ operands: [Buffer<F>?], _ packed: Buffer<F>?
  ) -> [Buffer<F>] {
    guard let x = operands[0], let w = packed ?? operands[1], let r = operands[2] else { return [] }
    let (hidden, batch) = (extents.hidden, extents.batch)
    let rows = Self.gates * hidden
    func weights(_ direction: Int) -> MatrixView<F> {
      guard packed != nil else {
        return MatrixView(
          w.base + direction * rows * extents.inputs, row: 1, column: extents.inputs)
      }
      let layout = PanelLayout<F>(columns: rows, depth: extents.inputs, transposed: true)
      return MatrixView(packed: w.base + direction * layout.pitch, depth: extents.inputs)
    }
    let biases = operands[3] ?? Buffer(repeating: 0, count: extents.directions * 2 * rows)
    var last = [[F](repeating: 0, count: extents.stateShape.count)]
    if Self.hasCell { last.append(last[0]) }
    let count = extents.steps * batch
    // One element more, so that an empty sequence has an address too.
    let products = UnsafeMutablePointer<F>.allocate(capacity: count * rows + 1)
    let recurrent = UnsafeMutablePointer<F>.allocate(capacity: batch * rows + 1)
    let state = UnsafeMutablePointer<F>.allocate(capacity: batch * hidden + 1)
    let cell = UnsafeMutablePointer<F>.allocate(capacity: batch * hidden + 1)
    let scratch = UnsafeMutablePointer<F>.allocate(capacity: rows + hidden + 1)
    // R's gates, and those that wait for others, as panels: every step reads them whole.
    let panels = UnsafeMutablePointer<F>.allocate(
      capacity: (rows + 2 * Self.panelColumns) * hidden + 1)
    defer {
      for memory in [products, recurrent, state, cell, scratch, panels] { memory.deallocate() }
    }
    let functions = Self.functions.count
    let y = Buffer<F>(count: extents.outputShape.count) { y in
      y.initialize(repeating: 0)
      for direction in 0..<extents.directions {
        F.multiplyInParallel(
          ProductExtent(rows: count, columns: rows, depth: extents.inputs),
          MatrixView(x.base, row: extents.inputs, column: 1),
          weights(direction), into: products, pitch: rows)
        for b in 0..<batch {
          let from = extents.state(direction, b)
          for i in 0..<hidden {
            state[b * hidden + i] = operands[5].map { $0.base[from + i] } ?? 0
            cell[b * hidden + i] = Self.hasCell ? operands[6].map { $0.base[from + i] } ?? 0 : 0
          }
        }
        let steps = lengths.max() ?? 0
        let inner = gatesAtOnce * hidden
        var weights = MatrixView(r.base + direction * rows * hidden, row: 1, column: hidden)
        var rest = weights.from(0, inner)
        if steps > 1 {
          let others = panels + (inner + Self.panelColumns) * hidden
          F.packRight(depth: hidden, columns: inner, weights, into: panels)
          F.packRight(depth: hidden, columns: rows - inner, rest, into: others)
          weights = MatrixView(packed: panels, depth: hidden)
          rest = MatrixView(packed: others, depth: hidden)
        }
        for step in 0..<steps {
          F.multiplyInParallel(
            ProductExtent(rows: batch, columns: inner, depth: hidden),
            MatrixView(state, row: hidden, column: 1), weights, into: recurrent, pitch: rows)
          for b in 0..<batch where step < lengths[b] {
            let t = settings.reverses[direction] ? lengths[b] - 1 - step : step
            self.step(
              RecurrenceStep(
                hidden: hidden, x: UnsafePointer(products + extents.row(t, b) * rows),
                h: UnsafePointer(recurrent + b * rows),
                bias: biases.base + direction * 2 * rows,
                peepholes: operands[7].map { $0.base + direction * 3 * hidden },
                rest: rest, state: state + b * hidden, cell: cell + b * hidden,
                scratch: scratch, clip: settings.clip.map { F($0) },
                functions: settings.activations[
                  direction * functions..<(direction + 1) * functions]))
            let target = extents.output(t, direction, b)
            for i in 0..<hidden { y[target + i] = state[b * hidden + i] }
          }
        }
        for b in 0..<batch {
          let target = extents.state(direction, b)
          for i in 0..<hidden {
            last[0][target + i] = state[b * hidden + i]
            if Self.hasCell { last[1][target + i] = cell[b * hidden + i] }
          }
        }
      }
    }
    withExtendedLifetime((operands, packed, biases)) {}
    return [y] + last.map { Buffer($0) }
  }
}
