import Graphs
import Tensors

/// Attention over what one product made of the input: queries, keys and values side by side,
/// `[B, S, E + E + Ev]`.
///
/// - Shapes: past and present `[2, B, H, …, D]`, keys first; a mask of the forms of ``MaskedAttention``.
struct ProjectedAttention: Sendable {
  let attention: MaskedAttention
  /// The widths of queries, keys and values; `nil` is a third each.
  let widths: [Int]?

  /// Where the node has what is optional.
  struct Places {
    var mask: Int
    var past: Int
    var bias: Int?
  }
  let places: Places

  init(
    _ node: NodeReader, widths: [Int]? = nil, places: Places
  ) throws(OperatorError) {
    attention = try MaskedAttention(node)
    self.places = places
    self.widths = widths
    guard let widths else { return }
    let most = TensorType.largestCount
    guard widths.count == 3, widths.allSatisfy({ (0...most).contains($0) }),
      widths[0] == widths[1], widths.allSatisfy({ $0 % attention.heads == 0 })
    else {
      throw .attribute(
        "qkv_hidden_sizes", found: "\(widths)",
        expected: "three multiples of num_heads, the first two equal")
    }
  }

  /// The extents of a node whose input and weights are known.
  struct Extents {
    var batch: Int
    var queries: Int
    var past: Int
    var widths: [Int]
  }

  /// - Throws: `.rank` and `.mismatch` where input, weights and past do not fit each other.
  func infer(_ inputs: Inference, _ dtype: DType) throws(OperatorError) -> [ValueType] {
    let (x, w) = (try inputs.tensor(0), try inputs.tensor(1))
    if let rank = x.rank, rank != 3 { throw .rank(input: 0, found: rank, expected: "3") }
    if let rank = w.rank, rank != 2 { throw .rank(input: 1, found: rank, expected: "2") }
    if let a = x.dims, let b = w.dims, a[2].merged(with: b[0]) == nil {
      throw .mismatch("the input is \(x), but the weights are \(w)")
    }
    var widths: [Int]?
    if let columns = w.dims?[1].value { widths = try self.widths(of: columns) }
    var past: [Dimension]? = [2, .unknown, .unknown, 0, .unknown]
    if inputs.has(places.past) {
      past = try inputs.tensor(places.past).dims
      if let past, past.count != 5 {
        throw .rank(input: places.past, found: past.count, expected: "5")
      }
    }
    if let place = places.bias, let dims = x.dims {
      try MaskedAttention.check(bias: place, of: inputs, keys: (past?[3] ?? .unknown) + dims[1])
    }
    let heads = Dimension.known(attention.heads)
    let y = x.dims.map { [$0[0], $0[1], widths.map { .known($0[2]) } ?? .unknown] }
    let present = x.dims.map { dims in
      [
        2, dims[0], heads, (past?[3] ?? .unknown) + dims[1],
        widths.map { .known($0[0] / attention.heads) } ?? .unknown,
      ]
    }
    let types: [ValueType] = [
      .tensor(TensorType(dtype, y)), .tensor(TensorType(dtype, present)),
    ]
    return Array(types.prefix(max(1, inputs.outputCount)))
  }

  private func widths(of all: Int) throws(OperatorError) -> [Int] {
    if let widths {
      guard widths.reduce(0, +) == all else {
        throw .mismatch("the weights have \(all) columns, but qkv_hidden_sizes are \(widths)")
      }
      return widths
    }
    guard all % 3 == 0, all / 3 % attention.heads == 0 else {
      throw .mismatch("\(all) columns of weights are not three times \(attention.heads) heads")
    }
    return Array(repeating: all / 3, count: 3)
  }

  /// The outputs, both of float.
  ///
  /// - Parameters:
  ///   - projected: what the product made of the input, bias included.
  ///   - given: the node's inputs, past and bias as floats.
  func outputs(
    _ projected: ValueID, _ given: [ValueID?], _ inputs: Inference, wantsPresent: Bool,
    in builder: inout GraphBuilder
  ) throws(OperatorError) -> (y: ValueID, present: ValueID?) {
    guard let x = try inputs.tensor(0).shape, let w = try inputs.tensor(1).shape else {
      throw .unknownValue(input: 0)
    }
    let heads = attention.heads
    let widths = try widths(of: w[1])
    let parts = try builder.split(projected, widths, axis: 2)
    var past: (key: ValueID, value: ValueID)?
    var pastLength = 0
    guard widths[0] == widths[2] || given[places.past] == nil && !wantsPresent else {
      throw .unsupported("a past of keys and values that differ in size")
    }
    if let value = given[places.past], let shape = try inputs.tensor(places.past).shape {
      pastLength = shape[3]
      let dims = [x[0], heads, pastLength, widths[0] / heads]
      guard shape.dims == [2] + dims else {
        throw .mismatch("a past of \(shape) does not fit \(x[0]) rows of \(heads) heads")
      }
      let halves = try builder.split(value, [1, 1], axis: 0)
      past = (try builder.reshape(halves[0], dims), try builder.reshape(halves[1], dims))
    }
    let maskShape =
      given[places.mask] == nil ? nil : try inputs.tensor(places.mask).shape
    let scored = MaskedAttention.Inputs(
      q: parts[0], k: parts[1], v: parts[2], isPacked: true,
      mask: given[places.mask].flatMap { mask in maskShape.map { (mask, $0) } },
      bias: places.bias.flatMap { given[$0] }, past: past, batch: x[0], queries: x[1],
      pastLength: pastLength, keys: pastLength + x[1])
    let outputs = try attention.outputs(scored, showsScores: false, in: &builder)
    guard wantsPresent else { return (outputs[0], nil) }
    let axis = try builder.integers([0])
    return (
      outputs[0],
      try builder.apply(
        "Concat", try builder.apply("Unsqueeze", outputs[1], axis),
        try builder.apply("Unsqueeze", outputs[2], axis), attributes: ["axis": .int(0)])
    )
  }
}
