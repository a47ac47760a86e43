import Graphs
import Tensors

/// One step of one sequence, with errors; what ``RecurrenceStep`` is to values.
struct EstimatedStep {
  let hidden: Int
  /// X's product with W, biases not included.
  let x: [Ball]
  /// The former state's product with R.
  let h: [Ball]
  /// W's biases, then R's.
  let bias: [Ball]
  let peepholes: [Ball]?
  /// The product of a vector with R of one gate.
  let product: ([Ball], Int) -> [Ball]
  var state: [Ball]
  var cell: [Ball]
  let clip: Double?
  let functions: [RecurrentActivation]
  let unit: Double

  /// The sum of all that goes into a gate.
  func gate(_ g: Int, of gates: Int) -> [Ball] {
    (g * hidden..<(g + 1) * hidden).map {
      Ball.sum([x[$0], h[$0], bias[$0], bias[gates * hidden + $0]], unit: unit)
    }
  }

  func peeped(_ gate: [Ball], _ g: Int, _ cell: [Ball]) -> [Ball] {
    guard let peepholes else { return gate }
    return gate.indices.map { gate[$0] + peepholes[g * hidden + $0] * cell[$0] }
  }

  func apply(_ index: Int, _ x: [Ball], clips: Bool = true) -> [Ball] {
    let function = functions[index]
    return x.map { element in
      element.map(ulps: 4) { value in
        var value = value
        if clips, let clip { value = min(max(value, -clip), clip) }
        return function(value)
      }
    }
  }
}

extension Recurrence {
  func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    let x = try request.reals(0)
    let unit = x.dtype.roundoff
    func balls(_ index: Int) throws(OperatorError) -> [Ball]? {
      guard let operand = try request.optionalReals(index) else { return nil }
      return operand.values.indices.map {
        Ball(operand.values[$0], error: operand.errors[$0], unit: unit)
      }
    }
    var shapes: [Shape?] = []
    for index in 0..<8 { shapes.append(request.has(index) ? try request.tensor(index).shape : nil) }
    let extents = try RecurrenceExtents(self, shapes)
    let lengths = try lengths(try request.integers(4), extents)
    guard let inputs = try balls(0), let w = try balls(1), let r = try balls(2) else {
      throw .missingInput(0)
    }
    let run = RecurrenceEstimate(
      operation: self, extents: extents, lengths: lengths, x: inputs, w: w, r: r,
      bias: try balls(3), initial: [try balls(5), Self.hasCell ? try balls(6) : nil],
      peepholes: try balls(7), unit: unit)
    let (y, last) = run.results
    func reals(_ shape: Shape, _ values: [Ball]) -> Reals {
      Reals(shape, values.map(\.value), values.map(\.error), x.dtype)
    }
    return try Estimate.outputs(
      of: self, request,
      [reals(extents.outputShape, y)] + last.map { reals(extents.stateShape, $0) })
  }
}

/// A recurrence over numbers with errors.
private struct RecurrenceEstimate<O: Recurrence> {
  let operation: O
  let extents: RecurrenceExtents
  let lengths: [Int]
  let x: [Ball]
  let w: [Ball]
  let r: [Ball]
  let bias: [Ball]?
  let initial: [[Ball]?]
  let peepholes: [Ball]?
  let unit: Double

  /// Y, and the last states.
  var results: (y: [Ball], last: [[Ball]]) {
    let (hidden, rows) = (extents.hidden, O.gates * extents.hidden)
    let zero = Ball(0, unit: unit)
    var y = Array(repeating: zero, count: extents.outputShape.count)
    var last = Array(
      repeating: Array(repeating: zero, count: extents.stateShape.count), count: O.hasCell ? 2 : 1)
    let settings = operation.settings
    let functions = O.functions.count
    for direction in 0..<extents.directions {
      let matrix = Array(r[direction * rows * hidden..<(direction + 1) * rows * hidden])
      func product(_ vector: [Ball], _ rows: Range<Int>) -> [Ball] {
        rows.map { row in
          Ball.dot(vector, Array(matrix[row * hidden..<(row + 1) * hidden]), unit: unit)
        }
      }
      for b in 0..<extents.batch {
        let place = extents.state(direction, b)
        func first(_ states: [Ball]?) -> [Ball] {
          states.map { Array($0[place..<place + hidden]) } ?? Array(repeating: zero, count: hidden)
        }
        var (state, cell) = (first(initial[0]), first(initial[1]))
        for step in 0..<lengths[b] {
          let t = settings.reverses[direction] ? lengths[b] - 1 - step : step
          let from = extents.row(t, b) * extents.inputs
          let input = Array(x[from..<from + extents.inputs])
          let products = (0..<rows).map { row in
            let start = (direction * rows + row) * extents.inputs
            return Ball.dot(input, Array(w[start..<start + extents.inputs]), unit: unit)
          }
          var run = EstimatedStep(
            hidden: hidden, x: products, h: product(state, 0..<rows),
            bias: bias.map { Array($0[direction * 2 * rows..<(direction + 1) * 2 * rows]) }
              ?? Array(repeating: zero, count: 2 * rows),
            peepholes: peepholes.map {
              Array($0[direction * 3 * hidden..<(direction + 1) * 3 * hidden])
            },
            product: { vector, gate in product(vector, gate * hidden..<(gate + 1) * hidden) },
            state: state, cell: cell, clip: settings.clip.map(Double.init),
            functions: Array(
              settings.activations[direction * functions..<(direction + 1) * functions]),
            unit: unit)
          operation.step(&run)
          (state, cell) = (run.state, run.cell)
          let target = extents.output(t, direction, b)
          for i in 0..<hidden { y[target + i] = state[i] }
        }
        for i in 0..<hidden {
          last[0][place + i] = state[i]
          if O.hasCell { last[1][place + i] = cell[i] }
        }
      }
    }
    return (y, last)
  }
}
