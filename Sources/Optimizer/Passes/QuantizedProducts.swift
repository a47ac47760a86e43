package import Graphs
import Operators
import Tensors

/// Computes a Conv, MatMul or Gemm of two DequantizeLinear with the integers that they read.
///
/// `Σ (a - za)·sa · (b - zb)·sb = (Σ (a - za)(b - zb)) · (sa·sb)`: ConvInteger or MatMulInteger, whose
/// sums are exact, and a DequantizeLinear of them; with a QuantizeLinear after it, and a Relu between that
/// its zero point makes needless, QLinearConv or QLinearMatMul.
package struct QuantizedProducts: Pass {
  package let name = "quantized-products"
  package let summary =
    "Compute a Conv, MatMul or Gemm between DequantizeLinear and QuantizeLinear with integers"
  package let effect = Effect.bounded(
    "sums of products are exact and scaled once, so that results differ by the roundings that the sums"
      + " had, and a number half way between two quantised ones may become either")

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated() where node.isOne(of: .conv, .matMul, .gemm) {
      guard let product = QuantizedProduct(number, index) else { continue }
      let requantizing = product.takesRequantizing ? index.requantizing(after: number) : nil
      rewrite.compute(product, until: requantizing, index)
    }
    return rewrite
  }
}

/// The nodes that quantise what a product makes.
private struct Requantizing {
  /// In order: the last is a QuantizeLinear.
  let nodes: [Int]
  let by: QuantizationScale
}

extension GraphIndex {
  fileprivate func requantizing(after product: Int) -> Requantizing? {
    var nodes: [Int] = []
    var id = self[product].outputs[0]
    while let value = id, isPrivate(value), let reader = readers(of: value).first {
      nodes.append(reader)
      if let by = quantization(reader) {
        // The least integer stands for 0, which is what a Relu makes of less.
        let isLeast = by.zeros == [by.dtype == .int8 ? -128 : 0]
        guard by.axis == nil, by.dtype.isByte, nodes.count == 1 || isLeast else { return nil }
        return Requantizing(nodes: nodes, by: by)
      }
      guard nodes.count == 1, self[reader].isOne(of: .relu) else { return nil }
      id = self[reader].outputs[0]
    }
    return nil
  }
}

extension Rewrite {
  fileprivate mutating func compute(
    _ product: QuantizedProduct, until requantizing: Requantizing?, _ index: GraphIndex
  ) {
    let nodes = [product.number] + (requantizing?.nodes ?? [])
    let last = nodes.last ?? product.number
    let makers = nodes.dropLast().reversed() + product.makers
    guard isFree(nodes), isFree(makers) else { return }
    var edit = Edit(
      nodes.count == 1
        ? "\(index[last].label) is computed with integers"
        : "\(nodes.count) nodes up to \(index[last].label) are computed with integers")
    let inserts: [Node]?
    if let requantizing {
      inserts = quantized(product, last, requantizing.by, index, &edit).map { [$0] }
    } else {
      inserts = summed(product, index, &edit)
    }
    guard let inserts else { return }
    edit.inserts += inserts
    let (removes, relied) = index.chain(
      last, behind: makers, keeping: edit.inserts.flatMap(\.reads))
    edit.removes = removes
    add(edit, relyingOn: relied)
  }

  /// The product of integers that gives integers.
  private mutating func quantized(
    _ product: QuantizedProduct, _ last: Int, _ result: QuantizationScale, _ index: GraphIndex,
    _ edit: inout Edit
  ) -> Node? {
    let node = index[product.number]
    let b = filters(product, index, &edit)
    guard let a = product.a.by.operands, let filters = product.b.by.operands,
      let y = result.operands
    else { return nil }
    func constants(_ tensors: [Tensor]) -> [ValueID?] {
      tensors.map { newConstant($0, in: &edit) }
    }
    var inputs = [product.a.integers] + constants(a) + [b] + constants(filters) + constants(y)
    if case .integers(let id) = product.bias { inputs.append(id) }
    return index.making(
      product.isConvolution ? .qLinearConv : .qLinearMatMul, since: 10, named: node.name,
      inputs: inputs, outputs: index[last].outputs,
      attributes: product.isConvolution ? node.attributes : [:])
  }

