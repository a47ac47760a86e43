import CKernels

/// What one step of one sequence reads and renews; gates lie one after the other, H elements each.
struct RecurrenceStep<F: WideFloat & ProductNumber> {
  let hidden: Int
  /// X's product with W, biases not included.
  let x: UnsafePointer<F>
  /// The former state's product with R of the other gates.
  let h: UnsafePointer<F>
  /// W's biases, then R's.
  let bias: UnsafePointer<F>
  let peepholes: UnsafePointer<F>?
  /// R of the gates that wait for others, as a right operand.
  let rest: MatrixView<F>
  let state: UnsafeMutablePointer<F>
  let cell: UnsafeMutablePointer<F>
  /// Room for G + 1 gates.
  let scratch: UnsafeMutablePointer<F>
  let clip: F?
  let functions: ArraySlice<RecurrentActivation>

  /// Writes `x + h + (W's bias + R's)` of the first gates of `gates` to the scratch.
  func sumGates(_ count: Int, of gates: Int) {
    let (biases, sums, length) = (bias + gates * hidden, scratch, count * hidden)
    for i in 0..<length { sums[i] = x[i] + h[i] + (bias[i] + biases[i]) }
  }

  /// Adds gate `g`'s peephole times a cell's elements.
  func peep(_ g: Int, _ cell: UnsafePointer<F>) {
    let gate = scratch + g * hidden
    guard let peepholes else {
      for i in 0..<hidden { gate[i] += 0 }
      return
    }
    let weights = peepholes + g * hidden
    for i in 0..<hidden { gate[i] += weights[i] * cell[i] }
  }

  /// Takes `count` elements through the function of a number, after the clip if they are clipped.
  func apply(
    _ index: Int, _ x: UnsafePointer<F>, into y: UnsafeMutablePointer<F>, _ count: Int,
    clips: Bool = true
  ) {
    let function = functions[functions.startIndex + index]
    var x = x
    if clips, let clip {
      for i in 0..<count { y[i] = x[i] > clip ? clip : x[i] < -clip ? -clip : x[i] }
      x = UnsafePointer(y)
    }
    guard !F.fill(y, function.kernel, x, count) else { return }
    for i in 0..<count { y[i] = function(x[i]) }
  }
}
