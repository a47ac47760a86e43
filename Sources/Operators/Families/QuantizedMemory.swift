import CKernels
import Tensors

/// The weights of gates as matrices of bytes, one a direction.
struct QuantizedGates {
  /// `[depth, 4·H]` each.
  let matrices: [PackedBytes]
  let isSigned: Bool
  /// One a direction, or one a column of each.
  let scales: Buffer<Float>
  let zeros: Buffer<Float>

  private func part(_ x: Buffer<Float>, _ direction: Int, _ columns: Int) -> [Float] {
    x.count == matrices.count
      ? [x[direction]] : (0..<columns).map { x[direction * columns + $0] }
  }

  /// The products of rows of bytes with a direction's matrix, as floats.
  func products(
    _ codes: Buffer<UInt8>, _ range: ByteRange<Float>, direction: Int
  ) -> Buffer<Float> {
    let matrix = matrices[direction]
    let (depth, columns) = (matrix.depth, matrix.columns)
    guard
      let product = try? BatchedProduct([codes.count / depth, depth], [depth, columns])
    else { return [] }
    let zeros = Buffer(part(zeros, direction, columns).map { Int32($0) })
    let sums = product.sums(
      ByteOperand(codes, isSigned: false, zeros: [Int32(range.zero)]),
      ByteOperand([], isSigned: isSigned, zeros: zeros), packed: matrix)
    let scales = Buffer(part(scales, direction, columns))
    return ByteSums(columns: columns, aScale: range.scale, bScales: scales).floats(sums)
  }
}

/// One run of a long short-term memory whose products are those of bytes.
struct QuantizedMemory {
  let extents: RecurrenceExtents
  let lengths: [Int]
  let settings: RecurrenceSettings
  let couples: Bool
  /// W and R.
  let inputs: QuantizedGates
  let states: QuantizedGates

  private var columns: Int { 4 * extents.hidden }

  /// Y, Y_h and Y_c.
  func results(
    _ x: Buffer<Float>, bias: Buffer<Float>?, initial: (h: Buffer<Float>?, c: Buffer<Float>?),
    peepholes: Buffer<Float>?
  ) -> [Buffer<Float>] {
    let (hidden, batch) = (extents.hidden, extents.batch)
    let steps = lengths.max() ?? 0
    var last = [[Float]](
      repeating: [Float](repeating: 0, count: extents.stateShape.count), count: 2)
    let bias = bias ?? Buffer(repeating: 0, count: extents.directions * 2 * columns)
    var scratch = [Float](repeating: 0, count: columns + hidden)
    let y = Buffer<Float>(count: extents.outputShape.count) { y in
      y.initialize(repeating: 0)
      guard steps > 0, hidden > 0, batch > 0 else { return }
      let products = self.products(x, rows: steps * batch)
      for direction in 0..<extents.directions {
        var state = start(initial.h, direction)
        var cell = start(initial.c, direction)
        for step in 0..<steps {
          let recurrent = recurrentProducts(state, step: step, direction: direction)
          for b in 0..<batch where step < lengths[b] {
            let t = settings.reverses[direction] ? lengths[b] - 1 - step : step
            state.withUnsafeMutableBufferPointer { state in
              cell.withUnsafeMutableBufferPointer { cell in
                scratch.withUnsafeMutableBufferPointer { scratch in
                  guard let state = state.baseAddress, let cell = cell.baseAddress,
                    let scratch = scratch.baseAddress
                  else { return }
                  RecurrenceStep(
                    hidden: hidden,
                    x: UnsafePointer(products[direction].base + extents.row(t, b) * columns),
                    h: UnsafePointer(recurrent.base + b * columns),
                    bias: bias.base + direction * 2 * columns,
                    peepholes: peepholes.map { $0.base + direction * 3 * hidden },
                    rest: MatrixView(scratch, row: 1, column: 1), state: state + b * hidden,
                    cell: cell + b * hidden, scratch: scratch, clip: settings.clip,
                    functions: settings.activations[direction * 3..<direction * 3 + 3]
                  ).remember(couples: couples, clipsCell: false)
                }
              }
            }
            let target = extents.output(t, direction, b)
            for i in 0..<hidden { y[target + i] = state[b * hidden + i] }
          }
        }
        for i in state.indices where lengths[i / hidden] == 0 { (state[i], cell[i]) = (0, 0) }
        let place = extents.state(direction, 0)
        last[0].replaceSubrange(place..<place + state.count, with: state)
        last[1].replaceSubrange(place..<place + cell.count, with: cell)
      }
      withExtendedLifetime((products, bias, peepholes)) {}
    }
    return [y] + last.map { Buffer($0) }
  }

  /// The state before the first step, which is 0 where none is given.
  private func start(_ initial: Buffer<Float>?, _ direction: Int) -> [Float] {
    let hidden = extents.hidden
    let place = extents.state(direction, 0)
    return (0..<extents.batch * hidden).map { initial?[place + $0] ?? 0 }
  }

  /// X's products with W of the first rows, direction by direction.
  private func products(_ x: Buffer<Float>, rows: Int) -> [Buffer<Float>] {
    guard extents.inputs > 0 else {
      let none = Buffer<Float>(repeating: 0, count: rows * columns)
      return Array(repeating: none, count: extents.directions)
    }
    let count = rows * extents.inputs
    let range = ByteRange(of: x.base, count: count)
    let codes = range.codes(of: x.base, count: count)
    withExtendedLifetime(x) {}
    return (0..<extents.directions).map { inputs.products(codes, range, direction: $0) }
  }

  /// The state's products with R, quantised by the range of the sequences that took the step before.
  private func recurrentProducts(_ state: [Float], step: Int, direction: Int) -> Buffer<Float> {
    let hidden = extents.hidden
    return state.withUnsafeBufferPointer { state in
      guard let base = state.baseAddress else { return [] }
      var (least, peak) = (Float(0), Float(0))
      for b in 0..<extents.batch where step <= lengths[b] {
        wonnx_range(base + b * hidden, hidden, &least, &peak)
      }
      let range = ByteRange(least, peak)
      return states.products(
        range.codes(of: base, count: state.count), range, direction: direction)
    }
  }
}
