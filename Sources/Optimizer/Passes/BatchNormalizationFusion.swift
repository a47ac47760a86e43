package import Graphs
import Operators
import Tensors

/// Puts a batch normalisation into the weights of the convolution before it.
///
/// `s·(Σ w·x + b - mean) + B` with `s = scale / sqrt(var + epsilon)` is `Σ (s·w)·x + (s·(b - mean) + B)`.
/// The new weights and biases are computed in double and rounded once. Both nodes compute in float32
/// or double; smaller floats round between the two, and stay.
package struct BatchNormalizationFusion: Pass {
  package let name = "conv-batch-normalization"
  package let summary = "Put a BatchNormalization into the weights of the Conv before it"
  package let effect = Effect.bounded(
    "a sum of n products moves by at most (n + 4) roundings of the sum of their absolute values")

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where node.isOne(of: .batchNormalization) {
      guard let match = Match(node, index), rewrite.isFree(number, match.conv) else { continue }
      rewrite.fuse(match, number, index)
    }
    return rewrite
  }

  /// A normalisation by constants of what one convolution makes for it alone.
  fileprivate struct Match {
    let conv: Int
    let weights: Tensor
    let bias: Tensor?
    /// By channel.
    let factors: [Double]
    let means: [Double]
    let shifts: [Double]

    init?(_ node: Node, _ index: GraphIndex) {
      guard node.domain.isEmpty, node.normalizesForInference, node.inputs.count == 5,
        node.outputs.dropFirst().allSatisfy({ index.isUnread($0) }),
        let conv = index.maker(of: node.inputs[0], .conv), index.isPrivate(node.inputs[0]),
        index[conv].inputs.count >= 2,
        let weights = index.constant(index[conv].inputs[1]),
        [.float, .double].contains(weights.dtype), weights.rank > 0,
        let scale = index.constant(node.inputs[1])?.doubles,
        let shifts = index.constant(node.inputs[2])?.doubles,
        let means = index.constant(node.inputs[3])?.doubles,
        let variances = index.constant(node.inputs[4])?.doubles,
        [scale, shifts, means, variances].allSatisfy({ $0.count == weights.shape[0] })
      else { return nil }
      if index[conv].inputs.count > 2, let id = index[conv].inputs[2] {
        guard let tensor = index.constant(id), tensor.dtype == weights.dtype else { return nil }
        bias = tensor
      } else {
        bias = nil
      }
      var epsilon = Float(1e-5)
      if case .float(let given) = node.attributes["epsilon"] { epsilon = given }
      let factors = zip(scale, variances).map { $0 / ($1 + Double(epsilon)).squareRoot() }
      guard (factors + means + shifts).allSatisfy(\.isFinite) else { return nil }
      self.conv = conv
      self.weights = weights
      self.factors = factors
      self.means = means
      self.shifts = shifts
    }

    /// `s·w` by channel, and `s·(b - mean) + B`.
    func fused() -> (weights: Tensor, bias: Tensor)? {
      let biases = bias?.doubles ?? Array(repeating: 0, count: factors.count)
      let moved = factors.indices.map { factors[$0] * (biases[$0] - means[$0]) + shifts[$0] }
      let scaled: Elements
      let shift: Tensor
      switch weights.elements {
      case .float(let w):
        (scaled, shift) = (.float(self.scaled(w)), Tensor(vector: moved.map { Float($0) }))
      case .double(let w): (scaled, shift) = (.double(self.scaled(w)), Tensor(vector: moved))
      default: return nil
      }
      guard let tensor = try? Tensor(scaled, shape: weights.shape) else { return nil }
      return (tensor, shift)
    }

    /// Each channel's weights times its factor, when they are first read: a file's weights are not in
    /// memory beside them.
    private func scaled<F: FloatElement>(_ w: Buffer<F>) -> Buffer<F> {
      let factors = factors
      return .deferred(count: w.count) { out in
        let taps = out.count / max(factors.count, 1)
        w.readingAgain { w in
          for (channel, factor) in factors.enumerated() {
            for i in channel * taps..<(channel + 1) * taps {
              out[i] = F(rounding: factor * w[i].double)
            }
          }
        }
      }
    }
  }
}

extension Rewrite {
  fileprivate mutating func fuse(
    _ match: BatchNormalizationFusion.Match, _ number: Int, _ index: GraphIndex
  ) {
    guard let (weights, bias) = match.fused() else { return }
    let (node, conv) = (index[number], index[match.conv])
    var edit = Edit("\(node.label) goes into the weights of \(conv.label)")
    edit.removes = [match.conv, number]
    var fused = conv
    fused.inputs = [
      conv.inputs[0], newConstant(weights, in: &edit), newConstant(bias, in: &edit),
    ]
    fused.outputs = [node.outputs[0]]
    edit.inserts = [fused]
    add(edit)
  }
}

extension Node {
  /// Whether statistics are those given, by channel.
  fileprivate var normalizesForInference: Bool {
    func flag(_ name: String, or given: Int64) -> Bool {
      if case .int(let value) = attributes[name] { value != 0 } else { given != 0 }
    }
    if opset >= 14 { return !flag("training_mode", or: 0) }
    // Naming the statistics' outputs asks for training.
    guard outputs.dropFirst().allSatisfy({ $0 == nil }) else { return false }
    if opset < 7, !flag("is_test", or: 0) { return false }
    return opset >= 9 || flag("spatial", or: 1)
  }
}
