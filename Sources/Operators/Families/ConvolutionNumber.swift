import CKernels
import Graphs
import Tensors

/// A number type with convolutions.
protocol ConvolutionNumber: ProductNumber {
  /// Writes `convolution`'s outputs, over all cores.
  static func convolve(
    _ convolution: Convolution, _ x: SendablePointer<Self>, _ w: SendablePointer<Self>,
    bias: SendablePointer<Self>?, into y: SendablePointer<Self>)
  /// See ``Convolution/mendBorders(_:_:bias:in:)``.
  static func mendBorders(
    of convolution: Convolution, _ x: SendablePointer<Self>, _ w: SendablePointer<Self>,
    bias: SendablePointer<Self>?, in y: SendablePointer<Self>)
  /// Maps `count` elements in place; integers stay.
  static func apply(_ map: RunMap, _ y: UnsafeMutablePointer<Self>, _ count: Int)
}

extension ConvolutionNumber {
  static func apply(_ map: RunMap, _ y: UnsafeMutablePointer<Self>, _ count: Int) {}

  static func mendBorders(
    of convolution: Convolution, _ x: SendablePointer<Self>, _ w: SendablePointer<Self>,
    bias: SendablePointer<Self>?, in y: SendablePointer<Self>
  ) {}
}

extension KernelNumber {
  static func mendBorders(
    of convolution: Convolution, _ x: SendablePointer<Self>, _ w: SendablePointer<Self>,
    bias: SendablePointer<Self>?, in y: SendablePointer<Self>
  ) { convolution.mendBorders(x, w, bias: bias, in: y) }
}

/// A float type whose windows the kernels fold.
protocol KernelNumber: ConvolutionNumber, WideFloat {
  /// Sums the part's windows of x.
  static func convolve(
    _ part: wonnx_convolution, _ x: UnsafePointer<Self>, panels w: UnsafePointer<Self>,
    _ bias: UnsafePointer<Self>?, into y: UnsafeMutablePointer<Self>
  ) -> wonnx_status
  /// The greatest element of each window of `channels` images.
  static func greatest(
    _ window: wonnx_window, channels: Int, _ x: UnsafePointer<Self>,
    into y: UnsafeMutablePointer<Self>
  ) -> wonnx_status
  /// The sum of each window of `channels` images, divided by the output's element of `divisors`.
  static func sums(
    _ window: wonnx_window, channels: Int, _ x: UnsafePointer<Self>,
    divisors: UnsafePointer<Self>?, into y: UnsafeMutablePointer<Self>
  ) -> wonnx_status
  /// Bytes that a call of ``greatest(_:channels:_:into:)`` takes for itself. Where no memory has so many
  /// C says `SIZE_MAX`, which is -1 as an `Int`.
  static func byteCount(_ window: wonnx_window) -> Int
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
    // The kernel copies a plane with its padding, which far-reaching windows make large.
    if convolution.isDepthwise, byteCount(window) <= 1 << 28 {
      return convolution.forEachDepthwisePart { part in
        let status = wonnx_sconv_depthwise(
          window, part.channels, convolution.groupFeatures, x.base + part.x, w.base + part.w,
          bias.map { UnsafePointer($0.base + part.feature) }, y.base + part.y, nil)
        precondition(status == WONNX_OK, "memory for a convolution's workspace is exhausted")
      }
    }
    if convolution.weightsArePacked {
      return convolution.products(window, x, panels: w, bias: bias, into: y)
    }
    let layout = convolution.panelLayout(Self.self)
    SendablePointer<Self>.withMemory(layout.count) { panels in
      layout.pack(w, into: panels)
      convolution.products(window, x, panels: panels, bias: bias, into: y)
    }
  }
}

extension Float: KernelNumber {
  static func apply(_ map: RunMap, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
    map.single(y, count)
  }

  static func convolve(
    _ part: wonnx_convolution, _ x: UnsafePointer<Float>, panels w: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>
  ) -> wonnx_status { wonnx_sconv(part, x, w, bias, y) }

  static func greatest(
    _ window: wonnx_window, channels: Int, _ x: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>
  ) -> wonnx_status { wonnx_smax_pool(window, channels, x, y, nil) }

  static func sums(
    _ window: wonnx_window, channels: Int, _ x: UnsafePointer<Float>,
    divisors: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>
  ) -> wonnx_status { wonnx_ssum_pool(window, channels, x, divisors, y, nil) }

  static func byteCount(_ window: wonnx_window) -> Int {
    Int(clamping: UInt(bitPattern: wonnx_swindow_workspace_bytes(window)))
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
    if convolution.weightsArePacked {
      return convolution.products(window, x, panels: w, bias: bias, into: y)
    }
    let layout = convolution.panelLayout(Self.self)
    SendablePointer<Self>.withMemory(layout.count) { panels in
      layout.pack(w, into: panels)
      convolution.products(window, x, panels: panels, bias: bias, into: y)
    }
  }
}

extension Double: KernelNumber {
  static func apply(_ map: RunMap, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    map.double(y, count)
  }

  static func convolve(
    _ part: wonnx_convolution, _ x: UnsafePointer<Double>, panels w: UnsafePointer<Double>,
    _ bias: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>
  ) -> wonnx_status { wonnx_dconv(part, x, w, bias, y) }

  static func greatest(
    _ window: wonnx_window, channels: Int, _ x: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>
  ) -> wonnx_status { wonnx_dmax_pool(window, channels, x, y, nil) }

  static func sums(
    _ window: wonnx_window, channels: Int, _ x: UnsafePointer<Double>,
    divisors: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>
  ) -> wonnx_status { wonnx_dsum_pool(window, channels, x, divisors, y, nil) }

  static func byteCount(_ window: wonnx_window) -> Int {
    Int(clamping: UInt(bitPattern: wonnx_dwindow_workspace_bytes(window)))
  }
}

extension WindowGeometry {
  /// What the threads take for padded images, where a kernel of C copies those of at most `most` bytes.
  func workspace(most: Int) -> ByteCount {
    guard let window = wonnx_window(self) else { return .zero }
    let bytes = Double.byteCount(window)
    return bytes < 0 ? .zero : ByteCount(min(bytes, most)) * Parallel.threadCount
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
