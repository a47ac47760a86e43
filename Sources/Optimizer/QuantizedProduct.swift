import Graphs
import Operators
import Tensors

/// A Conv, MatMul or Gemm of what two DequantizeLinear make of bytes.
struct QuantizedProduct {
  /// What is added to the sums.
  enum Bias {
    case none
    /// Integers of the products' scale.
    case integers(ValueID)
    /// A vector of a convolution's channels.
    case channels(Tensor)
    case floats(ValueID)
  }

  let number: Int
  let isConvolution: Bool
  /// Whether b's rows are the result's columns.
  let isTransposed: Bool
  let a: QuantizedValue
  let b: QuantizedValue
  let bias: Bias
  /// Of the products: one, or one a channel or column.
  let scales: [Float]
  /// The DequantizeLinear nodes before it.
  let makers: [Int]

  /// More products than 32 bits hold the sum of: each is at most 255².
  private static let mostTerms = Int(Int32.max) / (255 * 255)

  /// `nil` where the node is none, or integers would not do the same.
  init?(_ number: Int, _ index: GraphIndex) {
    let node = index[number]
    guard node.outputs.count == 1, let a = index.dequantized(node.input(0)), a.by.dtype.isByte,
      a.by.axis == nil, let b = index.dequantized(node.input(1)), b.by.dtype.isByte,
      let left = index.type(node.input(0))?.dims, let dims = index.type(node.input(1))?.dims
    else { return nil }
    let columns: Int
    let terms: [Dimension]
    isConvolution = node.isOne(of: .conv)
    isTransposed = node.isOne(of: .gemm) && node.attribute("transB", as: Int.self) ?? 0 != 0
    if isConvolution {
      guard dims.count >= 3 else { return nil }
      (columns, terms) = (0, Array(dims.dropFirst()))
    } else {
      guard left.count >= 2, dims.count >= 2, node.isOne(of: .matMul) || node.addsPlainProduct
      else { return nil }
      columns = isTransposed ? 0 : dims.count - 1
      // Of the two extents one may be known.
      let inner = [left[left.count - 1], dims[isTransposed ? 1 : dims.count - 2]]
      terms = [inner.first { $0.value != nil } ?? .unknown]
      guard b.by.axis == nil || dims.count == 2 else { return nil }
    }
    let scales = b.by.scales.map { a.by.scales[0] * $0 }
    guard b.by.axis == nil || b.by.axis == columns, scales.allSatisfy({ $0.isNormal }),
      terms.reduce(1, { $0 * ($1.value ?? Self.mostTerms + 1) }) <= Self.mostTerms,
      let bias = index.bias(node.input(2), scales, ofChannels: isConvolution)
    else { return nil }
    self.number = number
    self.a = a
    self.b = b
    self.scales = scales
    self.bias = bias.kind
    makers = [a.node, b.node] + bias.makers
  }

  /// Whether one operator makes quantised results of it.
  var takesRequantizing: Bool {
    switch bias {
    case .none: true
    case .integers: isConvolution
    case .channels, .floats: false
    }
  }
}

extension Node {
  /// Whether a Gemm is `A·B + C`, of B as it is or transposed.
  fileprivate var addsPlainProduct: Bool {
    attribute("transA", as: Int.self) ?? 0 == 0 && attribute("alpha", as: Float.self) ?? 1 == 1
      && (input(2) == nil || attribute("beta", as: Float.self) ?? 1 == 1) && opset >= 7
  }
}

extension GraphIndex {
  /// - Returns: `nil` where the bias of a convolution is no constant, which has to be laid out anew.
  fileprivate func bias(
    _ id: ValueID?, _ scales: [Float], ofChannels: Bool
  ) -> (kind: QuantizedProduct.Bias, makers: [Int])? {
    guard let id else { return (.none, []) }
    guard let value = dequantized(id) else {
      guard ofChannels else { return (.floats(id), []) }
      return constant(id).map { (.channels($0), []) }
    }
    let isOfProducts =
      value.by.dtype == .int32 && value.by.scales == scales
      && value.by.zeros.allSatisfy { $0 == 0 }
    guard ofChannels else {
      return isOfProducts ? (.integers(value.integers), [value.node]) : (.floats(id), [])
    }
    guard let integers = constant(value.integers)?.integers else { return nil }
    if isOfProducts { return (.integers(value.integers), [value.node]) }
    let floats = integers.indices.map { value.by.number(integers[$0], at: $0) }
    return (.channels(Tensor(vector: floats)), [value.node])
  }
}

extension QuantizationScale {
  /// What an integer of a vector stands for, rounded once.
  fileprivate func number(_ integer: Int, at index: Int) -> Float {
    let place = scales.count == 1 ? 0 : index
    return Float(Double(integer - zeros[place]) * Double(scales[place]))
  }
}
