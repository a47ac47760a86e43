import Graphs
import Tensors

/// What moves under a window, as terms: sums over windows, and their transposes.
struct WindowTerms {
  /// The axes of the larger side, of `input` elements, and of `output` places of the window.
  let axes: [WindowAxis]
  let groups: Int

  init(_ geometry: WindowGeometry, groups: Int) {
    axes = geometry.axes
    self.groups = groups
  }

  private var attributes: [String: AttributeValue] {
    [
      "strides": .ints(axes.map { Int64($0.stride) }),
      "dilations": .ints(axes.map { Int64($0.dilation) }), "group": .int(Int64(groups)),
    ]
  }

  /// All elements under the windows along an axis, those in the padding included.
  private func reach(_ axis: WindowAxis) -> Int { (axis.output - 1) * axis.stride + axis.span }

  /// The larger side with its padding, so that the windows end with it.
  func padded(_ x: Term) throws(OperatorError) -> Term {
    try x.window(
      at: [0, 0] + axes.map { -$0.before },
      Shape(try x.shape.dims.prefix(2) + axes.map(reach)))
  }

  /// A kernel of ones, one a channel.
  func ones(like x: Term) throws(OperatorError) -> Term {
    try x.scalar(1).expanded(to: Shape([groups, 1] + axes.map(\.kernel)))
  }

  /// The sum of each window of each channel.
  func sums(_ padded: Term) throws(OperatorError) -> Term {
    try gathered(padded, by: ones(like: padded))
  }

  /// The convolution of a padded side.
  func gathered(_ padded: Term, by w: Term) throws(OperatorError) -> Term {
    try padded.writer.apply(.conv, padded, w, attributes: attributes)
  }

  /// The transposed convolution: places spread by the kernel over the larger side.
  func spread(_ dy: Term, by w: Term, over shape: Shape) throws(OperatorError) -> Term {
    try dy.writer.apply(.convTranspose, dy, w, attributes: attributes)
      .window(at: [0, 0] + axes.map(\.before), shape)
  }

  /// `[M, C / groups, k…]`: for each tap the sum over images and places of a padded X `[N, C, D…]` under
  /// the tap times dY `[N, M, E…]` at the place.
  ///
  /// It is a convolution of images for channels, whose stride is this one's dilation and the reverse.
  func correlation(of padded: Term, with dy: Term) throws(OperatorError) -> Term {
    let dims = try padded.shape.dims
    let (batch, share) = (dims[0], dims[1] / max(1, groups))
    let spatial = Array(0..<axes.count)
    let images =
      try padded
      .reshaped(to: Shape([batch, groups, share] + dims.dropFirst(2)))
      .transposed([2, 1, 0] + spatial.map { $0 + 3 })
      .reshaped(to: Shape([share, groups * batch] + dims.dropFirst(2)))
    let kernel = try dy.transposed([1, 0] + spatial.map { $0 + 2 })
    let taps = try padded.writer.apply(
      .conv, images, kernel,
      attributes: [
        "strides": .ints(axes.map { Int64($0.dilation) }),
        "dilations": .ints(axes.map { Int64($0.stride) }), "group": .int(Int64(groups)),
      ])
    return try taps.transposed([1, 0] + spatial.map { $0 + 2 })
  }
}
