import Graphs

extension Node {
  /// Whether the operator hands elements on as they are, whatever they are.
  var movesElements: Bool {
    isNamed([
      "CenterCropPad", "Compress", "Concat", "ConcatFromSequence", "DepthToSpace", "Expand",
      "Flatten", "Gather", "GatherElements", "GatherND", "Identity", "Pad", "Reshape",
      "ReverseSequence", "Scatter", "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile",
      "Transpose", "Trilu", "Unsqueeze", "Where",
    ])
  }

  /// The inputs that the operator multiplies with each other; none where it forms no products of
  /// floats.
  var factors: [Int] {
    if isNamed(["MatMul", "Gemm", "Conv", "ConvTranspose", "DeformConv"]) { return [0, 1] }
    if isNamed(["LSTM", "GRU", "RNN", "Attention"]) { return [0, 1, 2] }
    if isNamed(["Einsum"]) { return Array(inputs.indices) }
    if ["FusedMatMul", "FusedGemm", "FusedConv", "NhwcConv", "TransposeMatMul"]
      .contains(operatorName)
    {
      return [0, 1]
    }
    return []
  }

  /// Whether results are floats that may differ by rounding.
  var rounds: Bool {
    switch type(of: operation).tolerance {
    case .exact, .statistical: false
    case .ulps, .summed, .accumulated: true
    }
  }
}