  /// The product of integers, what is added to it, and its scale.
  private mutating func summed(
    _ product: QuantizedProduct, _ index: GraphIndex, _ edit: inout Edit
  ) -> [Node]? {
    let node = index[product.number]
    let (dims, output) = (index.type(node.outputs[0])?.dims, node.outputs[0])
    let type = TensorType(.int32, dims)
    var sums: ValueID? = newValue(.tensor(type))
    guard let a = product.a.by.operands, let b = product.b.by.operands else { return nil }
    let operands = [
      product.a.integers, filters(product, index, &edit), newConstant(a[1], in: &edit),
      newConstant(b[1], in: &edit),
    ]
    guard
      let first = index.making(
        product.isConvolution ? .convInteger : .matMulInteger, since: 10, named: node.name,
        inputs: operands, outputs: [sums],
        attributes: product.isConvolution ? node.attributes : [:])
    else { return nil }
    var nodes = [first]
    func addition(_ a: ValueID?, _ b: ValueID?, _ y: ValueID?) -> Node? {
      index.making(.add, since: 7, named: "\(node.name)/bias", inputs: [a, b], outputs: [y])
    }
    if case .integers(let id) = product.bias {
      let biased = newValue(.tensor(type))
      let bias = index.constant(id).map { alongOutput($0, product, index, &edit) } ?? id
      guard let added = addition(sums, bias, biased) else { return nil }
      nodes.append(added)
      sums = biased
    }
    let bias: ValueID?
    switch product.bias {
    case .floats(let id): bias = id
    case .channels(let tensor): bias = alongOutput(tensor, product, index, &edit)
    case .none, .integers: bias = nil
    }
    let scaled = bias == nil ? output : newValue(.tensor(TensorType(.float, dims)))
    let scales = product.scales
    let factor = newConstant(
      scales.count == 1 ? Tensor(scalar: scales[0]) : Tensor(vector: scales), in: &edit)
    guard
      let scaling = index.making(
        .dequantizeLinear, since: scales.count == 1 ? 10 : 13, named: "\(node.name)/scale",
        inputs: [sums, factor], outputs: [scaled],
        attributes: scales.count == 1 ? [:] : ["axis": .int(product.isConvolution ? 1 : -1)])
    else { return nil }
    nodes.append(scaling)
    guard let bias else { return nodes }
    return addition(scaled, bias, output).map { nodes + [$0] }
  }

  /// A bias as it broadcasts over the product's results: a convolution's has one element a channel.
  private mutating func alongOutput(
    _ bias: Tensor, _ product: QuantizedProduct, _ index: GraphIndex, _ edit: inout Edit
  ) -> ValueID {
    let rank = product.isConvolution ? index.type(index[product.number].input(1))?.rank : nil
    let shape = Shape(bias.shape.dims + Array(repeating: 1, count: (rank ?? 2) - 2))
    return newConstant((try? bias.reshaped(to: shape)) ?? bias, in: &edit)
  }

  /// The second operand's integers, as the product of integers reads them.
  private mutating func filters(
    _ product: QuantizedProduct, _ index: GraphIndex, _ edit: inout Edit
  ) -> ValueID? {
    guard product.isTransposed else { return product.b.integers }
    let dims = index.type(product.b.integers)?.dims
    let turned = newValue(
      .tensor(TensorType(product.b.by.dtype, dims.map { Array($0.reversed()) })))
    guard
      let transpose = index.making(
        .transpose, named: "\(index[product.number].name)/B", inputs: [product.b.integers],
        outputs: [turned], attributes: ["perm": .ints([1, 0])])
    else { return nil }
    edit.inserts.append(transpose)
    return turned
  }
}
