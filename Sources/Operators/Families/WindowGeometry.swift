/// How a window moves over the spatial axes.
struct WindowGeometry: Sendable {
  var axes: [WindowAxis]

  var inputs: [Int] { axes.map(\.input) }
  var outputs: [Int] { axes.map(\.output) }
  var inputCount: Int { axes.reduce(1) { $0 * $1.input } }
  var outputCount: Int { axes.reduce(1) { $0 * $1.output } }
  var tapCount: Int { axes.reduce(1) { $0 * $1.kernel } }

  /// Whether each output reads the input of the same position, and no other.
  var isPointwise: Bool {
    axes.allSatisfy {
      $0.kernel == 1 && $0.stride == 1 && $0.before == 0 && $0.input == $0.output
    }
  }

  /// The same window over exactly three axes, those in front of extent 1; `nil` when there are more.
  var threeAxes: WindowGeometry? {
    guard axes.count <= 3 else { return nil }
    let filler = WindowAxis(input: 1, output: 1, kernel: 1)
    return WindowGeometry(axes: Array(repeating: filler, count: 3 - axes.count) + axes)
  }
}

/// A window along one axis: output `o` reads the inputs `o · stride + k · dilation - before`.
struct WindowAxis: Sendable, Hashable {
  var input: Int
  var output = 0
  var kernel: Int
  var stride = 1
  var dilation = 1
  var before = 0
  var after = 0

  /// From the window's first input to its last, in elements.
  var span: Int { (kernel - 1) * dilation + 1 }

  /// Settles pads and output; `false` when the window does not fit.
  ///
  /// `output = ⌊(input + before + after - span) / stride⌋ + 1`, or with `⌈ ⌉` where it rounds up, but
  /// for a last window that would start in the padding after the input. Where pads are said by a word,
  /// there is nothing to round.
  mutating func place(
    _ autoPad: AutoPad, pads: (before: Int, after: Int), roundsUp: Bool
  ) -> Bool {
    switch autoPad {
    case .explicit: (before, after) = pads
    case .valid: (before, after) = (0, 0)
    case .sameUpper, .sameLower:
      output = (input + stride - 1) / stride
      let total = max(0, (output - 1) * stride + span - input)
      before = autoPad == .sameUpper ? total / 2 : total - total / 2
      after = total - before
      return true
    }
    let free = input + before + after - span
    guard free >= 0 else { return false }
    output = free / stride + 1
    if roundsUp, autoPad == .explicit, free % stride != 0, output * stride < input + before {
      output += 1
    }
    return true
  }

  /// The taps of output `o` that read inside `low..<limit`.
  func taps(_ o: Int, from low: Int, to limit: Int) -> Range<Int> {
    let first = o * stride - before
    let lower = first >= low ? 0 : (low - first + dilation - 1) / dilation
    let upper = limit <= first ? 0 : min(kernel, (limit - first + dilation - 1) / dilation)
    return lower..<max(lower, upper)
  }

  /// The taps of output `o` that read the input.
  func taps(_ o: Int) -> Range<Int> { taps(o, from: 0, to: input) }

  /// The outputs whose tap `k` reads the input.
  func outputs(tap k: Int) -> Range<Int> {
    let shift = before - k * dilation
    let lower = shift <= 0 ? 0 : (shift + stride - 1) / stride
    let upper = input + shift <= 0 ? 0 : min(output, (input + shift + stride - 1) / stride)
    return min(lower, output)..<max(min(lower, output), upper)
  }
}
