import Graphs
import Tensors

extension LoweringRequest {
  /// Sums in 32 bits of products of two inputs of bytes less their zero points.
  ///
  /// Tiles multiply such integers as floats: a block of 256 products of at most 255² is below 2^24 and so
  /// exact; blocks are added as integers.
  ///
  /// - Parameters:
  ///   - kept: the type of the sums where they are left in scratch tensor 2; else they are output 0.
  ///   - tiles: the work in tiles of floats, from scratch tensors 0 and 1 into sums, with the first scratch
  ///     tensor that is free; `nil` where there is none.
  ///   - plain: the work over integers, likewise.
  func byteSums(
    _ a: (input: Int, point: ZeroPoint?), _ b: (input: Int, point: ZeroPoint?),
    kept: TensorType? = nil, tiles: (_ sums: Binding.Resource, _ scratch: Int) -> Lowering?,
    plain: (_ sums: Binding.Resource) -> Lowering
  ) throws(OperatorError) -> Lowering {
    let sums = kept == nil ? Binding.Resource.output(0) : .scratch(2)
    let tiled = tiles(sums, kept == nil ? 2 : 3)
    let work = tiled ?? plain(sums)
    guard case .dispatches(let dispatches, let scratch) = work else { return work }
    let left = try centering(a.input, a.point, scratch: 0, asFloats: tiled != nil)
    let right = try centering(b.input, b.point, scratch: 1, asFloats: tiled != nil)
    return .dispatches(
      [left.0, right.0] + dispatches,
      scratch: [left.1, right.1] + (kept.map { [$0] } ?? []) + scratch)
  }

  /// The product of two inputs of bytes less their zero points.
  func byteSums(
    _ product: BatchedProduct, _ a: (input: Int, point: ZeroPoint?),
    _ b: (input: Int, point: ZeroPoint?), kept: TensorType? = nil
  ) throws(OperatorError) -> Lowering {
    func lowering(_ dtype: DType, into sums: Binding.Resource) -> ProductLowering {
      var lowering = ProductLowering(product, dtype, device)
      (lowering.a, lowering.b, lowering.y) = (.scratch(0), .scratch(1), sums)
      lowering.sumsIntegers = dtype.isFloat
      lowering.outputType = .int32
      return lowering
    }
    return try byteSums(
      a, b, kept: kept,
      tiles: { sums, scratch in lowering(.float, into: sums).tiles(scratchFrom: scratch) },
      plain: { .dispatches(lowering(.int32, into: $0).plain) })
  }

  /// The convolution of an image with filters of bytes less their zero points, plus a bias.
  func byteSums(
    _ convolution: Convolution, _ x: (input: Int, point: ZeroPoint?),
    _ w: (input: Int, point: ZeroPoint?), bias: Int? = nil, kept: TensorType? = nil
  ) throws(OperatorError) -> Lowering {
    func lowering(_ dtype: DType, into sums: Binding.Resource) -> ConvolutionLowering {
      var lowering = ConvolutionLowering(
        convolution: convolution, dtype: dtype, device: device, hasBias: bias != nil)
      (lowering.x, lowering.w, lowering.y) = (.scratch(0), .scratch(1), sums)
      if let bias { lowering.bias = .input(bias) }
      lowering.sumsIntegers = dtype.isFloat
      return lowering
    }
    return try byteSums(
      x, w, kept: kept,
      tiles: { sums, scratch in
        var tiled = lowering(.float, into: sums)
        tiled.firstScratch = scratch
        return tiled.tiles
      }, plain: { lowering(.int32, into: $0).lowering })
  }
}
