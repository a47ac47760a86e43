import Tensors

extension Convolution {
  /// Sums anew, without the padding, what is NaN where a window reaches into it.
  ///
  /// Padding takes no part in a sum. Products with zeros leave a sum as it is, but for weights that are
  /// infinite or NaN: then, and with an input that is, a result is NaN.
  func mendBorders<F: KernelNumber>(
    _ x: SendablePointer<F>, _ w: SendablePointer<F>, bias: SendablePointer<F>?,
    in y: SendablePointer<F>
  ) {
    if !weightsArePacked, w.isFinite(features * depth) { return }
    let border = geometry.borderOutputs
    guard !border.isEmpty else { return }
    let count = geometry.outputCount
    Parallel.forEach(batch * features, grain: max(1, (1 << 14) / border.count)) { range in
      for plane in range {
        for output in border {
          let place = y.base + (plane * count + output)
          guard place.pointee.isNaN else { continue }
          place.pointee = sum(x.base, w.base, plane: plane, output: output)
          if let bias { place.pointee += bias.base[plane % features] }
        }
      }
    }
  }

  /// One output without its bias, over the taps that read inside the input.
  private func sum<F: KernelNumber>(
    _ x: UnsafeMutablePointer<F>, _ w: UnsafeMutablePointer<F>, plane: Int, output: Int
  ) -> F {
    let (image, feature) = plane.quotientAndRemainder(dividingBy: features)
    let (group, row) = feature.quotientAndRemainder(dividingBy: groupFeatures)
    let taps = geometry.taps(of: output)
    let tapCount = geometry.tapCount
    let blockChannels = Summation.channelsOfBlock(taps: tapCount)
    var (total, block) = (F(-0.0), F(0))
    func endBlock() {
      total += block
      block = 0
    }
    for c in 0..<groupChannels {
      let input = x + ((image * groups + group) * groupChannels + c) * geometry.inputCount
      var cut = 0
      for (tap, offset) in taps {
        if tapCount > Summation.productBlock, tap / Summation.productBlock != cut {
          endBlock()
          cut = tap / Summation.productBlock
        }
        let weight = w[weightOffset(group, row, c * tapCount + tap, of: F.self)]
        block = .fused(weight, input[offset], block)
      }
      if (c + 1) % blockChannels == 0 || c + 1 == groupChannels { endBlock() }
    }
    return total
  }

  /// Where the weight of a group's row for term k lies, in W or in its panels.
  private func weightOffset<F: KernelNumber>(
    _ group: Int, _ row: Int, _ k: Int, of type: F.Type
  ) -> Int {
    guard weightsArePacked else { return (group * groupFeatures + row) * depth + k }
    return panelLayout(type).offset(group: group, column: row, k)
  }
}

extension WindowGeometry {
  /// The outputs, row-major, whose windows reach out of the input.
  fileprivate var borderOutputs: [Int] {
    let isInside = axes.map { axis in
      (0..<axis.output).map { axis.taps($0).count == axis.kernel }
    }
    guard isInside.contains(where: { $0.contains(false) }) else { return [] }
    return (0..<outputCount).filter { output in
      var rest = output
      for axis in axes.indices.reversed() {
        if !isInside[axis][rest % axes[axis].output] { return true }
        rest /= axes[axis].output
      }
      return false
    }
  }

  /// The taps of an output's window that read inside the input, row-major, and what they read.
  fileprivate func taps(of output: Int) -> [(tap: Int, offset: Int)] {
    var rest = output
    var places: [Int] = []
    for axis in axes.reversed() {
      places.insert(rest % axis.output, at: 0)
      rest /= axis.output
    }
    return zip(axes, places).reduce([(tap: 0, offset: 0)]) { found, next in
      let (axis, place) = next
      return found.flatMap { tap, offset in
        axis.taps(place).map { k in
          (
            tap: tap * axis.kernel + k,
            offset: offset * axis.input + place * axis.stride + k * axis.dilation - axis.before
          )
        }
      }
    }
  }
}
