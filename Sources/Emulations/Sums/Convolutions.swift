import Graphs
import Tensors

extension Node {
  /// `Y[n, m, e…] = Σ X[n, c, e · stride + k · dilation - pad] · W[m, c, k…] + B[m]`.
  func convolution(_ inputs: Evaluation, _ output: Shape) -> SumOfProducts? {
    guard let x = inputs.tensor(0), let w = inputs.tensor(1), x.rank > 2, w.rank == x.rank,
      output.rank == x.rank, let a = x.doubles, let b = w.doubles,
      let window = window(x.shape.dims.dropFirst(2), w.shape.dims.dropFirst(2), output)
    else { return nil }
    let bias = inputs.tensor(2)?.doubles
    let perGroup = w.shape[1]
    let features = w.shape[0] / max(integer("group") ?? 1, 1)
    let plane = x.shape.dims.dropFirst(2).reduce(1, *)
    let taps = Shape(Array(w.shape.dims.dropFirst(2)))
    let places = Shape(Array(output.dims.dropFirst(2)))
    return SumOfProducts(a: a, b: b) { place in
      let feature = place / places.count % output[1]
      let image = place / places.count / output[1]
      let corner = places.index(place % places.count)
      var terms: [(a: Int, b: Int)] = []
      for channel in 0..<perGroup {
        let own = image * x.shape[1] + feature / features * perGroup + channel
        for tap in 0..<taps.count {
          guard let source = window.source(corner, taps.index(tap)) else { continue }
          terms.append((own * plane + source, (feature * perGroup + channel) * taps.count + tap))
        }
      }
      return terms
    } finish: { place, sum, rounded in
      bias.map { rounded(sum + $0[place / places.count % output[1]]) } ?? sum
    }
  }

  /// How the window moves; `nil` where the attributes do not fit the axes.
  private func window(
    _ extents: ArraySlice<Int>, _ kernel: ArraySlice<Int>, _ output: Shape
  ) -> SlidingWindow? {
    let rank = extents.count
    func settled(_ name: String) -> [Int] {
      integers(name).flatMap { $0.isEmpty ? nil : $0 } ?? Array(repeating: 1, count: rank)
    }
    let (strides, dilations) = (settled("strides"), settled("dilations"))
    guard strides.count == rank, dilations.count == rank else { return nil }
    let word = word("auto_pad") ?? "NOTSET"
    let given = integers("pads").flatMap { $0.count == 2 * rank ? $0 : nil }
    let before = (0..<rank).map { axis -> Int in
      switch word {
      case "SAME_UPPER", "SAME_LOWER":
        let span = (Array(kernel)[axis] - 1) * dilations[axis] + 1
        let total = max(
          0, (output[axis + 2] - 1) * strides[axis] + span - Array(extents)[axis])
        return word == "SAME_UPPER" ? total / 2 : total - total / 2
      case "VALID": return 0
      default: return given?[axis] ?? 0
      }
    }
    return SlidingWindow(
      extents: Array(extents), strides: strides, dilations: dilations, before: before)
  }
}

/// Where a window's taps read.
private struct SlidingWindow {
  let extents: [Int]
  let strides: [Int]
  let dilations: [Int]
  let before: [Int]

  /// The place in a plane that a tap reads for an output; `nil` in the padding.
  func source(_ output: [Int], _ tap: [Int]) -> Int? {
    var place = 0
    for axis in extents.indices {
      let index = output[axis] * strides[axis] + tap[axis] * dilations[axis] - before[axis]
      guard (0..<extents[axis]).contains(index) else { return nil }
      place = place * extents[axis] + index
    }
    return place
  }
}

extension Shape {
  /// The index of the element at a place in row-major order.
  fileprivate func index(_ place: Int) -> [Int] {
    var (rest, result) = (place, dims)
    for axis in dims.indices.reversed() {
      result[axis] = rest % dims[axis]
      rest /= dims[axis]
    }
    return result
  }
}
