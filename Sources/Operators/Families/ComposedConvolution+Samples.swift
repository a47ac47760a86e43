import Graphs

extension ComposedConvolution {
  /// An image of this shape with channels second, or last where the operator has them so.
  private static func image(_ dims: Int...) -> Draw {
    Draw(.normal(1), hasChannelsLast ? [dims[0]] + dims[2...] + [dims[1]] : dims)
  }

  /// Recipes without an activation.
  static var plainSamples: [Sample] {
    [
      Sample([image(1, 3, 7, 8), .normal(5, 3, 3, 3)]),
      Sample(
        [image(2, 4, 9, 7), .normal(6, 2, 3, 3), .normal(6)], ["group": 2, "pads": [1, 0, 1, 2]]),
      Sample(
        [image(2, 4, 9, 8), .normal(4, 1, 3, 2), .normal(4)],
        ["group": 4, "strides": [2, 1], "dilations": [2, 3], "kernel_shape": [3, 2]]),
      Sample([image(1, 17, 5, 5), .normal(33, 17, 1, 1), .normal(33)]),
      Sample(
        [image(1, 3, 8, 7), .normal(2, 3, 3, 2)], ["auto_pad": "SAME_UPPER", "strides": [2, 2]]),
      Sample([image(1, 3, 8, 7), .normal(2, 3, 3, 2)], ["auto_pad": "SAME_LOWER"]),
      Sample([image(1, 3, 8, 7), .normal(2, 3, 3, 2)], ["auto_pad": "VALID"]),
      Sample([image(0, 3, 8, 7), .normal(2, 3, 3, 2)]),
      Sample([image(1, 16, 17, 16), .normal(16, 16, 3, 3), .normal(16)], ["pads": [1, 1, 1, 1]]),
      Sample([image(2, 3, 17), .normal(5, 3, 4)], ["strides": [3]]),
      Sample([image(1, 2, 4, 5, 6), .normal(3, 2, 2, 3, 2).constant]),
      .refused(.shape, "W has X's channels", [image(1, 3, 7, 8), .normal(5, 2, 3, 3)]),
      .refused(.shape, "B has W's rows", [image(1, 3, 7, 8), .normal(5, 3, 3, 3), .normal(4)]),
      .refused(
        .shape, "kernel_shape is W's", [image(1, 3, 7, 8), .normal(5, 3, 3, 3)],
        ["kernel_shape": [3, 2]]),
      .refused(
        .attribute, "strides are positive", [image(1, 3, 7, 8), .normal(5, 3, 3, 3)],
        ["strides": [0, 1]]),
      .refused(
        .attribute, "group divides W's rows", [image(1, 4, 7, 8), .normal(5, 2, 3, 3)], ["group": 2]
      ),
      .refused(
        .attribute, "auto_pad is one of four", [image(1, 3, 7, 8), .normal(5, 3, 3, 3)],
        ["auto_pad": "SAME"]),
      .refused(.missing, "W is required", [image(1, 3, 7, 8)]),
    ]
  }

  /// Recipes with activations and a sum.
  static var fusedSamples: [Sample] {
    let inputs: [Draw?] = [image(1, 3, 7, 8), .normal(5, 3, 3, 3), .normal(5)]
    let activated: [Sample] = ["Relu", "Tanh", "Sigmoid", "HardSwish"].map {
      Sample(inputs, ["activation": .string($0)])
    }
    return plainSamples + activated + [
      Sample(inputs, ["activation": "LeakyRelu", "activation_params": [0.25]]),
      Sample(inputs, ["activation": "Clip", "activation_params": [-0.5, 1.5]]),
      Sample(inputs, ["activation": "HardSigmoid", "activation_params": [0.25, 0.4]]),
      Sample(inputs + [image(1, 5, 5, 6)], ["activation": "Relu"]),
      Sample([inputs[0], inputs[1], nil, image(1, 5, 5, 6)]),
      .refused(.shape, "Z has the sum's shape", inputs + [image(1, 5, 1, 6)]),
      .refused(.attribute, "an activation that the operator has", inputs, ["activation": "Gelu"]),
      .refused(.attribute, "LeakyRelu needs its alpha", inputs, ["activation": "LeakyRelu"]),
      .refused(
        .attribute, "Clip needs both ends", inputs,
        ["activation": "Clip", "activation_params": [0.5]]),
    ]
  }
}
