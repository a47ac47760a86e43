import Graphs
import Tensors

/// A convolution that is made of others: `Y = activation(conv(X, W) + B + Z)`, in which X, Y and Z have
/// their channels last where ``hasChannelsLast`` says so.
protocol ComposedConvolution: Composite {
  static var hasChannelsLast: Bool { get }
  var settings: ConvolutionParts { get }
}

/// What a ``ComposedConvolution`` is made of.
struct ConvolutionParts: Sendable {
  private static let numbers = AttributeKey<[Float]>("activation_params")
  private static let activation = AttributeKey<String>("activation")

  static let attributes = [
    Conv.autoPad.or("NOTSET"), Conv.dilations.optional, Conv.group.or(1),
    Conv.kernelShape.optional, Conv.pads.optional, Conv.strides.optional,
  ]
  static let fusedAttributes = [activation.optional, numbers.optional] + attributes

  let attributes: [String: AttributeValue]
  let activation: FusedActivation?
  let convolution: any Operator

  init(_ node: NodeReader) throws(OperatorError) {
    var attributes: [String: AttributeValue] = [
      "auto_pad": .string(try node[Conv.autoPad]), "group": .int(Int64(try node[Conv.group])),
    ]
    for key in [Conv.dilations, Conv.kernelShape, Conv.pads, Conv.strides] {
      if let value = node[ifPresent: key] {
        attributes[key.name] = .ints(value.map { Int64($0) })
      }
    }
    self.attributes = attributes
    let name = node[ifPresent: Self.activation] ?? ""
    activation =
      name.isEmpty
      ? nil
      : try FusedActivation(
        name, among: ["Relu", "Tanh", "Sigmoid", "HardSwish", "LeakyRelu", "Clip", "HardSigmoid"],
        numbers: node[ifPresent: Self.numbers] ?? [], called: [Self.numbers.name])
    convolution = try OperatorCatalog.standard.node(
      "Conv", opset: 22, named: "Conv", inputs: [], outputs: [], attributes: attributes
    ).operation
  }
}

extension ComposedConvolution {
  static var tolerance: Tolerance { .accumulated }

  /// The axes of X with channels after the batch.
  private func forth(_ rank: Int) -> [Int] {
    rank < 3 ? Array(0..<rank) : [0, rank - 1] + (1..<rank - 1)
  }
  private func back(_ rank: Int) -> [Int] { rank < 3 ? Array(0..<rank) : [0] + (2..<rank) + [1] }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    var types = Array(inputs.types.prefix(3))
    if Self.hasChannelsLast, let dims = x.dims {
      types[0] = .tensor(TensorType(x.dtype, forth(dims.count).map { dims[$0] }))
    }
    let inner = Inference(
      types: types, known: types.map { _ in nil }, outputCount: 1, inferBody: inputs.inferBody)
    guard var y = try settings.convolution.infer(inner).first?.tensor else { return [.tensor(x)] }
    if Self.hasChannelsLast, let dims = y.dims { y.dims = back(dims.count).map { dims[$0] } }
    if inputs.has(3), let z = try inputs.tensor(3).dims, let dims = y.dims {
      guard z.count == dims.count, zip(z, dims).allSatisfy({ $0.merged(with: $1) != nil }) else {
        throw .mismatch("Z is \(try inputs.tensor(3)), but the sum that it is added to \(y)")
      }
    }
    return [.tensor(y)]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    _ = try infer(inputs)
    let type = try inputs.tensor(0)
    let rank = type.rank ?? 0
    var builder = GraphBuilder(Self.schema.name, opset: 22)
    var (x, w) = (builder.input(), builder.input())
    let b = inputs.has(2) ? builder.input() : nil
    var z = inputs.has(3) ? builder.input() : nil
    if Self.hasChannelsLast {
      x = try builder.transpose(x, forth(rank))
      if let after = z { z = try builder.transpose(after, forth(rank)) }
    }
    w = try builder.apply("Conv", x, w, b, attributes: settings.attributes)
    if let z { w = try builder.apply("Add", w, z) }
    if let activation = settings.activation {
      w = try activation.applied(to: w, type.dtype, in: &builder)
    }
    return builder.composed(Self.hasChannelsLast ? try builder.transpose(w, back(rank)) : w)
  }
}
