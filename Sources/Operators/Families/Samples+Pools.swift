import Graphs

extension Samples {
  /// Of windows over the spatial axes of one input: one to four axes, pads on either side, windows that
  /// a stride leaves gaps between, and each way to pad and to round.
  ///
  /// - Parameters:
  ///   - ceilMode: the opset from which `ceil_mode` is an attribute.
  ///   - dilations: the opset from which `dilations` is one.
  static func pools(ceilMode: Int, dilations: Int) -> [Sample] {
    plainPools + roundedPools.map { $0.since(ceilMode) }
      + dilatedPools.map { $0.since(dilations) } + refusedPools
  }

  private static let plainPools: [Sample] = [
    Sample([.normal(1, 1, 8)], ["kernel_shape": [3]]),
    Sample(
      [.normal(2, 3, 9, 7)],
      ["kernel_shape": [3, 2], "strides": [2, 1], "pads": [1, 0, 2, 1]]),
    Sample([.normal(1, 3, 7, 16)], ["kernel_shape": [2, 2], "strides": [3, 3]]),
    Sample([.normal(2, 2, 5, 6, 4)], ["kernel_shape": [2, 3, 2], "strides": [1, 2, 2]]),
    Sample([.normal(1, 2, 3, 4, 3, 4)], ["kernel_shape": [2, 2, 1, 3]]),
    Sample([.normal(1, 2, 64, 65)], ["kernel_shape": [33, 31], "strides": [8, 17]]),
    Sample([.normal(1, 65_537, 3)], ["kernel_shape": [2]]),
    Sample([.normal(1, 1, 1, 1)], ["kernel_shape": [1, 1]]),
    Sample([.normal(0, 2, 4, 4)], ["kernel_shape": [2, 2]]),
    Sample(
      [.normal(1, 2, 8, 7)],
      ["kernel_shape": [3, 4], "strides": [2, 2], "auto_pad": "SAME_UPPER"]),
    Sample(
      [.normal(1, 2, 8, 7)],
      ["kernel_shape": [3, 4], "strides": [2, 2], "auto_pad": "SAME_LOWER"]),
    Sample([.normal(1, 2, 8, 7)], ["kernel_shape": [2, 3], "auto_pad": "VALID"]),
  ]

  private static let roundedPools: [Sample] = [
    Sample([.normal(1, 2, 8, 6)], ["kernel_shape": [3, 3], "strides": [2, 2], "ceil_mode": 1]),
    // The last window would start in the padding after the input, and is left out.
    Sample(
      [.normal(1, 2, 2, 5)],
      ["kernel_shape": [1, 3], "strides": [2, 3], "pads": [0, 1, 1, 1], "ceil_mode": 1]),
    Sample(
      [.normal(1, 1, 6)],
      ["kernel_shape": [3], "strides": [2], "auto_pad": "VALID", "ceil_mode": 1]),
    Sample(
      [.normal(1, 1, 7)],
      ["kernel_shape": [3], "strides": [2], "auto_pad": "SAME_UPPER", "ceil_mode": 1]),
  ]

  private static let dilatedPools: [Sample] = [
    Sample(
      [.normal(1, 2, 9, 8)],
      ["kernel_shape": [2, 3], "dilations": [3, 2], "pads": [0, 2, 1, 1]]),
    Sample(
      [.normal(1, 2, 9, 8)],
      ["kernel_shape": [3, 2], "dilations": [2, 3], "strides": [2, 3], "ceil_mode": 1]
    ),
    Sample(
      [.normal(1, 2, 9)],
      ["kernel_shape": [3], "dilations": [3], "strides": [2], "auto_pad": "SAME_UPPER"]),
  ]

  private static let refusedPools: [Sample] = [
    .refused(
      .shape, "X has a batch, channels and spatial axes", [.normal(3, 4)], ["kernel_shape": [2]]),
    .refused(.attribute, "kernel_shape is required", [.normal(1, 1, 4)]),
    .refused(
      .attribute, "kernel_shape has one extent an axis", [.normal(1, 1, 4, 4)],
      ["kernel_shape": [2]]),
    .refused(
      .attribute, "strides has one number an axis", [.normal(1, 1, 4, 4)],
      ["kernel_shape": [2, 2], "strides": [2]]),
    .refused(
      .attribute, "pads has a begin and an end for each axis", [.normal(1, 1, 4, 4)],
      ["kernel_shape": [2, 2], "pads": [1, 1]]),
    .refused(
      .attribute, "pads are 0 or more", [.normal(1, 1, 4)], ["kernel_shape": [2], "pads": [-1, 0]]),
    .refused(
      .attribute, "auto_pad is one of four words", [.normal(1, 1, 4)],
      ["kernel_shape": [2], "auto_pad": "SAME"]),
    .refused(
      .shape, "a window fits into the padded input", [.normal(1, 1, 2)], ["kernel_shape": [4]]),
    .refused(.missing, "X is required", [nil], ["kernel_shape": [2]]),
  ]

  /// Of what folds all spatial axes of a channel.
  static let globalPools: [Sample] = [
    Sample([.normal(2, 3, 5, 7)]), Sample([.normal(1, 1, 1)]), Sample([.normal(2, 3, 17)]),
    Sample([.normal(1, 2, 3, 4, 5)]), Sample([.normal(0, 3, 2, 2)]), Sample([.normal(2, 0, 4)]),
    Sample([.normal(1, 2, 65, 129)]), Sample([.normal(1, 65_537, 2)]),
    Sample([.list([1, .nan, 2, .infinity, -3, 4, -.infinity, .infinity, 0, -0.0], [1, 5, 2])]),
    .refused(.shape, "X has a batch and channels", [.normal(3)]),
    .refused(.missing, "X is required", [nil]),
  ]
}
