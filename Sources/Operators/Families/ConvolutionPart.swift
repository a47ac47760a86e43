/// What one call of the kernel for groups of one channel computes; offsets are into whole tensors.
struct ConvolutionPart {
  var channels: Int
  var feature: Int
  var x: Int
  var w: Int
  var y: Int
}

extension Convolution {
  var isDepthwise: Bool { groupChannels == 1 && groups > 1 }

  /// Calls `body` with runs of channels of one image each, for groups of one channel, over all cores.
  func forEachDepthwisePart(_ body: @Sendable (ConvolutionPart) -> Void) {
    let work = max(1, groupFeatures * geometry.outputCount * depth)
    let (inputCount, outputCount) = (geometry.inputCount, geometry.outputCount)
    Parallel.forEach(batch * channels, grain: max(1, (1 << 17) / work)) { range in
      var first = range.lowerBound
      while first < range.upperBound {
        let channel = first % channels
        let count = min(channels - channel, range.upperBound - first)
        let feature = channel * groupFeatures
        body(
          ConvolutionPart(
            channels: count, feature: feature, x: first * inputCount, w: feature * depth,
            y: first * groupFeatures * outputCount))
        first += count
      }
    }
  }

  /// Calls `body` with each output's feature and offset.
  func forEachOutput(_ body: @Sendable (_ feature: Int, _ offset: Int) -> Void) {
    let pixels = geometry.outputCount
    for plane in 0..<batch * features {
      for i in 0..<pixels { body(plane % features, plane * pixels + i) }
    }
  }
}
