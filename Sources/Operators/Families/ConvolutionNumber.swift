import CKernels
import Tensors

/// A number type with convolutions.
protocol ConvolutionNumber: ProductNumber {
  /// Writes `convolution`'s outputs, over all cores.
  static func convolve(
    _ convolution: Convolution, _ x: SendablePointer<Self>, _ w: SendablePointer<Self>,
    bias: SendablePointer<Self>?, into y: SendablePointer<Self>)
}

extension Int64: ConvolutionNumber {
  static func convolve(
    _ convolution: Convolution, _ x: SendablePointer<Int64>, _ w: SendablePointer<Int64>,
    bias: SendablePointer<Int64>?, into y: SendablePointer<Int64>
  ) {
    convolution.gatheredProducts(x, w, into: y)
    guard let bias else { return }
    convolution.forEachOutput { feature, i in y.base[i] &+= bias.base[feature] }
  }
}

extension Float: ConvolutionNumber {
  static func convolve(
    _ convolution: Convolution, _ x: SendablePointer<Float>, _ w: SendablePointer<Float>,
    bias: SendablePointer<Float>?, into y: SendablePointer<Float>
  ) {
    guard let window = wonnx_window(convolution.geometry) else {
      convolution.gatheredProducts(x, w, into: y)
      guard let bias else { return }
      return convolution.forEachOutput { feature, i in y.base[i] += bias.base[feature] }
    }
    if convolution.isDepthwise {
      return convolution.forEachDepthwisePart { part in
        let status = wonnx_sconv_depthwise(
          window, part.channels, convolution.groupFeatures, x.base + part.x, w.base + part.w,
          bias.map { UnsafePointer($0.base + part.feature) }, y.base + part.y, nil)
        precondition(status == WONNX_OK, "memory for a convolution's workspace is exhausted")
      }
    }
    convolution.forEachPart { part in
      let status = wonnx_sconv(
        wonnx_convolution(
          window: window, channels: part.channels, filters: part.filters,
          first_pixel: part.firstPixel, pixels: part.pixels),
        x.base + part.x,
        wonnx_matrix_f32(
          data: w.base + part.w, row_stride: convolution.depth, column_stride: 1, packed: false),
        bias.map { UnsafePointer($0.base + part.feature) }, y.base + part.y, nil)
      precondition(status == WONNX_OK, "memory for a convolution's workspace is exhausted")
    }
  }
}

extension Double: ConvolutionNumber {
  static func convolve(
    _ convolution: Convolution, _ x: SendablePointer<Double>, _ w: SendablePointer<Double>,
    bias: SendablePointer<Double>?, into y: SendablePointer<Double>
  ) {
    guard let window = wonnx_window(convolution.geometry) else {
      convolution.gatheredProducts(x, w, into: y)
      guard let bias else { return }
      return convolution.forEachOutput { feature, i in y.base[i] += bias.base[feature] }
    }
    convolution.forEachPart { part in
      let status = wonnx_dconv(
        wonnx_convolution(
          window: window, channels: part.channels, filters: part.filters,
          first_pixel: part.firstPixel, pixels: part.pixels),
        x.base + part.x,
        wonnx_matrix_f64(
          data: w.base + part.w, row_stride: convolution.depth, column_stride: 1, packed: false),
        bias.map { UnsafePointer($0.base + part.feature) }, y.base + part.y, nil)
      precondition(status == WONNX_OK, "memory for a convolution's workspace is exhausted")
    }
  }
}

extension wonnx_window {
  /// The window over three axes; `nil` where there are more.
  init?(_ geometry: WindowGeometry) {
    guard let axes = geometry.threeAxes?.axes else { return nil }
    func space(_ extent: (WindowAxis) -> Int) -> wonnx_space {
      wonnx_space(depth: extent(axes[0]), height: extent(axes[1]), width: extent(axes[2]))
    }
    self.init(
      input: space { $0.input }, output: space { $0.output }, kernel: space { $0.kernel },
      stride: space { $0.stride }, dilation: space { $0.dilation }, pad: space { $0.before })
  }
}

/// What one call of a convolution kernel computes; offsets are into whole tensors.
struct ConvolutionPart {
  var channels: Int
  var filters = 0
  var firstPixel = 0
  var pixels = 0
  var feature: Int
  var x: Int
  var w: Int
  var y: Int
}

extension Convolution {
  var isDepthwise: Bool { groupChannels == 1 && groups > 1 }

  /// Calls `body` for parts that cover all outputs, over all cores.
  func forEachPart(_ body: @Sendable (ConvolutionPart) -> Void) {
    let pixels = geometry.outputCount
    let (channels, filters, depth) = (groupChannels, groupFeatures, depth)
    let inputCount = geometry.inputCount
    let splitsPixels = pixels >= filters
    // Parts start at whole register tiles of the kernel.
    let tile = splitsPixels ? 32 : 12
    let length = splitsPixels ? pixels : filters
    let images = batch * groups
    let work = max(1, filters * pixels * depth)
    let wanted =
      images >= 2 * Parallel.threadCount || work < 1 << 20 ? 1 : 2 * Parallel.threadCount
    let size = max(tile, (length + wanted - 1) / wanted + tile - 1) / tile * tile
    let parts = (length + size - 1) / size
    Parallel.forEach(images * parts, grain: max(1, (1 << 20) / (work / parts + 1))) { range in
      for index in range {
        let (image, first) = (index / parts, index % parts * size)
        let count = min(size, length - first)
        let feature = image % groups * filters + (splitsPixels ? 0 : first)
        body(
          ConvolutionPart(
            channels: channels, filters: splitsPixels ? filters : count,
            firstPixel: splitsPixels ? first : 0, pixels: splitsPixels ? count : pixels,
            feature: feature, x: image * channels * inputCount, w: feature * depth,
            y: (image * filters + (splitsPixels ? 0 : first)) * pixels))
      }
    }
  }

  /// The same for groups of one channel: a part is a run of channels of one image.
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
